"""The courier's side: what waits to be delivered, and the status messages that change as work proceeds."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.submissions import State
from engine.store.tables import LearnerRow, OutboxRow, ReportRow, SlotRow, SpeakingTestRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice to deliver, about an essay or about a Speaking test; ``body`` is the essay's stored report, if any.

    ``kind`` says what the notice is (``report``, ``failed``, ``rated``, ...); ``language`` is the one that the learner's
    app said it uses.
    """

    id: int
    lease: str
    kind: str
    submission_id: int | None
    test_id: int | None
    address: ChatAddress
    reply_to: str | None
    body: str | None
    attempts: int
    language: str | None


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
        """What is due on this platform, leased to the caller; another courier will not see it meanwhile."""
        rows = self._session.execute(
            select(OutboxRow, SubmissionRow.reply_to, ReportRow.body, LearnerRow.language)
            .outerjoin(SubmissionRow, SubmissionRow.id == OutboxRow.submission_id)
            .outerjoin(SpeakingTestRow, SpeakingTestRow.id == OutboxRow.test_id)
            .join(LearnerRow, LearnerRow.id == func.coalesce(SubmissionRow.learner_id, SpeakingTestRow.learner_id))
            .outerjoin(ReportRow, ReportRow.submission_id == OutboxRow.submission_id)
            .where(
                OutboxRow.platform == platform,
                OutboxRow.delivered_at.is_(None),
                OutboxRow.given_up.is_(None),
                OutboxRow.not_before <= self._now,
            )
            .order_by(OutboxRow.id)
            .limit(limit)
            .with_for_update(of=OutboxRow, skip_locked=True)
        ).all()
        taken = []
        for row, reply_to, body, language in rows:
            row.lease = secrets.token_hex(16)
            row.not_before = self._now + lease_for
            row.attempts += 1
            address = ChatAddress(Platform(row.platform), row.chat_id)
            about = (row.submission_id, row.test_id, address)
            taken.append(Waiting(row.id, row.lease, row.kind, *about, reply_to, body, row.attempts, language))
        return taken

    def delivered(self, outbox_id: int) -> None:
        """It has reached the chat. Marked whoever holds the lease now: it must not be sent again."""
        self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, OutboxRow.delivered_at.is_(None))
            .values(delivered_at=self._now, lease=None)
        )

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
        return None if row is None else SlotFill(row.message_id, row.digest)

    def fill(self, address: ChatAddress, name: str, fill: SlotFill) -> None:
        """A message now stands in this slot."""
        row = self._session.get(SlotRow, (address.platform, address.chat_id, name))
        if row is None:
            row = SlotRow(platform=address.platform, chat_id=address.chat_id, name=name)
            self._session.add(row)
        row.message_id, row.digest, row.updated_at = fill.message_id, fill.digest, self._now
