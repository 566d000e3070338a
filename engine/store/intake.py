"""Learners, submissions and the messages that they are made of."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.submissions import State, Submission
from engine.store.rows import submission_of
from engine.store.tables import LearnerRow, PieceRow, RefusalRow, ReportRow, SubmissionRow


class IntakeRows:
    """What a front end reads and writes when something arrives."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def learner(self, person: Person) -> int:
        """The id of this learner, who is now locked: what they send is taken in one thing at a time."""
        where = (LearnerRow.platform == person.platform, LearnerRow.user_id == person.user_id)
        row = self._session.scalars(select(LearnerRow).where(*where).with_for_update()).one_or_none()
        if row is None:
            row = LearnerRow(
                platform=person.platform, user_id=person.user_id, language=person.language, created_at=self._now
            )
            self._session.add(row)
            self._session.flush()
        elif person.language and row.language != person.language and not row.language_chosen:
            row.language = person.language
        return row.id

    def language(self, person: Person) -> str | None:
        """The language that this learner's app last said it uses."""
        where = (LearnerRow.platform == person.platform, LearnerRow.user_id == person.user_id)
        return self._session.scalar(select(LearnerRow.language).where(*where))

    def submission(self, submission_id: int) -> Submission | None:
        """The submission with this id."""
        row = self._session.get(SubmissionRow, submission_id)
        return None if row is None else self._with_pieces(row)

    def of_message(self, address: ChatAddress, message_id: str, revision: int | None = None) -> Submission | None:
        """The submission that this message (or any revision of it) is a piece of, the latest if several."""
        query = select(PieceRow.submission_id).where(
            PieceRow.platform == address.platform,
            PieceRow.chat_id == address.chat_id,
            PieceRow.message_id == message_id,
        )
        if revision is not None:
            query = query.where(PieceRow.revision == revision)
        found = self._session.scalars(query.order_by(PieceRow.id.desc()).limit(1)).first()
        return None if found is None else self.submission(found)

    def collecting(self, learner_id: int, address: ChatAddress) -> Submission | None:
        """The submission that this learner is still putting together in this chat."""
        return self._latest(learner_id, address, (State.COLLECTING,))

    def withdrawable(self, learner_id: int, address: ChatAddress) -> Submission | None:
        """The last submission of this learner here that no worker has begun."""
        return self._latest(learner_id, address, (State.COLLECTING, State.QUEUED))

    def _latest(self, learner_id: int, address: ChatAddress, states: tuple[State, ...]) -> Submission | None:
        row = self._session.scalars(
            select(SubmissionRow)
            .where(
                SubmissionRow.learner_id == learner_id,
                SubmissionRow.platform == address.platform,
                SubmissionRow.chat_id == address.chat_id,
                SubmissionRow.state.in_(states),
            )
            .order_by(SubmissionRow.id.desc())
            .limit(1)
        ).first()
        return None if row is None else self._with_pieces(row)

    def open(self, learner_id: int, address: ChatAddress, reply_to: str | None) -> int:
        """A new submission that collects its messages."""
        row = SubmissionRow(
            learner_id=learner_id,
            platform=address.platform,
            chat_id=address.chat_id,
            reply_to=reply_to,
            state=State.COLLECTING,
            created_at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def add_piece(self, submission_id: int, message: ChatMessage, part: str = "essay", text: str | None = None) -> None:
        """Keep a message (or what was read in its file) as part of a submission; an edit replaces what it edits."""
        same = (
            PieceRow.submission_id == submission_id,
            PieceRow.message_id == message.message_id,
            PieceRow.replaced.is_(False),
        )
        first = self._session.scalars(select(PieceRow).where(*same)).first()
        if first is not None:
            part = first.part
            self._session.execute(update(PieceRow).where(*same).values(replaced=True))
        self._session.add(
            PieceRow(
                submission_id=submission_id,
                platform=message.address.platform,
                chat_id=message.address.chat_id,
                message_id=message.message_id,
                revision=message.revision,
                part=part,
                text=message.text if text is None else text,
                sent_at=first.sent_at if first is not None else message.sent_at,
            )
        )
        self._session.flush()

    def settle(self, submission_id: int, task: str | None, prompt: str | None, *, prompt_settled: bool) -> None:
        """Write down what is known about the task."""
        self._session.execute(
            update(SubmissionRow)
            .where(SubmissionRow.id == submission_id)
            .values(task=task, prompt=prompt, prompt_settled=prompt_settled)
        )

    def queue(self, submission_id: int, words: int, *, edited: bool = False) -> None:
        """It is complete, with so many words in the answer: a worker may take it."""
        self._session.execute(
            update(SubmissionRow)
            .where(SubmissionRow.id == submission_id)
            .values(state=State.QUEUED, queued_at=self._now, rung_at=self._now, words=words, edited=edited)
        )

    def withdraw(self, submission_id: int) -> bool:
        """Take it back, unless a worker has begun: whether it was taken back."""
        changed = self._session.execute(
            update(SubmissionRow)
            .where(SubmissionRow.id == submission_id, SubmissionRow.state.in_((State.COLLECTING, State.QUEUED)))
            .values(state=State.WITHDRAWN, finished_at=self._now)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]

    def position(self, submission_id: int) -> int:
        """Its place in the queue: 1 is next."""
        mine = self._session.get_one(SubmissionRow, submission_id, populate_existing=True)
        ahead = select(func.count()).where(
            SubmissionRow.state.in_((State.QUEUED, State.WORKING)),
            SubmissionRow.id != mine.id,
            SubmissionRow.queued_at.is_not(None),
            (SubmissionRow.queued_at < mine.queued_at)
            | ((SubmissionRow.queued_at == mine.queued_at) & (SubmissionRow.id < mine.id)),
        )
        return 1 + (self._session.scalar(ahead) or 0)

    def waiting(self, learner_id: int) -> int:
        """How many essays of this learner wait or are being marked."""
        return self._count(
            SubmissionRow.learner_id == learner_id, SubmissionRow.state.in_((State.QUEUED, State.WORKING))
        )

    def sent_by(self, learner_id: int, since: timedelta) -> int:
        """Essays of this learner that were queued within ``since``; one that we failed to mark does not count."""
        return self._count(SubmissionRow.learner_id == learner_id, *self._counts(since))

    def sent_in(self, address: ChatAddress, since: timedelta) -> int:
        """Essays in this chat that were queued within ``since``."""
        here = (SubmissionRow.platform == address.platform, SubmissionRow.chat_id == address.chat_id)
        return self._count(*here, *self._counts(since))

    def _counts(self, since: timedelta) -> tuple[object, ...]:
        costs_nothing = (State.WITHDRAWN, State.FAILED)
        return (SubmissionRow.queued_at > self._now - since, SubmissionRow.state.not_in(costs_nothing))

    def _count(self, *where: object) -> int:
        return self._session.scalar(select(func.count()).select_from(SubmissionRow).where(*where)) or 0  # type: ignore[arg-type]

    def pieces_by(self, learner_id: int, since: datetime) -> int:
        """Messages of this learner that were kept, of those sent after a moment."""
        query = (
            select(func.count())
            .select_from(PieceRow)
            .join(SubmissionRow)
            .where(SubmissionRow.learner_id == learner_id, PieceRow.sent_at > since)
        )
        return self._session.scalar(query) or 0

    def say_once(self, learner_id: int, reason: str, at: datetime, every: timedelta) -> bool:
        """Whether this may be said to what this learner sent then; if so, not again to what they send within ``every``."""
        row = self._session.get(RefusalRow, (learner_id, reason))
        if row is not None and row.until > at:
            return False
        if row is None:
            self._session.add(RefusalRow(learner_id=learner_id, reason=reason, until=at + every))
        else:
            row.until = at + every
        return True

    def report(self, submission_id: int) -> str | None:
        """The stored report on a submission."""
        row = self._session.get(ReportRow, submission_id)
        return None if row is None else row.body

    def _with_pieces(self, row: SubmissionRow) -> Submission:
        self._session.refresh(row)
        return submission_of(self._session, row)
