"""A worker's side: claim with a lease, finish in one transaction, sweep up what others left."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.submissions import State, Submission
from engine.store.rows import submission_of
from engine.store.tables import LearnerRow, OutboxRow, PieceRow, ReportRow, SubmissionRow

REPORT, FAILED = "report", "failed"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a submission until its lease runs out; ``language`` is the learner's."""

    submission: Submission
    lease: str
    attempt: int
    language: str | None = None


class WorkRows:
    """Claims and results."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def claim(self, submission_id: int, lease_for: timedelta) -> Claim | None:
        """Take a submission that waits, or whose worker's lease ran out; ``None`` if it is not to be had."""
        lease = secrets.token_hex(16)
        waits = (SubmissionRow.state == State.QUEUED) & (
            or_(SubmissionRow.not_before.is_(None), SubmissionRow.not_before <= self._now)
        )
        left = (SubmissionRow.state == State.WORKING) & (SubmissionRow.lease_until < self._now)
        taken = self._change(
            update(SubmissionRow)
            .where(SubmissionRow.id == submission_id, or_(waits, left))
            .values(
                state=State.WORKING,
                lease=lease,
                lease_until=self._now + lease_for,
                attempts=SubmissionRow.attempts + 1,
            )
        )
        if not taken:
            return None
        row = self._session.get_one(SubmissionRow, submission_id, populate_existing=True)
        pieces = self._session.scalars(
            select(PieceRow).where(PieceRow.submission_id == row.id).order_by(PieceRow.sent_at, PieceRow.id)
        ).all()
        language = self._session.get_one(LearnerRow, row.learner_id).language
        return Claim(submission_of(row, pieces), lease, row.attempts, language)

    def extend(self, claim: Claim, lease_for: timedelta) -> bool:
        """Hold on to a claim for longer; ``False``: it was lost."""
        return self._held(claim, lease_until=self._now + lease_for)

    def complete(self, claim: Claim, scorer: str, overall: float, body: str) -> bool:
        """The report and the notice that it is ready, both or neither; ``False``: the lease was lost."""
        if not self._held(claim, state=State.DONE, lease=None, lease_until=None, finished_at=self._now):
            return False
        submission = claim.submission
        self._session.add(
            ReportRow(submission_id=submission.id, scorer=scorer[:64], overall=overall, body=body, created_at=self._now)
        )
        self._session.add(self._notice(submission.id, submission.address.platform, submission.address.chat_id, REPORT))
        return True

    def release(self, claim: Claim, after: timedelta) -> bool:
        """Put it back, to be tried again after a while; ``False``: the lease was lost."""
        return self._held(
            claim, state=State.QUEUED, lease=None, lease_until=None, not_before=self._now + after, rung_at=None
        )

    def fail(self, claim: Claim) -> bool:
        """Give up honestly: the learner is told, and no band is invented; ``False``: the lease was lost."""
        if not self._held(claim, state=State.FAILED, lease=None, lease_until=None, finished_at=self._now):
            return False
        submission = claim.submission
        self._session.add(self._notice(submission.id, submission.address.platform, submission.address.chat_id, FAILED))
        return True

    def sweep(self, max_attempts: int, ring_again: timedelta, limit: int = 500) -> Sequence[int]:
        """What to ring for: submissions that nobody claimed since the last ring, and those whose lease ran out.

        One whose lease ran out ``max_attempts`` times has killed its workers; it fails, and the learner is told.
        """
        ran_out = (SubmissionRow.state == State.WORKING) & (SubmissionRow.lease_until < self._now)
        for row in self._session.scalars(select(SubmissionRow).where(ran_out).with_for_update(skip_locked=True)):
            row.lease, row.lease_until = None, None
            if row.attempts >= max_attempts:
                row.state, row.finished_at = State.FAILED, self._now
                self._session.add(self._notice(row.id, row.platform, row.chat_id, FAILED))
            else:
                row.state, row.rung_at = State.QUEUED, None
        self._session.flush()
        unheard = self._session.scalars(
            select(SubmissionRow)
            .where(
                SubmissionRow.state == State.QUEUED,
                or_(SubmissionRow.not_before.is_(None), SubmissionRow.not_before <= self._now),
                or_(SubmissionRow.rung_at.is_(None), SubmissionRow.rung_at < self._now - ring_again),
            )
            .order_by(SubmissionRow.queued_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in unheard:
            row.rung_at = self._now
        return [row.id for row in unheard]

    def _held(self, claim: Claim, **values: object) -> bool:
        return self._change(
            update(SubmissionRow)
            .where(
                SubmissionRow.id == claim.submission.id,
                SubmissionRow.lease == claim.lease,
                SubmissionRow.state == State.WORKING,
            )
            .values(**values)
        )

    def _change(self, statement: object) -> bool:
        return bool(self._session.execute(statement).rowcount)  # type: ignore[call-overload]

    def _notice(self, submission_id: int, platform: str, chat_id: str, kind: str) -> OutboxRow:
        return OutboxRow(
            submission_id=submission_id,
            kind=kind,
            platform=platform,
            chat_id=chat_id,
            created_at=self._now,
            not_before=self._now,
        )
