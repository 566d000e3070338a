"""Jobs as whoever runs Bandmate sees them: what waits, what is worked on, what was given up; never a word or a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from engine.ielts.submissions import State
from engine.jobs import Depth, Job, JobKind, JobState
from engine.store.group_answers import AnswerState, GroupAnswerRows
from engine.store.group_tables import AnswerRow
from engine.store.hearing import HearingRows
from engine.store.report_questions import ReportQuestionRows
from engine.store.speaking import UNRATED_FAILED, Hearing, Standing, given_up_test
from engine.store.tables import OutboxRow, QuestionRow, SpeakingTestRow, SubmissionRow, TurnRow
from engine.store.work import FAILED, WorkRows


@dataclass(frozen=True, slots=True)
class _Where:
    """Where jobs of a kind are, and by which conditions their states are told apart."""

    table: Any
    since: Any
    states: Mapping[JobState, ColumnElement[bool]]


def _leased(table: Any, since: Any, waits: StrEnum, works: StrEnum, given_up: ColumnElement[bool]) -> _Where:  # noqa: ANN401
    states = {JobState.WAITING: table.state == waits, JobState.WORKING: table.state == works}
    return _Where(table, since, states | {JobState.GIVEN_UP: given_up})


_OPEN = QuestionRow.answered_at.is_(None)
_KINDS: Mapping[JobKind, _Where] = {
    JobKind.ESSAY: _leased(
        SubmissionRow, SubmissionRow.queued_at, State.QUEUED, State.WORKING, SubmissionRow.state == State.FAILED
    ),
    JobKind.TURN: _leased(
        TurnRow, TurnRow.received_at, Hearing.WAITING, Hearing.WORKING, TurnRow.state == Hearing.FAILED
    ),
    JobKind.TEST: _leased(
        SpeakingTestRow, SpeakingTestRow.ended_at, Standing.ENDED, Standing.RATING, given_up_test()
    ),
    JobKind.ANSWER: _leased(
        AnswerRow, AnswerRow.received_at, AnswerState.WAITING, AnswerState.WORKING, AnswerRow.state == AnswerState.FAILED
    ),
    # A question is never left without an answer: the rules give it where every try failed.
    JobKind.QUESTION: _Where(
        QuestionRow,
        QuestionRow.created_at,
        {JobState.WAITING: _OPEN & QuestionRow.lease.is_(None), JobState.WORKING: _OPEN & QuestionRow.lease.is_not(None)},
    ),
}  # fmt: skip


class JobRows:
    """Jobs of every kind."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def depths(self) -> Mapping[JobKind, Depth]:
        """How many jobs there are, by kind; cheap enough to be asked every few seconds."""
        return {kind: self._depth(where) for kind, where in _KINDS.items()}

    def _depth(self, where: _Where) -> Depth:
        def count(condition: ColumnElement[bool]) -> int:
            return self._session.scalar(select(func.count()).select_from(where.table).where(condition)) or 0

        first = self._session.scalar(select(func.min(where.since)).where(where.states[JobState.WAITING]))
        counts = {state: count(condition) for state, condition in where.states.items()}
        return Depth(counts, max(timedelta(), self._now - first) if first is not None else timedelta())

    def those(self, state: JobState, most: int) -> Sequence[Job]:
        """The jobs in this state, ``most`` of each kind: those given up newest first, others oldest first."""
        found: list[Job] = []
        for kind, where in _KINDS.items():
            if state not in where.states:
                continue
            order = where.table.id.desc() if state is JobState.GIVEN_UP else where.table.id
            rows = select(where.table).where(where.states[state]).order_by(order).limit(most)
            found += [self._job(kind, state, row) for row in self._session.scalars(rows)]
        return found

    def get(self, kind: JobKind, job_id: int) -> Job | None:
        """The job, now locked; ``None``: there is none, or it is finished."""
        where = _KINDS[kind]
        for state, condition in where.states.items():
            row = self._session.scalars(
                select(where.table).where(where.table.id == job_id, condition).with_for_update()
            ).one_or_none()
            if row is not None:
                return self._job(kind, state, row)
        return None

    def retry(self, job: Job) -> bool:
        """Let it be tried again from the first try; ``False``: what it needs was erased when it was given up.

        What the learner was told stays told: the result comes as if it had only taken long. A job that waits for its
        next try need not wait for it any longer.
        """
        row = self._row(job)
        if isinstance(row, TurnRow) and row.recording is None:
            return False
        if isinstance(row, AnswerRow) and row.recording is None and not row.text:
            return False
        row.attempts, row.rung_at, row.lease, row.lease_until = 0, None, None, None
        match row:
            case SubmissionRow():
                row.state, row.finished_at, row.not_before = State.QUEUED, None, None
                self._untell(OutboxRow.submission_id == row.id, FAILED)
            case SpeakingTestRow():
                row.state, row.not_before = Standing.ENDED, None
                self._untell(OutboxRow.test_id == row.id, UNRATED_FAILED)
            case TurnRow():
                row.state, row.not_before = Hearing.WAITING, None
            case AnswerRow():
                row.state, row.not_before = AnswerState.WAITING, None
        return True

    def drop(self, job: Job) -> None:
        """Give it up now, whoever works on it: the learner is told as after the last try, and it costs no quota."""
        row = self._row(job)
        row.lease, row.lease_until = None, None
        session, now = self._session, self._now
        give_up: Mapping[JobKind, Callable[[Any], None]] = {
            JobKind.ESSAY: WorkRows(session, now).give_up,
            JobKind.TURN: HearingRows(session, now).give_up_turn,
            JobKind.TEST: HearingRows(session, now).give_up_test,
            JobKind.ANSWER: GroupAnswerRows(session, now).give_up,
            JobKind.QUESTION: ReportQuestionRows(session, now).give_up,
        }
        give_up[job.kind](row)

    def _row(self, job: Job) -> Any:  # noqa: ANN401 - one of five tables
        return self._session.get_one(_KINDS[job.kind].table, job.id, populate_existing=True)

    def _untell(self, about: ColumnElement[bool], kind: str) -> None:
        self._session.execute(delete(OutboxRow).where(about, OutboxRow.kind == kind))

    def _job(self, kind: JobKind, state: JobState, row: Any) -> Job:  # noqa: ANN401
        next_try = row.lease_until if state is JobState.WORKING else getattr(row, "not_before", None)
        later = next_try if state is not JobState.GIVEN_UP and next_try is not None and next_try > self._now else None
        since = getattr(row, _KINDS[kind].since.key)
        return Job(kind, row.id, state, row.attempts, since, later)
