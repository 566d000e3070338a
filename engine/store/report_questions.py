"""Questions about reports: asked, claimed by a worker with a lease, answered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress
from engine.ielts.submissions import State, Submission
from engine.store.rows import submission_of
from engine.store.tables import LearnerRow, OutboxRow, QuestionRow, ReportRow, SubmissionRow

REPORT_QUESTION = "question"


@dataclass(frozen=True, slots=True)
class ReportQuestionClaim:
    """The right to answer a question until its lease runs out, with everything that an answer may be about."""

    question_id: int
    lease: str
    question: str
    criterion: str
    submission: Submission
    report: str
    language: str | None


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """A question about one criterion of a report; ``answer`` is ``None`` where the rule's answer must do."""

    id: int
    submission_id: int
    message_id: str
    criterion: str
    answer: str | None


class ReportQuestionRows:
    """Questions and answers."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def last_report(self, learner_id: int, address: ChatAddress) -> int | None:
        """The last submission of this learner in this chat that has a report."""
        return self._session.scalars(
            select(SubmissionRow.id)
            .join(ReportRow, ReportRow.submission_id == SubmissionRow.id)
            .where(
                SubmissionRow.learner_id == learner_id,
                SubmissionRow.platform == address.platform,
                SubmissionRow.chat_id == address.chat_id,
                SubmissionRow.state == State.DONE,
            )
            .order_by(SubmissionRow.finished_at.desc(), SubmissionRow.id.desc())
            .limit(1)
        ).first()

    def asked(self, submission_id: int) -> int:
        """How many questions were asked about a report."""
        count = select(func.count()).select_from(QuestionRow).where(QuestionRow.submission_id == submission_id)
        return self._session.scalar(count) or 0

    def of_message(self, submission_id: int, message_id: str) -> int | None:
        """The question that came in this message, if it was kept already."""
        return self._session.scalars(
            select(QuestionRow.id).where(
                QuestionRow.submission_id == submission_id, QuestionRow.message_id == message_id
            )
        ).first()

    def ask(self, submission_id: int, message_id: str, criterion: str, question: str) -> int:
        """Keep a question; its id."""
        row = QuestionRow(
            submission_id=submission_id,
            message_id=message_id,
            criterion=criterion,
            question=question,
            created_at=self._now,
            rung_at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def of_notice(self, kind: str) -> ReportQuestion | None:
        """The question that a notice of this kind answers; ``None``: it is about something else."""
        name, _, number = kind.partition(":")
        return self.of_id(int(number)) if name == REPORT_QUESTION and number.isdecimal() else None

    def of_id(self, question_id: int) -> ReportQuestion | None:
        """The question with this id."""
        row = self._session.get(QuestionRow, question_id)
        if row is None:
            return None
        return ReportQuestion(row.id, row.submission_id, row.message_id, row.criterion, row.answer)

    def claim(self, question_id: int, lease_for: timedelta) -> ReportQuestionClaim | None:
        """Take a question that nobody holds and nobody answered; ``None`` if it is not to be had."""
        lease = secrets.token_hex(16)
        free = or_(QuestionRow.lease_until.is_(None), QuestionRow.lease_until < self._now)
        taken = self._change(
            update(QuestionRow)
            .where(QuestionRow.id == question_id, QuestionRow.answered_at.is_(None), free)
            .values(lease=lease, lease_until=self._now + lease_for, attempts=QuestionRow.attempts + 1)
        )
        if not taken:
            return None
        row = self._session.get_one(QuestionRow, question_id, populate_existing=True)
        about = self._session.get_one(SubmissionRow, row.submission_id)
        report = self._session.get_one(ReportRow, about.id).body
        learner = self._session.get_one(LearnerRow, about.learner_id)
        language = learner.feedback or learner.language
        submission = submission_of(self._session, about)
        return ReportQuestionClaim(row.id, lease, row.question, row.criterion, submission, report, language)

    def answered(self, claim: ReportQuestionClaim, answer: str | None) -> bool:
        """The answer and the notice of it, both or neither; ``False``: the lease was lost."""
        held = self._change(
            update(QuestionRow)
            .where(
                QuestionRow.id == claim.question_id,
                QuestionRow.lease == claim.lease,
                QuestionRow.answered_at.is_(None),
            )
            .values(answer=answer, answered_at=self._now, lease=None, lease_until=None)
        )
        if held:
            self._tell(claim.question_id, claim.submission.id)
        return held

    def sweep(self, max_attempts: int, wake_again: timedelta, limit: int = 100) -> Sequence[int]:
        """Questions to call a worker to. One whose lease ran out ``max_attempts`` times is answered by rule."""
        unanswered = QuestionRow.answered_at.is_(None)
        for row in self._session.scalars(
            select(QuestionRow)
            .where(unanswered, QuestionRow.lease_until < self._now, QuestionRow.attempts >= max_attempts)
            .with_for_update(skip_locked=True)
        ):
            self.give_up(row)
        self._session.flush()
        unheard = self._session.scalars(
            select(QuestionRow)
            .where(
                unanswered,
                or_(QuestionRow.lease_until.is_(None), QuestionRow.lease_until < self._now),
                or_(QuestionRow.rung_at.is_(None), QuestionRow.rung_at < self._now - wake_again),
            )
            .order_by(QuestionRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in unheard:
            row.rung_at = self._now
        return [row.id for row in unheard]

    def give_up(self, row: QuestionRow) -> None:
        """The rules answer it."""
        row.lease, row.lease_until, row.answered_at = None, None, self._now
        self._tell(row.id, row.submission_id)

    def _tell(self, question_id: int, submission_id: int) -> None:
        about = self._session.get_one(SubmissionRow, submission_id)
        self._session.add(
            OutboxRow(
                submission_id=submission_id,
                kind=f"{REPORT_QUESTION}:{question_id}",
                platform=about.platform,
                chat_id=about.chat_id,
                created_at=self._now,
                not_before=self._now,
            )
        )

    def _change(self, statement: object) -> bool:
        return bool(self._session.execute(statement).rowcount)  # type: ignore[call-overload]
