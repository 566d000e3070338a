"""Fetches what a learner attached, unless its size alone says that it is not what it should be."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bots.attachments import Broken, TooBig

_TRIES = 3


async def fetch(attachment: discord.Attachment, most: int) -> bytes:
    """The content of a file of at most ``most`` bytes.

    Raises:
        TooBig: it is larger, and was not fetched.
        Broken: Discord does not give it, even when asked again.
    """
    if attachment.size > most:
        raise TooBig(attachment.size)
    for tried in range(_TRIES):
        try:
            return await attachment.read()
        except (discord.NotFound, discord.Forbidden) as error:
            raise Broken("refused") from error
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
            await asyncio.sleep(0.5 * 2**tried)
    raise Broken("Discord is away")
