"""A front desk that is told what to say, and writes down what it was asked: for tests of couriers and front ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bots.aside_desk import AsideDesk
from bots.frontdesk import FrontDesk, LiveStatus, Parcel, SlotFill
from bots.latency import Stopwatch
from bots.speaking_desk import SpeakingDesk
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Notice
from engine.ielts.questions import CueCard
from engine.ielts.speaking_notices import ExaminerStep
from engine.ports import VoiceNote


class FakeAsideDesk(AsideDesk):
    """The verbs of questions, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def why(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("why", *arguments)

    def ask(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("ask", *arguments)


class FakeSpeakingDesk(SpeakingDesk):
    """The verbs of Speaking, told and written down as the desk's own are."""

    most_bytes = 1_000_000

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.notes: dict[str, VoiceNote] = {}

    def begin(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("begin", *arguments)

    def drill(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("drill", *arguments)

    def voice(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("voice", *arguments)

    def recording_too_big(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("recording_too_big", *arguments)

    def said(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("said", *arguments)

    def command(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("command", *arguments)

    def view(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("speaking view", *arguments)

    def privacy(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("privacy", *arguments)

    def shown(self, notice: ExaminerStep) -> None:
        self._desk.calls.append(("shown", (notice,)))

    def timed(self, watch: Stopwatch) -> None:
        self._desk.calls.append(("timed", (watch,)))

    def note(self, text: str) -> VoiceNote | None:
        return self.notes.get(text)

    def card(self, card: CueCard) -> bytes:
        return f"picture of {card.id}".encode()


class FakeDesk(FrontDesk):
    """``calls`` holds every verb and its arguments; ``says`` what the next verbs answer; ``away``: no database."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.says: list[Sequence[Notice]] = []
        self.away = 0
        self.waiting: list[Parcel] = []
        self.statuses: list[LiveStatus] = []
        self.done: list[int] = []
        self.later: list[tuple[int, timedelta]] = []
        self.never: list[tuple[int, str]] = []
        self.slots: dict[tuple[ChatAddress, str], SlotFill] = {}
        self.moves: list[tuple[str, str]] = []
        self.speaking = FakeSpeakingDesk(self)
        self.asides = FakeAsideDesk(self)

    def parcel(self, address: ChatAddress, notice: Notice, reply_to: str | None = None) -> Parcel:
        """Put a notice into the outbox."""
        parcel = Parcel(len(self.waiting) + 1, "lease", address, notice, reply_to, 1)
        self.waiting.append(parcel)
        return parcel

    def verbs(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every call of one verb."""
        return [arguments for verb, arguments in self.calls if verb == name]

    def _call(self, verb: str, *arguments: Any) -> tuple[Notice, ...]:
        if self.away:
            self.away -= 1
            raise TryAgain("the database is away", timedelta(seconds=0.01))
        self.calls.append((verb, arguments))
        return tuple(self.says.pop(0)) if self.says else ()

    def started(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("started", *arguments)

    def helped(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("helped", *arguments)

    def unknown_command(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("unknown_command", *arguments)

    def accuracy(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("accuracy", *arguments)

    def text(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("text", *arguments)

    def file(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("file", *arguments)

    def file_too_big(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("file_too_big", *arguments)

    def unsupported(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("unsupported", *arguments)

    def task_chosen(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("task_chosen", *arguments)

    def prompt_skipped(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("prompt_skipped", *arguments)

    def withdrawn(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("withdrawn", *arguments)

    def view(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("view", *arguments)

    def due(self, platform: Platform, limit: int = 20) -> tuple[Parcel, ...]:
        gone = {*self.done, *(number for number, _ in self.later), *(number for number, _ in self.never)}
        return tuple(
            parcel for parcel in self.waiting if parcel.id not in gone and parcel.address.platform is platform
        )[:limit]

    def delivered(self, parcel: Parcel) -> None:
        if self.away:
            self.away -= 1
            raise TryAgain("the database is away", timedelta(seconds=0.01))
        self.done.append(parcel.id)

    def postpone(self, parcel: Parcel, after: timedelta) -> None:
        self.later.append((parcel.id, after))

    def undeliverable(self, parcel: Parcel, why: str) -> None:
        self.never.append((parcel.id, why))

    def live(self, platform: Platform) -> tuple[LiveStatus, ...]:
        return tuple(status for status in self.statuses if status.address.platform is platform)

    def slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        return self.slots.get((address, name))

    def fill_slot(self, address: ChatAddress, name: str, message_id: str, digest: str) -> None:
        self.slots[address, name] = SlotFill(message_id, digest)

    def chat_moved(self, old: ChatAddress, new: ChatAddress) -> None:
        self.moves.append((old.chat_id, new.chat_id))
