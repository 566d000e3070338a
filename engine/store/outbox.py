"""The courier's side: what waits to be delivered, and the status messages that change as work proceeds."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.learners import Reader, reader_of
from engine.ielts.submissions import State
from engine.store.group_tables import AnswerRow, GroupRow
from engine.store.groups import POST
from engine.store.hearing import RATED
from engine.store.learners import preferences_of
from engine.store.speaking import Hearing, Standing
from engine.store.tables import (
    BEING_FILLED,
    LearnerRow,
    OutboxRow,
    ReportRow,
    SlotRow,
    SpeakingTestRow,
    SubmissionRow,
    TurnRow,
)

_FILLED_SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice to deliver, about an essay, a Speaking test, a group or the learner; ``body`` is the essay's report, if any.

    ``kind`` says what the notice is (``report``, ``failed``, ``rated``, ...); ``language`` is the one that the learner
    chose, or that their app said it uses, or the group's; ``reader`` is who reads it, ``None`` for a group's.
    """

    id: int
    lease: str
    kind: str
    submission_id: int | None
    test_id: int | None
    group_id: int | None
    learner_id: int | None
    address: ChatAddress
    reply_to: str | None
    body: str | None
    attempts: int
    language: str | None
    reader: Reader | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one submission stands; ``position`` 1 is next, 0 is no longer waiting."""

    submission_id: int
    address: ChatAddress
    state: State
    task: str
    words: int
    edited: bool
    position: int
    language: str | None


@dataclass(frozen=True, slots=True)
class SlotFill:
    """The message that now stands in a slot, and a digest of what it shows."""

    message_id: str
    digest: str


class OutboxRows:
    """Deliveries and slots."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def take(self, platform: Platform, limit: int, lease_for: timedelta) -> Sequence[Waiting]:
        """What is due on this platform, leased to the caller; another courier will not see it meanwhile.

        What a learner waits for goes before what a thousand groups are asked at the same minute.
        """
        whose = func.coalesce(OutboxRow.learner_id, SubmissionRow.learner_id, SpeakingTestRow.learner_id)
        rows = self._session.execute(
            select(OutboxRow, SubmissionRow.reply_to, ReportRow.body, LearnerRow, GroupRow.language)
            .outerjoin(SubmissionRow, SubmissionRow.id == OutboxRow.submission_id)
            .outerjoin(SpeakingTestRow, SpeakingTestRow.id == OutboxRow.test_id)
            .outerjoin(LearnerRow, LearnerRow.id == whose)
            .outerjoin(GroupRow, GroupRow.id == OutboxRow.group_id)
            .outerjoin(ReportRow, ReportRow.submission_id == OutboxRow.submission_id)
            .where(
                OutboxRow.platform == platform,
                OutboxRow.delivered_at.is_(None),
                OutboxRow.given_up.is_(None),
                OutboxRow.not_before <= self._now,
            )
            .order_by(OutboxRow.kind.startswith(f"{POST}:"), OutboxRow.id)
            .limit(limit)
            .with_for_update(of=OutboxRow, skip_locked=True)
        ).all()
        taken = []
        for row, reply_to, body, learner, spoken in rows:
            row.lease = secrets.token_hex(16)
            row.not_before = self._now + lease_for
            row.attempts += 1
            address = ChatAddress(Platform(row.platform), row.chat_id)
            learner_id, language, reader = self._read_by(learner, spoken)
            taken.append(
                Waiting(
                    id=row.id,
                    lease=row.lease,
                    kind=row.kind,
                    submission_id=row.submission_id,
                    test_id=row.test_id,
                    group_id=row.group_id,
                    learner_id=learner_id,
                    address=address,
                    reply_to=reply_to,
                    body=body,
                    attempts=row.attempts,
                    language=language,
                    reader=reader,
                )
            )
        return taken

    def _read_by(self, learner: LearnerRow | None, spoken: str | None) -> tuple[int | None, str | None, Reader | None]:
        """Whose a notice is, in which language and for which reader; one to a group is nobody's."""
        if learner is None:
            return None, spoken, None
        return learner.id, learner.language, reader_of(preferences_of(learner), self._now)

    def delivered(self, outbox_id: int) -> None:
        """It has reached the chat. Marked whoever holds the lease now: it must not be sent again.

        Recordings of a test whose report it was are erased, unless they are to be kept or another report is on its way.
        """
        self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, OutboxRow.delivered_at.is_(None))
            .values(delivered_at=self._now, lease=None)
        )
        self._erase_recordings(outbox_id)

    def postpone(self, outbox_id: int, lease: str, after: timedelta) -> None:
        """Not now: try again after a while."""
        self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, OutboxRow.lease == lease)
            .values(not_before=self._now + after, lease=None)
        )

    def give_up(self, outbox_id: int, why: str) -> None:
        """It can never be delivered: the chat is gone, or the bot was blocked."""
        self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, OutboxRow.delivered_at.is_(None))
            .values(given_up=why[:64], lease=None)
        )
        self._erase_recordings(outbox_id)

    def move(self, old: ChatAddress, new: ChatAddress) -> None:
        """A chat has another id now. Message ids begin anew there, so nothing answers an old one any more."""
        for table, values in (
            (SubmissionRow, {"chat_id": new.chat_id, "reply_to": None}),
            (OutboxRow, {"chat_id": new.chat_id}),
            (SpeakingTestRow, {"chat_id": new.chat_id}),
        ):
            self._session.execute(
                update(table).where(table.platform == old.platform, table.chat_id == old.chat_id).values(**values)
            )

    def progress(self, platform: Platform, finished_within: timedelta) -> Sequence[Progress]:
        """Every submission of this platform whose status message may have to change."""
        line = self._session.execute(
            select(SubmissionRow.id)
            .where(SubmissionRow.state.in_((State.QUEUED, State.WORKING)))
            .order_by(SubmissionRow.queued_at, SubmissionRow.id)
        ).scalars()
        place = {submission_id: index for index, submission_id in enumerate(line, 1)}
        rows = self._session.execute(
            select(SubmissionRow, LearnerRow.language)
            .join(LearnerRow, LearnerRow.id == SubmissionRow.learner_id)
            .where(
                SubmissionRow.platform == platform,
                SubmissionRow.state.in_((State.QUEUED, State.WORKING))
                | ((SubmissionRow.state == State.DONE) & (SubmissionRow.finished_at > self._now - finished_within)),
            )
            .order_by(SubmissionRow.queued_at, SubmissionRow.id)
        )
        return [
            Progress(
                row.id,
                ChatAddress(Platform(row.platform), row.chat_id),
                State(row.state),
                row.task or "W2",
                row.words,
                row.edited,
                place.get(row.id, 0),
                language,
            )
            for row, language in rows
        ]

    def slot(self, address: ChatAddress, name: str) -> SlotFill | None:
        """What stands in a slot."""
        row = self._session.get(SlotRow, (address.platform, address.chat_id, name))
        return None if row is None or row.message_id == BEING_FILLED else SlotFill(row.message_id, row.digest)

    def hold(self, address: ChatAddress, name: str, hold_for: timedelta) -> SlotFill | None:
        """What stands in a slot; ``None``: nothing does, and for so long nobody but the caller fills it.

        Two bots would otherwise both send what belongs there, before either has said that it did.

        Raises:
            TryAgain: another process is filling it.
        """
        if self._is_erased(name):
            return None
        key = (address.platform, address.chat_id, name)
        row = self._session.get(SlotRow, key, with_for_update=True)
        if row is not None and row.message_id != BEING_FILLED:
            return SlotFill(row.message_id, row.digest)
        if row is not None and row.updated_at > self._now - hold_for:
            raise TryAgain("another process is filling this slot", _FILLED_SOON)
        if row is not None:
            row.updated_at = self._now
            return None
        empty = SlotRow(platform=key[0], chat_id=key[1], name=name, message_id=BEING_FILLED, digest="")
        empty.updated_at = self._now
        try:
            with self._session.begin_nested():
                self._session.add(empty)
        except IntegrityError as error:
            raise TryAgain("another process is filling this slot", _FILLED_SOON) from error
        return None

    def let_go(self, address: ChatAddress, name: str) -> None:
        """A slot that was held was not filled after all."""
        here = (SlotRow.platform == address.platform, SlotRow.chat_id == address.chat_id, SlotRow.name == name)
        self._session.execute(delete(SlotRow).where(*here, SlotRow.message_id == BEING_FILLED))

    def standing(self, platform: Platform, name: str, since: datetime) -> Sequence[tuple[ChatAddress, SlotFill]]:
        """What stands in the slots of this name, everywhere, and was put there since."""
        rows = self._session.scalars(
            select(SlotRow).where(
                SlotRow.platform == platform,
                SlotRow.name == name,
                SlotRow.updated_at >= since,
                SlotRow.message_id != BEING_FILLED,
            )
        )
        return [(ChatAddress(platform, row.chat_id), SlotFill(row.message_id, row.digest)) for row in rows]

    def fill(self, address: ChatAddress, name: str, fill: SlotFill) -> None:
        """A message now stands in this slot. One about an essay or a test that was erased meanwhile leaves no trace."""
        if self._is_erased(name):
            return
        row = self._session.get(SlotRow, (address.platform, address.chat_id, name))
        if row is None:
            row = SlotRow(platform=address.platform, chat_id=address.chat_id, name=name)
            self._session.add(row)
        row.message_id, row.digest, row.updated_at = fill.message_id, fill.digest, self._now

    def _erase_recordings(self, outbox_id: int) -> None:
        unkept = (
            select(SpeakingTestRow.id)
            .join(LearnerRow, LearnerRow.id == SpeakingTestRow.learner_id)
            .join(OutboxRow, OutboxRow.test_id == SpeakingTestRow.id)
            .where(OutboxRow.id == outbox_id, OutboxRow.kind == RATED, LearnerRow.keeps_recordings.is_(False))
            .where(SpeakingTestRow.state == Standing.RATED)
        )
        heard = TurnRow.state.in_((Hearing.HEARD, Hearing.FAILED))
        self._session.execute(update(TurnRow).where(TurnRow.test_id.in_(unkept), heard).values(recording=None))

    def _is_erased(self, slot: str) -> bool:
        about, _, number = slot.rpartition("-")
        tables = {"submission": SubmissionRow, "test": SpeakingTestRow, "reaction": AnswerRow}
        table = tables.get(about)
        return table is not None and number.isdecimal() and self._session.get(table, int(number)) is None
