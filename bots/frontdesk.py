"""The platform-neutral verbs: something arrives, and there is something to say; something is due, and it goes out.

Front ends call these from their own threads (``asyncio.to_thread``): every call is short, opens its own transaction
and is safe to repeat, because chat platforms repeat themselves after a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bots.aside_desk import AsideDesk
from bots.ringing import ring
from bots.speaking_desk import SpeakingDesk
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.notices import Accuracy, Help, Notice, Refused, ReportView, UnknownCommand, Welcome
from engine.ielts.speaking_notices import ExaminerStep
from engine.ports import Bell, Work
from engine.practice import delivery, intake
from engine.practice.delivery import LiveStatus, Parcel
from engine.practice.reports import open_view
from engine.settings import Settings
from engine.store.outbox import SlotFill
from engine.store.store import Store, Transaction
from engine.wiring import open_store
from worker.jobs import CeleryBell

__all__ = ["FrontDesk", "LiveStatus", "Parcel", "SlotFill"]
Notices = tuple[Notice, ...]
_GONE = timedelta(days=1)


class FrontDesk:
    """One desk a process.

    Arrivals return what to show in that chat and raise nothing for a learner's mistake (it becomes a ``Refused``).

    Raises:
        TryAgain: from any method, when the database is away: nothing was taken in, the platform should deliver again.
    """

    def __init__(self, store: Store, bell: Bell, settings: Settings) -> None:
        self._store = store
        self._bell = bell
        self._settings = settings
        self.speaking = SpeakingDesk(store, bell, settings)
        self.asides = AsideDesk(store, bell, settings)

    @classmethod
    def open(cls, settings: Settings) -> FrontDesk:
        """The desk on the database and broker that the settings name."""
        return cls(open_store(settings), CeleryBell(settings), settings)

    def close(self) -> None:
        """Give connections back."""
        self.speaking.close()
        self._store.close()

    def started(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002 - every verb has both
        """The learner pressed Start."""
        return (Welcome(),)

    def helped(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002
        """The learner asked for help."""
        return (Help(),)

    def unknown_command(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002
        """A command that does not exist."""
        return (UnknownCommand(),)

    def accuracy(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002
        """How wrong is the scorer?"""
        from engine.marking.accuracy import published

        found = published()
        return (
            Accuracy(found.scorer, found.essays, found.mean_error, found.bias, found.within_half, found.within_one),
        )

    def text(self, message: ChatMessage) -> Notices:
        """A text message, new or edited: an answer in a Speaking test where one is open, else an essay."""
        answered = self.speaking.text(message)
        if answered is not None:
            return answered
        return self._take_in(lambda tx: intake.receive_text(tx, self._settings, message))

    def file(self, message: ChatMessage, file: ChatFile) -> Notices:
        """A document. ``message.text`` is its caption: the question, where the learner wrote it there."""
        from engine.practice.documents import extract_text

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
        return self.text(
            ChatMessage(
                message.address,
                message.sender,
                message.message_id,
                whole,
                message.sent_at,
                message.revision,
                message.reply_to,
            )  # fmt: skip
        )

    def file_too_big(self, message: ChatMessage, size: int) -> Notices:  # noqa: ARG002
        """A document that was not even fetched; ``size`` in bytes."""
        limit = round(self._settings.max_file_bytes / 1_000_000, 1)
        return (Refused("file-too-big", {"megabytes": round(size / 1_000_000, 1), "limit": limit}),)

    def unsupported(self, message: ChatMessage, kind: str) -> Notices:  # noqa: ARG002
        """A picture, a sticker, a voice note, or something else that is no essay."""
        return (Refused(kind if kind in ("picture", "sticker", "voice") else "unsupported-file"),)

    def task_chosen(self, address: ChatAddress, person: Person, submission_id: int, code: str) -> Notices:
        """A task's button was pressed."""
        return self._take_in(lambda tx: intake.choose_task(tx, self._settings, address, person, submission_id, code))

    def prompt_skipped(self, address: ChatAddress, person: Person, submission_id: int) -> Notices:
        """The learner has no question to send."""
        return self._take_in(lambda tx: intake.skip_prompt(tx, self._settings, address, person, submission_id))

    def withdrawn(self, address: ChatAddress, person: Person, submission_id: int | None = None) -> Notices:
        """The learner takes an essay back; without an id, the last one that is not being marked."""
        return self._take_in(lambda tx: intake.withdraw(tx, address, person, submission_id))

    def view(self, address: ChatAddress, person: Person, submission_id: int, view: str) -> Notices:
        """A part of a report was opened."""
        try:
            with self._store.transaction() as tx:
                opened: ReportView = open_view(tx, address, person, submission_id, view)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        return (opened,)

    def due(self, platform: Platform, limit: int = 20) -> tuple[Parcel, ...]:
        """Parcels to deliver now, leased for ``settings.delivery_lease``: steps of Speaking tests first."""
        lease = self._settings.delivery_lease
        steps = self.speaking.due(platform, limit, lease)
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

    def live(self, platform: Platform) -> tuple[LiveStatus, ...]:
        """Status messages that may have to change."""
        return delivery.live(self._store, platform)

    def slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        """The message that stands in a slot."""
        with self._store.transaction() as tx:
            return tx.outbox.slot(address, name)

    def fill_slot(self, address: ChatAddress, name: str, message_id: str, digest: str) -> None:
        """A message now stands in a slot."""
        with self._store.transaction() as tx:
            tx.outbox.fill(address, name, SlotFill(message_id, digest))

    def chat_moved(self, old: ChatAddress, new: ChatAddress) -> None:
        """The platform gave a chat another id: reports that wait go there, and those that went there open there."""
        with self._store.transaction() as tx:
            tx.outbox.move(old, new)

    def _take_in(self, decide: Callable[[Transaction], intake.Received]) -> Notices:
        with self._store.transaction() as tx:
            received = decide(tx)
        ring(self._bell, () if received.ring is None else ((Work.MARK, received.ring),))
        return received.notices
