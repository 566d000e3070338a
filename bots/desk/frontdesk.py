"""The platform-neutral verbs: something arrives, and there is something to say; something is due, and it goes out.

Front ends call these from their own threads (``asyncio.to_thread``): every call is short, opens its own transaction
and is safe to repeat, because chat platforms repeat themselves after a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bots.desk.door import at_the_door
from bots.desk.enqueueing import enqueue
from bots.desk.exam_questions import ExamQuestionDesk
from bots.desk.groups import GroupDesk
from bots.desk.preferences import PreferenceDesk
from bots.desk.privacy import PrivacyDesk
from bots.desk.report_questions import ReportQuestionDesk
from bots.desk.settings import SettingsDesk
from bots.desk.speaking import SpeakingDesk
from bots.desk.tasks import TaskDesk
from bots.desk.visuals import VisualDesk
from engine.documents.pictures import kind_of_picture
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.learner_notices import Reminder
from engine.ielts.notices import Accuracy, Help, Notice, Refused, ReportView, UnknownCommand, Welcome
from engine.ielts.speaking.notices import ExaminerStep
from engine.marking.writing.visuals.shipped import ShippedPictures
from engine.ports import JobQueue, Work
from engine.practice import delivery, intake, preferences
from engine.practice.conversation import is_answer_or_question
from engine.practice.delivery import LiveStatus, Parcel
from engine.practice.reports import open_view
from engine.practice.visuals import keep_picture
from engine.settings import Settings
from engine.store.outbox import SlotFill
from engine.store.store import Store, Transaction
from engine.wiring import open_store
from worker.jobs import CeleryJobQueue

__all__ = ["FrontDesk", "LiveStatus", "Parcel", "SlotFill"]
Notices = tuple[Notice, ...]
_GONE = timedelta(days=1)
_FILLED_WITHIN = timedelta(seconds=15)
"""So long a bot may take to send what will stand in a slot; of one that was killed meanwhile it comes that much later."""
_STEPS = 20
_NO_ESSAY = frozenset({"too-short", "empty"})


class FrontDesk:
    """One desk a process.

    Arrivals return what to show in that chat and raise nothing for a learner's mistake (it becomes a ``Refused``).

    Raises:
        TryAgain: from any method, when the database is away: nothing was taken in, the platform should deliver again.
    """

    def __init__(self, store: Store, jobs: JobQueue, settings: Settings) -> None:
        self._store = store
        self._jobs = jobs
        self._settings = settings
        self.speaking = SpeakingDesk(store, jobs, settings)
        self.report_questions = ReportQuestionDesk(store, jobs, settings)
        self.preferences = PreferenceDesk(store, settings)
        self.exam_questions = ExamQuestionDesk(store, settings)
        self.groups = GroupDesk(store, jobs, settings)
        self.settings = SettingsDesk(store, settings)
        self.tasks = TaskDesk(store, settings, ShippedPictures())
        self.visuals = VisualDesk(store, jobs, settings)
        self.privacy = PrivacyDesk(store, settings, self.speaking.finish_ahead)

    @classmethod
    def open(cls, settings: Settings) -> FrontDesk:
        """The desk on the database and broker that the settings name."""
        return cls(open_store(settings), CeleryJobQueue(settings), settings)

    def close(self) -> None:
        """Give connections back."""
        self.speaking.close()
        self._store.close()

    @at_the_door
    def started(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002 - every verb has both
        """The learner pressed Start."""
        return (Welcome(),)

    @at_the_door
    def helped(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002
        """The learner asked for help."""
        return (Help(),)

    @at_the_door
    def unknown_command(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002
        """A command that does not exist."""
        return (UnknownCommand(),)

    @at_the_door
    def accuracy(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002
        """How wrong is the scorer?"""
        from engine.marking.writing.accuracy import published

        found = published()
        return (
            Accuracy(found.scorer, found.essays, found.mean_error, found.bias, found.within_half, found.within_one),
        )

    @at_the_door
    def text(self, message: ChatMessage) -> Notices:
        """A text message, new or edited.

        It is an answer to a group's prompt, a better comment that is waited for, an answer in an open Speaking test, or
        else an essay.
        """
        return self._text(message)

    @at_the_door
    def form(self, message: ChatMessage, code: str, prompt: str | None, file: ChatFile | None = None) -> Notices:
        """A form with a whole essay, written there or in a file: its task, and its question where the learner has it."""
        from engine.documents.reading import extract_text

        if file is not None:
            try:
                written = extract_text(file, max_bytes=self._settings.max_file_bytes)
            except LearnerMistake as mistake:
                return (Refused(mistake.reason, mistake.facts),)
            message = replace(message, text=written)
        return self._take_in(lambda tx: intake.receive_form(tx, self._settings, message, code, prompt))

    @at_the_door
    def file(self, message: ChatMessage, file: ChatFile) -> Notices:
        """A document. ``message.text`` is its caption: the question, where the learner wrote it there.

        A picture is kept as the visual of a Task 1, and a caption that is long enough for one is an answer.
        """
        from engine.documents.reading import extract_text

        if kind_of_picture(file.data) is not None:
            return self._picture(message, file)
        with self._store.transaction() as tx:
            known = tx.intake.of_message(message.address, message.message_id, message.revision)
            if known is not None:
                return intake.status(tx, known)
        try:
            written = extract_text(file, max_bytes=self._settings.max_file_bytes)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        caption = message.text.strip()
        whole = f"{caption}\n\n{written}" if caption else written
        return self._text(replace(message, text=whole))

    @at_the_door
    def file_too_big(self, message: ChatMessage, size: int) -> Notices:  # noqa: ARG002
        """A document that was not even fetched; ``size`` in bytes."""
        limit = round(self._settings.max_file_bytes / 1_000_000, 1)
        return (Refused("file-too-big", {"megabytes": round(size / 1_000_000, 1), "limit": limit}),)

    def recording(self, message: ChatMessage, file: ChatFile, claimed: float | None = None) -> Notices:
        """A voice note or another recording: an answer to a group's prompt or in a Speaking test.

        A reply to a prompt answers that; where no test is open, any other recording answers the newest prompt.
        ``claimed`` is its length in seconds as the platform says.
        """
        if len(file.data) > self.speaking.most_bytes:
            return self.speaking.recording_too_big(message, len(file.data))
        if self.groups.asked(message):
            return self.groups.answered(message, file.data)
        notices = self.speaking.voice(message, file, claimed)
        refused = any(isinstance(each, Refused) and each.reason == "no-test" for each in notices)
        return (
            self.groups.answered(message, file.data) if refused and self.groups.asked(message, newest=True) else notices
        )

    @at_the_door
    def unsupported(self, message: ChatMessage, kind: str) -> Notices:  # noqa: ARG002
        """A sticker, a voice note, or something else that is no essay."""
        return (Refused(kind if kind in ("sticker", "voice") else "unsupported-file"),)

    @at_the_door
    def task_chosen(self, address: ChatAddress, person: Person, submission_id: int, code: str) -> Notices:
        """A task's button was pressed."""
        return self._take_in(
            lambda tx: intake.choose_task(
                tx, self._settings.quotas_for(person.name), address, person, submission_id, code
            )
        )

    @at_the_door
    def prompt_skipped(self, address: ChatAddress, person: Person, submission_id: int) -> Notices:
        """The learner has no question to send."""
        return self._take_in(
            lambda tx: intake.skip_prompt(tx, self._settings.quotas_for(person.name), address, person, submission_id)
        )

    @at_the_door
    def withdrawn(self, address: ChatAddress, person: Person, submission_id: int | None = None) -> Notices:
        """The learner takes an essay back; without an id, the last one that is not being marked.

        Where a better comment is waited for, that is what is called off first.
        """
        if submission_id is None:
            with self._store.transaction() as tx:
                called_off = preferences.call_off(tx, person)
            if called_off.waited:
                return (called_off,)
        return self._take_in(lambda tx: intake.withdraw(tx, address, person, submission_id))

    @at_the_door
    def view(self, address: ChatAddress, person: Person, submission_id: int, view: str) -> Notices:
        """A part of a report was opened."""
        try:
            with self._store.transaction() as tx:
                opened: ReportView = open_view(tx, address, person, submission_id, view)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        return (opened,)

    def due(self, platform: Platform, limit: int = 20) -> tuple[Parcel, ...]:
        """Parcels to deliver now, leased for ``settings.delivery_lease``: at most ``limit`` after the steps of Speaking tests.

        A candidate who waits for the examiner is held up by nothing else that is due.
        """
        lease = self._settings.delivery_lease
        steps = self.speaking.due(platform, _STEPS, lease)
        return (*steps, *delivery.due(self._store, platform, limit, lease))

    def delivered(self, parcel: Parcel) -> None:
        """It has reached the chat."""
        if isinstance(parcel.notice, ExaminerStep):
            self.speaking.shown(parcel.notice)
            return
        with self._store.transaction() as tx:
            tx.outbox.delivered(parcel.id)

    def postpone(self, parcel: Parcel, after: timedelta) -> None:
        """Not now."""
        if parcel.step is not None:
            self.speaking.put_off(parcel, after)
            return
        with self._store.transaction() as tx:
            tx.outbox.postpone(parcel.id, parcel.lease, after)

    def undeliverable(self, parcel: Parcel, why: str) -> None:
        """Never: the chat is gone or the bot was blocked. ``why`` is a word of ours, not the platform's text."""
        if parcel.step is not None:
            self.speaking.put_off(parcel, _GONE)
            return
        with self._store.transaction() as tx:
            tx.outbox.give_up(parcel.id, why)
            self.groups.undeliverable(tx, parcel, why)
            if isinstance(parcel.notice, Reminder):
                tx.learners.remind_no_more(parcel.id)

    def live(self, platform: Platform) -> tuple[LiveStatus, ...]:
        """Status messages that may have to change."""
        return delivery.live(self._store, platform)

    def slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        """The message that stands in a slot."""
        with self._store.transaction() as tx:
            return tx.outbox.slot(address, name)

    def hold_slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        """The message that stands in a slot; ``None``: none does, and the caller is to fill it or to let it go.

        Raises:
            TryAgain: another bot is filling it, or the database is away.
        """
        with self._store.transaction() as tx:
            return tx.outbox.hold(address, name, _FILLED_WITHIN)

    def let_slot_go(self, address: ChatAddress, name: str) -> None:
        """A slot that was held is not filled after all."""
        with self._store.transaction() as tx:
            tx.outbox.let_go(address, name)

    def take_update(self, platform: Platform, number: int) -> bool:
        """Whether this bot is to handle an update; ``False``: it was handled.

        Raises:
            TryAgain: another bot is at it, or the database is away.
        """
        with self._store.transaction() as tx:
            return tx.updates.take(platform, number)

    def update_done(self, platform: Platform, number: int) -> None:
        """An update was handled."""
        with self._store.transaction() as tx:
            tx.updates.done(platform, number)

    def let_update_go(self, platform: Platform, number: int) -> None:
        """An update was not handled: it comes again."""
        with self._store.transaction() as tx:
            tx.updates.let_go(platform, number)

    def standing(self, platform: Platform, name: str, within: timedelta) -> tuple[tuple[ChatAddress, SlotFill], ...]:
        """What was put into the slots of this name, wherever, within so much time."""
        with self._store.transaction() as tx:
            return tuple(tx.outbox.standing(platform, name, tx.now - within))

    def language(self, person: Person) -> str | None:
        """The language of somebody whose message does not tell it."""
        with self._store.transaction() as tx:
            return tx.intake.language(person)

    def fill_slot(self, address: ChatAddress, name: str, message_id: str, digest: str) -> None:
        """A message now stands in a slot."""
        with self._store.transaction() as tx:
            tx.outbox.fill(address, name, SlotFill(message_id, digest))

    def chat_moved(self, old: ChatAddress, new: ChatAddress) -> None:
        """The platform gave a chat another id: what waits goes there, reports open there, daily practice goes on there."""
        with self._store.transaction() as tx:
            tx.outbox.move(old, new)
            tx.groups.move(old, new)

    def _picture(self, message: ChatMessage, file: ChatFile) -> Notices:
        if self.groups.asked(message):
            return (Refused("picture"),)
        try:
            with self._store.transaction() as tx:
                kept = keep_picture(tx, message, file.data, self._settings.max_file_bytes)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        return (kept, *self._text(message)) if is_answer_or_question(message.text) else (kept,)

    def _text(self, message: ChatMessage) -> Notices:
        if self.groups.asked(message):
            return self.groups.answered(message)
        suggested = self.preferences.text(message)
        if suggested is not None:
            return suggested
        answered = self.speaking.text(message)
        if answered is not None:
            return answered
        settings = self._settings.quotas_for(message.sender.name)
        notices = self._take_in(lambda tx: intake.receive_text(tx, settings, message))
        if any(isinstance(each, Refused) and each.reason in _NO_ESSAY for each in notices):
            # Whoever has a test on a break and writes a few words means the examiner.
            return self.speaking.on_break(message) or notices
        return notices

    def _take_in(self, decide: Callable[[Transaction], intake.Received]) -> Notices:
        with self._store.transaction() as tx:
            received = decide(tx)
        enqueue(self._jobs, () if received.call is None else ((Work.MARK, received.call),))
        return received.notices
