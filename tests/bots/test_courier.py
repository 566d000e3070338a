"""The courier's round: what is sent, when it is marked, and who waits for whom."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest

from bots.courier import Courier, Undeliverable
from bots.desk.frontdesk import LiveStatus
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Marked, MarkingFailed, Notice, Queued, Working
from tests.doubles.fake_desk import FakeDesk
from tests.doubles.telegram_chats import PATIENCE

MEI, ALI = (ChatAddress(Platform.TELEGRAM, number) for number in ("1", "2"))


class Chats:
    """A sender that shows into lists, and fails as it is told."""

    platform = Platform.TELEGRAM

    def __init__(self) -> None:
        self.shown: dict[ChatAddress, list[Notice]] = defaultdict(list)
        self.said_in: list[str | None] = []
        self.answered: list[str | None] = []
        self.typed: list[ChatAddress] = []
        self.trouble: dict[ChatAddress, list[Exception]] = defaultdict(list)
        self.gates: dict[ChatAddress, asyncio.Event] = {}
        self.waiting: list[ChatAddress] = []

    async def show(
        self, address: ChatAddress, notice: Notice, *, answering: str | None = None, language: str | None = None
    ) -> None:
        if address in self.gates:
            self.waiting.append(address)
            await self.gates[address].wait()
        if self.trouble[address]:
            raise self.trouble[address].pop(0)
        self.answered.append(answering)
        self.said_in.append(language)
        self.shown[address].append(notice)

    async def typing(self, address: ChatAddress) -> None:
        self.typed.append(address)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def chats() -> Chats:
    return Chats()


async def once(courier: Courier) -> None:
    await courier.round()
    await courier.settled()


async def test_a_parcel_is_sent_and_marked_once(desk: FakeDesk, chats: Chats) -> None:
    parcel = desk.parcel(MEI, MarkingFailed(1), reply_to="7")
    desk.waiting[0] = dataclasses.replace(parcel, language="zh-hans")
    courier = Courier(desk, chats)
    await once(courier)
    await once(courier)
    assert chats.shown[MEI] == [MarkingFailed(1)]
    assert chats.said_in == ["zh-hans"]
    assert chats.answered == ["7"]
    assert desk.done == [1]


async def test_a_busy_platform_postpones_for_as_long_as_it_says(desk: FakeDesk, chats: Chats) -> None:
    desk.parcel(MEI, MarkingFailed(1))
    desk.parcel(ALI, MarkingFailed(2))
    chats.trouble[MEI] = [TryAgain("429", timedelta(seconds=77))]
    await once(Courier(desk, chats))
    assert desk.later == [(1, timedelta(seconds=77))]
    assert desk.done == [2]


async def test_trouble_without_a_time_backs_off_longer_each_time(desk: FakeDesk, chats: Chats) -> None:
    for attempts in (1, 5, 500):
        desk.waiting.append(dataclasses.replace(desk.parcel(MEI, Working(1)), id=100 + attempts, attempts=attempts))
        desk.waiting.pop(-2)
    chats.trouble[MEI] = [TryAgain("away", timedelta(0)) for _ in range(3)]
    await once(Courier(desk, chats))
    waits = [after for _, after in desk.later]
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=2)
    assert waits[-1] == timedelta(minutes=10)


async def test_a_chat_that_is_gone_is_given_up(desk: FakeDesk, chats: Chats) -> None:
    desk.parcel(MEI, MarkingFailed(1))
    chats.trouble[MEI] = [Undeliverable("blocked")]
    await once(Courier(desk, chats))
    assert desk.never == [(1, "blocked")]


async def test_a_slow_chat_delays_nobody_else(desk: FakeDesk, chats: Chats) -> None:
    chats.gates[MEI] = asyncio.Event()
    courier = Courier(desk, chats)
    desk.parcel(MEI, MarkingFailed(1))
    await courier.round()
    desk.parcel(MEI, MarkingFailed(2))
    desk.parcel(ALI, MarkingFailed(3))
    await courier.round()
    await _until(lambda: desk.done == [3])
    # The desk leases what is held again when its time is up: it is held once all the same.
    await courier.round()
    chats.gates[MEI].set()
    await courier.settled()
    assert chats.shown[MEI] == [MarkingFailed(1), MarkingFailed(2)]
    assert sorted(desk.done) == [1, 2, 3]


async def test_what_was_sent_is_marked_however_long_the_database_is_away(desk: FakeDesk, chats: Chats) -> None:
    desk.parcel(MEI, MarkingFailed(1))
    desk.away = 3
    await once(Courier(desk, chats))
    assert desk.done == [1]
    assert chats.shown[MEI] == [MarkingFailed(1)]


async def test_an_error_of_ours_harms_one_chat_and_tells_no_words(
    desk: FakeDesk, chats: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    desk.parcel(MEI, MarkingFailed(1))
    desk.parcel(ALI, MarkingFailed(2))
    chats.trouble[MEI] = [ValueError("the words of a learner")]
    with caplog.at_level(logging.DEBUG):
        await once(Courier(desk, chats))
    assert desk.done == [2]
    assert "ValueError" in caplog.text
    assert "the words of a learner" not in caplog.text


async def test_told_to_stop_it_finishes_what_it_is_sending(desk: FakeDesk, chats: Chats) -> None:
    chats.gates[MEI] = asyncio.Event()
    desk.parcel(MEI, MarkingFailed(1))
    desk.parcel(MEI, MarkingFailed(2))
    running = asyncio.create_task(Courier(desk, chats, pause=0.01).run())
    await _until(lambda: chats.waiting == [MEI])
    running.cancel()
    await asyncio.sleep(0.05)
    chats.gates[MEI].set()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert desk.done == [1], "the first was under way; the second waits for the next start"
    assert chats.shown[MEI] == [MarkingFailed(1)]


async def test_status_follows_the_work_and_somebody_types(
    desk: FakeDesk, chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_PLACE_SECONDS", "_TYPING_SECONDS"):  # all of it happens within these, however slow the machine is
        monkeypatch.setattr(f"bots.courier.{name}", 3600.0)
    courier = Courier(desk, chats)
    for notice in (Queued(1, 250, "W2", 3), Queued(1, 250, "W2", 2), Working(1), Marked(1)):
        desk.statuses = [LiveStatus(MEI, notice, not isinstance(notice, Marked))]
        await once(courier)
    assert chats.shown[MEI] == [Queued(1, 250, "W2", 3), Working(1), Marked(1)], "places in the queue are not all news"
    assert chats.typed == [MEI], "once in four seconds is enough"


async def test_a_status_that_cannot_be_shown_harms_nothing(desk: FakeDesk, chats: Chats) -> None:
    desk.statuses = [LiveStatus(MEI, Working(1), working=True), LiveStatus(ALI, Working(2), working=True)]
    chats.trouble[MEI] = [TryAgain("429", timedelta(seconds=30))]
    courier = Courier(desk, chats)
    await once(courier)
    assert chats.shown[ALI] == [Working(2)]
    await once(courier)
    assert chats.shown[MEI] == [Working(1)]


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
