"""One message in each slot: edited while it can be, sent once, and let go where it could not be sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bots.courier import Undeliverable
from bots.desk.frontdesk import SlotFill
from bots.slots import Slot, Slots
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform

MEI = ChatAddress(Platform.TELEGRAM, "7")
SLOT = (MEI, "essay-1")


@dataclass
class Book:
    """What the database knows of slots."""

    filled: dict[Slot, SlotFill] = field(default_factory=dict)
    asked: int = 0
    let_go: list[Slot] = field(default_factory=list)

    def hold_slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        self.asked += 1
        return self.filled.get((address, name))

    def fill_slot(self, address: ChatAddress, name: str, message_id: str, digest: str) -> None:
        self.filled[(address, name)] = SlotFill(message_id, digest)

    def let_slot_go(self, address: ChatAddress, name: str) -> None:
        self.let_go.append((address, name))


@dataclass
class Chat:
    """A chat in which messages are sent and edited, unless they are gone."""

    sent: int = 0
    edited: list[str] = field(default_factory=list)
    gone: bool = False
    trouble: Exception | None = None

    async def edit(self, message_id: str) -> str | None:
        self.edited.append(message_id)
        return None if self.gone else message_id

    async def send(self) -> str:
        await asyncio.sleep(0)
        if self.trouble is not None:
            raise self.trouble
        self.sent += 1
        return f"m{self.sent}"


def both() -> tuple[Book, Chat, Slots]:
    book = Book()
    return book, Chat(), Slots(book)  # type: ignore[arg-type]


async def test_it_is_sent_once_and_edited_when_it_changes() -> None:
    book, chat, slots = both()
    for digest in ("queued", "queued", "working"):
        await slots.show(SLOT, digest, edit=chat.edit, send=chat.send)
    assert (chat.sent, chat.edited, book.asked) == (1, ["m1"], 1)
    assert book.filled[SLOT] == SlotFill("m1", "working")


async def test_two_who_show_it_at_once_send_one_message() -> None:
    _, chat, slots = both()
    await asyncio.gather(*(slots.show(SLOT, "queued", edit=chat.edit, send=chat.send) for _ in range(3)))
    assert (chat.sent, chat.edited) == (1, [])


async def test_after_a_restart_what_stands_is_edited_and_what_is_gone_is_sent_anew() -> None:
    book, chat, slots = both()
    book.filled[SLOT] = SlotFill("m0", "queued")
    await slots.show(SLOT, "working", edit=chat.edit, send=chat.send)
    chat.gone = True
    await slots.show(SLOT, "done", edit=chat.edit, send=chat.send)
    assert chat.edited == ["m0", "m0"]
    assert book.filled[SLOT] == SlotFill("m1", "done")


@pytest.mark.parametrize("trouble", [TryAgain("busy"), Undeliverable("blocked")])
async def test_what_could_not_be_sent_is_let_go(trouble: Exception) -> None:
    book, chat, slots = both()
    chat.trouble = trouble
    with pytest.raises(type(trouble)):
        await slots.show(SLOT, "queued", edit=chat.edit, send=chat.send)
    assert (book.let_go, book.filled) == ([SLOT], {})


async def test_who_was_forgotten_has_nothing_standing() -> None:
    book, chat, slots = both()
    await slots.fill(SLOT, SlotFill("m0", "done"))
    slots.forget(MEI)
    book.filled.clear()
    await slots.show(SLOT, "done", edit=chat.edit, send=chat.send)
    assert chat.sent == 1
