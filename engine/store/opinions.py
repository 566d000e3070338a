"""What learners think of what we said, and the prompts and answers that this is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatMessage, Person, Platform
from engine.ielts.opinions import About, Served, Subject, read_subject
from engine.store.tables import LearnerRow, OpinionRow, QuestionRow, ServedRow, SpeakingTestRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class Judged:
    """An opinion that may teach: whose, of what, and what it is about as it was served."""

    person: Person
    subject: Subject
    served: Served
    liked: bool | None
    suggestion: str | None
    at: datetime


class OpinionRows:
    """Opinions: one of a learner about a thing."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def liked(self, subject: Subject) -> bool | None:
        """Which thumb is up, if one is."""
        row = self._row(subject)
        return None if row is None else row.liked

    def like(self, subject: Subject, *, liked: bool, trains: bool) -> bool | None:
        """A thumb, or none where the same one was pressed again; which is up now."""
        row = self._row(subject) or self._new(subject)
        row.liked = None if row.liked is liked else liked
        row.trains, row.updated_at = trains, self._now
        return row.liked

    def given(self, learner_id: int) -> int:
        """How many opinions this learner ever gave, of what is still there."""
        return self._session.scalar(select(func.count()).select_from(OpinionRow).where(self._of(learner_id))) or 0

    def wait(self, learner_id: int, subject: Subject, within: timedelta) -> None:
        """The next message of this learner is a suggestion; for one subject at a time."""
        self.wait_no_more(learner_id)
        row = self._row(subject) or self._new(subject)
        row.awaits_until = self._now + within
        self._session.flush()

    def wait_no_more(self, learner_id: int) -> bool:
        """No suggestion of this learner is waited for; whether one was."""
        waits = OpinionRow.awaits_until > self._now
        return self._change(update(OpinionRow).where(waits, self._of(learner_id)).values(awaits_until=None))

    def awaited(self, message: ChatMessage) -> Subject | None:
        """What this message is a suggestion about: one is waited for here, or the message brought one before."""
        written = self._session.scalars(
            select(OpinionRow.subject)
            .join(SubmissionRow, SubmissionRow.id == OpinionRow.submission_id)
            .join(LearnerRow, LearnerRow.id == SubmissionRow.learner_id)
            .where(
                LearnerRow.platform == message.sender.platform,
                LearnerRow.user_id == message.sender.user_id,
                SubmissionRow.platform == message.address.platform,
                SubmissionRow.chat_id == message.address.chat_id,
                or_(OpinionRow.message_id == message.message_id, OpinionRow.awaits_until > self._now),
            )
            .order_by((OpinionRow.message_id == message.message_id).desc())
            .limit(1)
        ).first()
        return None if written is None else read_subject(written)

    def suggest(self, subject: Subject, suggestion: str, message_id: str) -> None:
        """Keep a better comment, of somebody who allows training."""
        row = self._row(subject) or self._new(subject)
        row.suggestion, row.message_id = suggestion, message_id
        row.trains, row.awaits_until, row.updated_at = True, None, self._now

    def served(self, subject: Subject) -> Served | None:
        """The prompt and the answer that a subject is, where they are kept."""
        submission = self._submission(subject)
        row = None if submission is None else self._session.get(ServedRow, (submission, str(subject)))
        return None if row is None else _served(row)

    def serve(self, subject: Subject, served: Served) -> None:
        """Keep a prompt and its answer, of somebody who allows training."""
        submission = self._submission(subject)
        if submission is None:
            return
        values = {
            "shared": served.shared,
            "own": served.own,
            "answer": served.answer,
            "model": served.model[:128],
            "adapter": served.adapter and served.adapter[:128],
            "created_at": self._now,
        }
        self._session.merge(ServedRow(submission_id=submission, subject=str(subject), **values))

    def teach_no_more(self, learner_id: int) -> None:
        """The consent to training was taken back: thumbs still count, what was kept to teach goes."""
        mine = select(SubmissionRow.id).where(SubmissionRow.learner_id == learner_id)
        self._session.execute(delete(ServedRow).where(ServedRow.submission_id.in_(mine)))
        self._session.execute(
            update(OpinionRow)
            .where(self._of(learner_id))
            .values(trains=False, suggestion=None, awaits_until=None)
            .execution_options(synchronize_session=False)
        )

    def judged(self) -> Iterator[Judged]:
        """Every opinion that may teach, of learners who allow training now, the newest first."""
        rows = self._session.execute(
            select(OpinionRow, ServedRow, LearnerRow.platform, LearnerRow.user_id)
            .join(
                ServedRow,
                (ServedRow.submission_id == OpinionRow.submission_id) & (ServedRow.subject == OpinionRow.subject),
            )
            .join(SubmissionRow, SubmissionRow.id == OpinionRow.submission_id)
            .join(LearnerRow, LearnerRow.id == SubmissionRow.learner_id)
            .where(OpinionRow.trains, LearnerRow.allows_training)
            .order_by(OpinionRow.updated_at.desc(), OpinionRow.id.desc())
        )
        for opinion, served, platform, user_id in rows:
            subject = read_subject(opinion.subject)
            if subject is not None:
                person = Person(Platform(platform), user_id)
                yield Judged(
                    person, subject, _served(served), opinion.liked, opinion.suggestion, opinion.updated_at
                )  # fmt: skip

    def _row(self, subject: Subject) -> OpinionRow | None:
        return self._session.scalars(select(OpinionRow).where(OpinionRow.subject == str(subject))).one_or_none()

    def _new(self, subject: Subject) -> OpinionRow:
        test = subject.number if subject.about is About.TEST else None
        row = OpinionRow(
            submission_id=self._submission(subject), test_id=test, subject=str(subject), created_at=self._now,
            updated_at=self._now, trains=False,
        )  # fmt: skip
        self._session.add(row)
        return row

    def _submission(self, subject: Subject) -> int | None:
        match subject.about:
            case About.REPORT | About.WHY:
                return subject.number
            case About.QUESTION:
                question = self._session.get(QuestionRow, subject.number)
                return None if question is None else question.submission_id
            case About.TEST:
                return None

    def _of(self, learner_id: int) -> ColumnElement[bool]:
        essays = select(SubmissionRow.id).where(SubmissionRow.learner_id == learner_id)
        tests = select(SpeakingTestRow.id).where(SpeakingTestRow.learner_id == learner_id)
        return OpinionRow.submission_id.in_(essays) | OpinionRow.test_id.in_(tests)

    def _change(self, statement: object) -> bool:
        return bool(self._session.execute(statement).rowcount)  # type: ignore[call-overload]


def _served(row: ServedRow) -> Served:
    return Served(row.shared, row.own, row.answer, row.model, row.adapter)
