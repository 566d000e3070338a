"""Discord's errors in our own terms: not now, or never."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import discord

from bots.courier import Undeliverable
from engine.errors import TryAgain

UNKNOWN_MESSAGE, NOT_OURS, NOT_EDITABLE = 10008, 50005, 50163
CLOSED_DM = 50007
_TOO_FAST = (40003, 20016, 20028)
_TOKEN_GONE = (10015, 10062, 50027)


@asynccontextmanager
async def in_our_terms() -> AsyncIterator[None]:
    """What Discord says to a call.

    Raises:
        TryAgain: Discord is busy or away.
        Undeliverable: ``closed``: the bot may not write there, or that place is gone; ``refused``: not this message.
        discord.HTTPException: the message that was to be edited is gone or not ours (see :func:`is_gone`).
    """
    try:
        yield
    except discord.RateLimited as error:
        raise TryAgain("Discord asks to wait", timedelta(seconds=error.retry_after + 0.5)) from error
    except discord.HTTPException as error:
        if is_gone(error):
            raise
        raise _translated(error) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise TryAgain("Discord is away", timedelta(seconds=2)) from error
    except RuntimeError as error:
        # What a session that is being closed says; the same again may be said to the next one.
        raise TryAgain("the connection is being closed", timedelta(seconds=2)) from error


def is_gone(error: discord.HTTPException) -> bool:
    """The message is gone, is somebody else's, or is of a kind that cannot be edited."""
    return error.code in (UNKNOWN_MESSAGE, NOT_OURS, NOT_EDITABLE)


def token_gone(error: discord.HTTPException) -> bool:
    """An interaction can be answered no more: three seconds without a word, or fifteen minutes, have gone by."""
    return error.code in _TOKEN_GONE or error.status == 401


def _translated(error: discord.HTTPException) -> TryAgain | Undeliverable:
    if error.status >= 500:
        return TryAgain("Discord is away", timedelta(seconds=2))
    if error.status == 429 or error.code in _TOO_FAST:
        return TryAgain("Discord asks to wait", timedelta(seconds=5))
    if error.status == 401:
        # Revoked while we run: an operator can mend that, and then everything that waits is delivered.
        return TryAgain("Discord refuses the token", timedelta(seconds=30))
    if error.status in (403, 404) or error.code == CLOSED_DM:
        return Undeliverable("closed")
    return Undeliverable("refused")
