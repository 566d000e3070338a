"""A worker's side: claim with a lease, finish in one transaction, sweep up what others left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.ielts.submissions import State, Submission
from engine.store.leases import LeasedRows
from engine.store.rows import submission_of
from engine.store.tables import LearnerRow, OutboxRow, ReportRow, SubmissionRow

REPORT, FAILED = "report", "failed"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a submission until its lease runs out; ``language`` is the one of the feedback."""

    submission: Submission
    lease: str
    attempt: int
    language: str | None = None


class WorkRows:
    """Claims and results."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._leases = LeasedRows(session, now, SubmissionRow, State.QUEUED, State.WORKING)

    def claim(self, submission_id: int, lease_for: timedelta) -> Claim | None:
        """Take a submission that waits, or whose worker's lease ran out; ``None`` if it is not to be had."""
        taken = self._leases.claim(submission_id, lease_for)
        if taken is None:
            return None
        row, lease = taken
        learner = self._session.get_one(LearnerRow, row.learner_id)
        language = learner.feedback or learner.language
        return Claim(submission_of(self._session, row), lease, row.attempts, language)

    def complete(self, claim: Claim, scorer: str, overall: float, body: str) -> bool:
        """The report and the notice that it is ready, both or neither; ``False``: the lease was lost."""
        submission_id = claim.submission.id
        if not self._leases.finish(submission_id, claim.lease, state=State.DONE, finished_at=self._now):
            return False
        self._session.add(
            ReportRow(
                submission_id=submission_id, scorer=scorer[:128], overall=overall, body=body, created_at=self._now
            )
        )
        self._tell(submission_id, REPORT)
        return True

    def release(self, claim: Claim, after: timedelta) -> bool:
        """Put it back, to be tried again after a while; ``False``: the lease was lost."""
        return self._leases.release(claim.submission.id, claim.lease, after)

    def fail(self, claim: Claim) -> bool:
        """Give up honestly: the learner is told, and no band is invented; ``False``: the lease was lost."""
        submission_id = claim.submission.id
        if not self._leases.finish(submission_id, claim.lease, state=State.FAILED, finished_at=self._now):
            return False
        self._tell(submission_id, FAILED)
        return True

    def longest_waiting(self) -> int | None:
        """The submission that waits and may be marked now, longest first."""
        return self._leases.longest_waiting(SubmissionRow.queued_at)

    def sweep(self, max_attempts: int, wake_again: timedelta, limit: int = 500) -> Sequence[int]:
        """What to call a worker to; one that has killed its workers fails, and the learner is told."""
        return self._leases.sweep(max_attempts, wake_again, self.give_up, SubmissionRow.queued_at, limit)

    def give_up(self, row: SubmissionRow) -> None:
        """It fails, whoever held it, and the learner is told."""
        row.state, row.finished_at = State.FAILED, self._now
        self._tell(row.id, FAILED)

    def _tell(self, submission_id: int, kind: str) -> None:
        row = self._session.get_one(SubmissionRow, submission_id)
        self._session.add(
            OutboxRow(
                submission_id=submission_id,
                kind=kind,
                platform=row.platform,
                chat_id=row.chat_id,
                created_at=self._now,
                not_before=self._now,
            )
        )
