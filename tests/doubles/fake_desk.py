"""A front desk that is told what to say, and writes down what it was asked: for tests of couriers and front ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bots.desk.exam_questions import ExamQuestionDesk
from bots.desk.frontdesk import FrontDesk, LiveStatus, Parcel, SlotFill
from bots.desk.groups import GroupDesk
from bots.desk.latency import Stopwatch
from bots.desk.preferences import PreferenceDesk
from bots.desk.privacy import PrivacyDesk
from bots.desk.report_questions import ReportQuestionDesk
from bots.desk.settings import SettingsDesk
from bots.desk.speaking import SpeakingDesk
from bots.desk.tasks import TaskDesk
from bots.desk.visuals import VisualDesk
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.learners import Line
from engine.ielts.notices import Notice
from engine.ielts.speaking.notices import ExaminerStep
from engine.ielts.speaking.questions import CueCard
from engine.ports import VoiceNote


class FakeReportQuestionDesk(ReportQuestionDesk):
    """The verbs of questions, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def why(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("why", *arguments)

    def ask(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("ask", *arguments)


class FakeExamQuestionDesk(ExamQuestionDesk):
    """The verb of questions about the exam."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def ask(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("ask_exam", *arguments)


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

    def shown(self, notice: ExaminerStep) -> None:
        self._desk.calls.append(("shown", (notice,)))

    def timed(self, watch: Stopwatch) -> None:
        self._desk.calls.append(("timed", (watch,)))

    def note(self, line: Line | str) -> VoiceNote | None:
        return self.notes.get(line.text if isinstance(line, Line) else line)

    def card(self, card: CueCard) -> bytes:
        return f"picture of {card.id}".encode()


class FakeGroupDesk(GroupDesk):
    """The verbs of groups, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.prompts: set[str] = set()

    def asked(self, message: ChatMessage, *, newest: bool = False) -> bool:  # noqa: ARG002 - the desk's signature
        return message.reply_to in self.prompts

    def answered(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("answered", *arguments)

    def daily(self, *arguments: Any, admin: bool) -> tuple[Notice, ...]:
        return self._desk._call("daily", *arguments, admin)

    def daily_pressed(self, *arguments: Any, admin: bool) -> tuple[Notice, ...]:
        return self._desk._call("daily_pressed", *arguments, admin)

    def choose(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("choose", *arguments)

    def share(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("share", *arguments)

    def challenge(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("challenge", *arguments)

    def challenge_pressed(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("challenge_pressed", *arguments)

    def challenge_goes_on(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("challenge_goes_on", *arguments)

    def left(self, address: ChatAddress) -> None:
        self._desk.calls.append(("left", (address,)))

    def joined(self, address: ChatAddress) -> None:
        self._desk.calls.append(("joined", (address,)))


class FakeSettingsDesk(SettingsDesk):
    """The verbs of settings, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def show(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("settings", *arguments)

    def pressed(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("settings pressed", *arguments)


class FakePreferenceDesk(PreferenceDesk):
    """The verbs of thumbs and better comments, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def thumb(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("thumb", *arguments)

    def better(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("better", *arguments)

    def call_off(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("call_off", *arguments)


class FakePrivacyDesk(PrivacyDesk):
    """The verbs of what is kept, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def show(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("privacy", *arguments)

    def export(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("export", *arguments)

    def forget(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("forget", *arguments)

    def history(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("history", *arguments)

    def stats(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("stats", *arguments)

    def pressed(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("privacy pressed", *arguments)


class FakeTaskDesk(TaskDesk):
    """The verb of tasks, told and written down as the desk's own is."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def give(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("task", *arguments)


class FakeVisualDesk(VisualDesk):
    """The verbs of a learner's own visual, told and written down as the desk's own are."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def typed(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._desk._call("typed", *arguments)


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
        self.languages: dict[str, str] = {}
        self.slots: dict[tuple[ChatAddress, str], SlotFill] = {}
        self.moves: list[tuple[str, str]] = []
        self.speaking = FakeSpeakingDesk(self)
        self.report_questions = FakeReportQuestionDesk(self)
        self.preferences = FakePreferenceDesk(self)
        self.exam_questions = FakeExamQuestionDesk(self)
        self.groups = FakeGroupDesk(self)
        self.settings = FakeSettingsDesk(self)
        self.tasks = FakeTaskDesk(self)
        self.visuals = FakeVisualDesk(self)
        self.privacy = FakePrivacyDesk(self)

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

    def form(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("form", *arguments)

    def language(self, person: Person) -> str | None:
        return self.languages.get(person.user_id)

    def standing(self, _: Platform, name: str, __: timedelta) -> tuple[tuple[ChatAddress, SlotFill], ...]:
        return tuple((address, fill) for (address, slot), fill in self.slots.items() if slot == name)

    def file(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("file", *arguments)

    def recording(self, *arguments: Any) -> tuple[Notice, ...]:
        return self._call("voice", *arguments)

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

    def hold_slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        return self.slots.get((address, name))

    def let_slot_go(self, address: ChatAddress, name: str) -> None:
        """Nobody else would fill it here."""

    def fill_slot(self, address: ChatAddress, name: str, message_id: str, digest: str) -> None:
        self.slots[address, name] = SlotFill(message_id, digest)

    def chat_moved(self, old: ChatAddress, new: ChatAddress) -> None:
        self.moves.append((old.chat_id, new.chat_id))
