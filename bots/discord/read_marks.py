"""How far everybody's direct messages have been read: what Discord tells once, and to nobody while we are away."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bots.desk.frontdesk import FrontDesk
from engine.ielts.chat import ChatAddress, Platform

_NAME = "read"
_LOOKED_BACK = timedelta(days=14)


class ReadMarks:
    """The last message of each learner that was taken in, in a slot of the database and in memory.

    Raises:
        TryAgain: from any method, when the database is away.
    """

    def __init__(self, desk: FrontDesk) -> None:
        self._desk = desk
        self._read: dict[ChatAddress, int] = {}

    async def begin(self, address: ChatAddress, moment: int) -> None:
        """From this snowflake on there may be something to read; where there is a mark already it stays."""
        if address in self._read:
            return
        stands = await asyncio.to_thread(self._desk.slot, address, _NAME)
        if stands is None:
            await self.advance(address, moment)
        else:
            self._read[address] = max(int(stands.message_id), self._read.get(address, 0))

    async def advance(self, address: ChatAddress, message_id: int) -> None:
        """This message was taken in."""
        if message_id > self._read.get(address, 0):
            await asyncio.to_thread(self._desk.fill_slot, address, _NAME, str(message_id), "")
            self._read[address] = message_id

    def forget(self, address: ChatAddress) -> None:
        """Who was forgotten and writes again is somebody new."""
        self._read.pop(address, None)

    def have_read(self, address: ChatAddress, message_id: int) -> bool:
        """Whether this process took it in, or began after it."""
        return message_id <= self._read.get(address, 0)

    async def everywhere(self) -> list[tuple[ChatAddress, int]]:
        """The marks of everybody who was here in the last two weeks."""
        standing = await asyncio.to_thread(self._desk.standing, Platform.DISCORD, _NAME, _LOOKED_BACK)
        return [(address, int(fill.message_id)) for address, fill in standing]
