"""What learners attach: fetched and taken in, unless it is too big or the platform does not give it out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from engine.errors import BandmateError
from engine.ielts.notices import Notice, Refused


class TooBig(BandmateError):
    """The file is larger than what is read; ``size`` in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__("too big")
        self.size = size


class Broken(BandmateError):
    """The platform does not give the file out."""


async def taken_in(
    fetched: Awaitable[bytes],
    take: Callable[[bytes], Sequence[Notice]],
    *,
    too_big: Callable[[int], Sequence[Notice]],
    broken: str = "broken-file",
) -> Sequence[Notice]:
    """What the desk says to a file.

    Args:
        fetched: Its content, which may turn out to be :class:`TooBig` or :class:`Broken`.
        take: The desk's verb for its content.
        too_big: The desk's verb for a size in bytes.
        broken: Why a broken one is refused.

    Raises:
        TryAgain: the platform or the database is away: the file was not taken in.
    """
    try:
        data = await fetched
    except TooBig as error:
        return await asyncio.to_thread(too_big, error.size)
    except Broken:
        return (Refused(broken),)
    return await asyncio.to_thread(take, data)
