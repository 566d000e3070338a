"""Fetches what a learner sent from Telegram, unless its size alone says that it is not what it should be."""

from __future__ import annotations

from typing import Protocol

import telegram
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, NetworkError, RetryAfter

from bots.attachments import Broken, TooBig
from bots.telegram.sender import wait_of
from engine.errors import TryAgain


class Fetchable(Protocol):
    """A document, a voice note, a video note or an audio file."""

    file_size: int | None

    async def get_file(self) -> telegram.File:
        """Where it can be fetched."""


async def fetch(sent: Fetchable, most: int) -> bytes:
    """The content of a file of at most ``most`` bytes.

    Raises:
        TooBig: it is larger.
        Broken: Telegram refuses to give it.
        TryAgain: Telegram is away: the file was not taken in.
    """
    size = sent.file_size or 0
    if size > most:
        raise TooBig(size)
    try:
        file = await sent.get_file()
        if (file.file_size or 0) > most:
            raise TooBig(file.file_size or 0)
        return bytes(await file.download_as_bytearray())
    except RetryAfter as error:
        raise TryAgain("Telegram asks to wait", wait_of(error)) from error
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise TooBig(max(size, int(FileSizeLimit.FILESIZE_DOWNLOAD))) from error
        raise Broken("refused") from error
    except NetworkError as error:
        raise TryAgain("Telegram is away") from error
