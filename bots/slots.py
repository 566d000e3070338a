"""Slots: places in chats whose one message changes. It is edited in place, and of all who want to show it one sends it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from bots.courier import Undeliverable
from bots.desk.frontdesk import FrontDesk, SlotFill
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress

Slot = tuple[ChatAddress, str]

_REMEMBERED = 5_000


class Slots:
    """The slots of one bot's chats. What stands in them is in the database, and here so far as it need not be asked for."""

    def __init__(self, desk: FrontDesk) -> None:
        self._desk = desk
        self._locks: WeakValueDictionary[Slot, asyncio.Lock] = WeakValueDictionary()
        self._standing: OrderedDict[Slot, SlotFill] = OrderedDict()

    async def show(
        self,
        slot: Slot,
        digest: str,
        *,
        edit: Callable[[str], Awaitable[str | None]],
        send: Callable[[], Awaitable[str]],
    ) -> None:
        """Have the slot's message show what has this digest: edited if one stands there and can be, else sent anew.

        Args:
            slot: Where it stands.
            digest: Of what it is to show; a message that shows it already is left alone.
            edit: Changes the message of that id; answers with its id, or ``None`` where it cannot be changed any more.
            send: Sends a message and answers with its id.

        Raises:
            TryAgain: the platform or the database is away, or another bot is filling the slot.
            Undeliverable: the bot may not write there any more.
        """
        # The answer to a message and the courier's round may both want to fill the same slot: one message, not two. The
        # lock is this process's; other bots on the same database are kept out by holding the slot there.
        lock = self._locks.setdefault(slot, asyncio.Lock())
        async with lock:
            fill = self._standing.get(slot) or await asyncio.to_thread(self._desk.hold_slot, *slot)
            if fill is not None and fill.digest == digest:
                self._remember(slot, fill)
                return
            message_id = None if fill is None else await edit(fill.message_id)
            if message_id is None:
                message_id = await self._sent(slot, send)
            await self.fill(slot, SlotFill(message_id, digest))

    async def fill(self, slot: Slot, fill: SlotFill) -> None:
        """A message stands in the slot now.

        Raises:
            TryAgain: the database is away.
        """
        if self._standing.get(slot) != fill:
            await asyncio.to_thread(self._desk.fill_slot, *slot, fill.message_id, fill.digest)
        self._remember(slot, fill)

    def forget(self, address: ChatAddress) -> None:
        """Nothing stands any more in the chat of somebody who was forgotten."""
        for slot in [slot for slot in self._standing if slot[0] == address]:
            del self._standing[slot]

    async def _sent(self, slot: Slot, send: Callable[[], Awaitable[str]]) -> str:
        try:
            return await send()
        except (TryAgain, Undeliverable):
            # What was not sent keeps nobody else from sending it.
            await asyncio.to_thread(self._desk.let_slot_go, *slot)
            raise

    def _remember(self, slot: Slot, fill: SlotFill) -> None:
        self._standing[slot] = fill
        self._standing.move_to_end(slot)
        while len(self._standing) > _REMEMBERED:
            self._standing.popitem(last=False)
