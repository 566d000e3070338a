"""Stored reports as a row of bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.tables import ReportRow, SpeakingReportRow, SpeakingTestRow, SubmissionRow

_MOST = 60


@dataclass(frozen=True, slots=True)
class StoredReport:
    """One report as it was stored; ``about`` is the submission's or the test's id."""

    about: int
    task: str
    at: datetime
    body: str


class ProgressRows:
    """A learner's reports over time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def essays(self, learner_id: int) -> Sequence[StoredReport]:
        """The last reports on essays, oldest first."""
        rows = self._session.execute(
            select(SubmissionRow.id, SubmissionRow.task, ReportRow.created_at, ReportRow.body)
            .join(ReportRow, ReportRow.submission_id == SubmissionRow.id)
            .where(SubmissionRow.learner_id == learner_id)
            .order_by(SubmissionRow.id.desc())
            .limit(_MOST)
        ).all()
        return [StoredReport(row.id, row.task or "W2", row.created_at, row.body) for row in reversed(rows)]

    def tests(self, learner_id: int) -> Sequence[StoredReport]:
        """The last reports on Speaking tests, oldest first."""
        rows = self._session.execute(
            select(SpeakingTestRow.id, SpeakingReportRow.created_at, SpeakingReportRow.body)
            .join(SpeakingReportRow, SpeakingReportRow.test_id == SpeakingTestRow.id)
            .where(SpeakingTestRow.learner_id == learner_id)
            .order_by(SpeakingTestRow.id.desc())
            .limit(_MOST)
        ).all()
        return [StoredReport(row.id, "S", row.created_at, row.body) for row in reversed(rows)]
