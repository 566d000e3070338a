"""Holding the place of a message that changes, so that of several bots on one database one sends it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bots.courier import Undeliverable
from bots.desk.frontdesk import FrontDesk
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress

Slot = tuple[ChatAddress, str]


@contextlib.asynccontextmanager
async def or_let_go(desk: FrontDesk, slot: Slot) -> AsyncIterator[None]:
    """What was not sent keeps nobody else from sending it."""
    try:
        yield
    except (TryAgain, Undeliverable):
        await asyncio.to_thread(desk.let_slot_go, *slot)
        raise
