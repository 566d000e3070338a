"""Takes what waits in the outbox to the chats, and keeps status messages in step with the work.

A parcel is sent, then marked: killed in between, it is sent once more, and that is the one gap in which a learner can
get a report twice (the other side of it: an answer of the platform's that is lost on its way to us). Nothing stands
between the two but the call itself, and a courier that is told to stop finishes what it holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from bots.desk.frontdesk import FrontDesk, LiveStatus, Parcel
from engine.errors import BandmateError, TryAgain
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Notice, Queued
from engine.telemetry.about import about
from engine.telemetry.traces import span

log = logging.getLogger(__name__)

_STALE_SECONDS = 40.0  # of the minute that a parcel is leased: one held longer is left for a later round
_MOST_TAKEN = 20
_OF_ONE_CHAT = 3
_MOST_HELD = 40  # parcels: a thousand prompts of one minute wait in the database, where what is urgent overtakes them
_PLACE_SECONDS = 2.0  # a place in the queue is news this often; everything else at once
_TYPING_SECONDS = 4.0  # chats show "typing" for about five
_LAST_SECONDS = 10.0
_LONGEST_BACKOFF = timedelta(minutes=10)


class Undeliverable(BandmateError):
    """The chat is gone or the bot is not welcome in it: ``why`` is one of our own words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Sender(Protocol):
    """A platform's way of showing a notice in a chat."""

    platform: Platform

    async def show(
        self, address: ChatAddress, notice: Notice, *, answering: str | None = None, language: str | None = None
    ) -> None:
        """Show it, in its slot's message where it has one, as an answer to the message ``answering``.

        Raises:
            TryAgain: not now.
            Undeliverable: never.
        """

    async def typing(self, address: ChatAddress) -> None:
        """Show that somebody is writing; failing to is nothing."""


@dataclass(frozen=True, slots=True)
class _Held:
    parcel: Parcel
    since: float


class Courier:
    """One platform's round: parcels first, then status messages; again after ``pause`` seconds.

    Each chat is served by a task of its own, in order, so that a slow one delays nobody else.
    """

    def __init__(self, desk: FrontDesk, sender: Sender, pause: float = 0.3) -> None:
        self._desk = desk
        self._sender = sender
        self._pause = pause
        self._held: dict[int, _Held] = {}
        self._lines: dict[ChatAddress, deque[_Held]] = {}
        self._refreshing: set[ChatAddress] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._typed: dict[ChatAddress, float] = {}
        self._placed: dict[tuple[ChatAddress, str | None], float] = {}

    async def run(self) -> None:
        """Go round until cancelled, then finish what is under way. A database that is away is waited for."""
        try:
            while True:
                try:
                    await self.round()
                except TryAgain as trouble:
                    log.warning("courier: %s", trouble)
                    await asyncio.sleep(trouble.after.total_seconds())
                await asyncio.sleep(self._pause)
        finally:
            for line in self._lines.values():
                line.clear()
            await self.settled(_LAST_SECONDS)

    async def round(self) -> None:
        """Start serving every chat for which there is something and which is not being served.

        Raises:
            TryAgain: the database is away.
        """
        # A chat that is slow, or that is sent a great deal, must not keep the others from being served.
        held = sum(min(len(line) + 1, _OF_ONE_CHAT) for line in self._lines.values())
        room = max(0, min(_MOST_TAKEN, _MOST_HELD - held))
        for parcel in await asyncio.to_thread(self._desk.due, self._sender.platform, room):
            self._hold(parcel)
        standing: dict[ChatAddress, list[LiveStatus]] = {}
        for status in await asyncio.to_thread(self._desk.live, self._sender.platform):
            standing.setdefault(status.address, []).append(status)
        for address, statuses in standing.items():
            if address not in self._refreshing:
                self._refreshing.add(address)
                self._start(self._refresh(address, statuses))
        self._forget()

    async def settled(self, within: float | None = None) -> None:
        """Until every chat has been served, or for so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)

    def _hold(self, parcel: Parcel) -> None:
        if parcel.id in self._held:
            return
        held = self._held[parcel.id] = _Held(parcel, asyncio.get_running_loop().time())
        line = self._lines.get(parcel.address)
        if line is not None:
            line.append(held)
            return
        self._lines[parcel.address] = deque([held])
        self._start(self._serve(parcel.address))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Whatever it held comes again when its lease runs out. The error's own words may be a learner's.
            log.error("courier: %s", type(error).__name__)

    async def _serve(self, address: ChatAddress) -> None:
        line = self._lines[address]
        try:
            while line:
                held = line.popleft()
                try:
                    if asyncio.get_running_loop().time() - held.since < _STALE_SECONDS:
                        await self._deliver(held.parcel)
                finally:
                    self._held.pop(held.parcel.id, None)
        finally:
            for left in self._lines.pop(address):
                self._held.pop(left.parcel.id, None)

    async def _deliver(self, parcel: Parcel) -> None:
        with about(parcel.job), span("deliver", platform=parcel.address.platform) as tell:
            tell(outcome=await self._show(parcel))

    async def _show(self, parcel: Parcel) -> str:
        """Show it and write down what came of it, which is returned."""
        try:
            await self._sender.show(parcel.address, parcel.notice, answering=parcel.reply_to, language=parcel.language)
        except TryAgain as trouble:
            backoff = min(timedelta(seconds=2 ** min(parcel.attempts, 10)), _LONGEST_BACKOFF)
            await asyncio.to_thread(self._desk.postpone, parcel, max(trouble.after, backoff))
            log.info("parcel %d: postponed (%s)", parcel.id, trouble)
            return "postponed"
        except Undeliverable as never:
            await asyncio.to_thread(self._desk.undeliverable, parcel, never.why)
            log.info("parcel %d: undeliverable (%s)", parcel.id, never.why)
            return "undeliverable"
        await self._mark(parcel)
        log.info("parcel %d: delivered", parcel.id)
        return "delivered"

    async def _mark(self, parcel: Parcel) -> None:
        """It is in the chat: the database hears of it, however long that takes, or it would be sent again."""
        while True:
            try:
                await asyncio.to_thread(self._desk.delivered, parcel)
            except TryAgain as trouble:
                await asyncio.sleep(trouble.after.total_seconds())
            else:
                return

    async def _refresh(self, address: ChatAddress, statuses: list[LiveStatus]) -> None:
        # A status message is a courtesy: what cannot be shown now is shown in a later round.
        try:
            for status in statuses:
                with contextlib.suppress(TryAgain, Undeliverable):
                    if self._is_news(status):
                        await self._sender.show(address, status.notice, language=status.language)
                    if status.working and self._once(self._typed, address, _TYPING_SECONDS):
                        await self._sender.typing(address)
        finally:
            self._refreshing.discard(address)

    def _is_news(self, status: LiveStatus) -> bool:
        if not isinstance(status.notice, Queued):
            return True
        return self._once(self._placed, (status.address, status.notice.slot), _PLACE_SECONDS)

    def _once(self, times: dict[Any, float], key: object, every: float) -> bool:
        now = asyncio.get_running_loop().time()
        if now - times.get(key, -every) < every:
            return False
        times[key] = now
        return True

    def _forget(self) -> None:
        """Times that no longer hold anything back need no room."""
        now = asyncio.get_running_loop().time()
        for times in (self._typed, self._placed):
            for key in [key for key, at in times.items() if now - at > _TYPING_SECONDS]:
                del times[key]  # type: ignore[arg-type]
