"""Members' answers to what a group was asked: kept, claimed by a worker, reacted to; and what each member chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.store.group_tables import AnswerRow, GroupRow, MemberRow, PostRow
from engine.store.groups import Group, GroupRows
from engine.store.leases import LeasedRows
from engine.store.recordings.kept import KeptSound
from engine.store.recordings.objects import SoundObjectRows
from engine.store.tables import LearnerRow

REACTION, CLOSED = "reaction", "closed"


class Choice(StrEnum):
    """How a member wants to be answered: in the thread, in private, not at all; or to be no part of it."""

    THREAD = "thread"
    PRIVATE = "private"
    MUTED = "muted"
    OUT = "out"


class AnswerState(StrEnum):
    """How far an answer has got."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """A member's answer; ``reaction`` is the stored one, if there is any yet."""

    id: int
    post_id: int
    learner_id: int
    person: Person
    message_id: str
    text: str | None
    reaction: str | None
    phrase: str | None
    shared: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerClaim:
    """The right to react to an answer until the lease runs out."""

    answer: Answer
    recording: KeptSound | None
    lease: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Reacted:
    """What came of an answer: the stored reaction, the kinds of error in it, a phrase worth keeping."""

    reaction: str
    slips: tuple[str, ...]
    phrase: str | None
    text: str | None


class GroupAnswerRows:
    """Answers and members."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._groups = GroupRows(session, now)
        self._leases = LeasedRows(session, now, AnswerRow, AnswerState.WAITING, AnswerState.WORKING)

    def add(self, post_id: int, learner_id: int, message: ChatMessage, recording: KeptSound | None) -> int:
        """Keep an answer: a text, or a recording."""
        row = AnswerRow(
            post_id=post_id,
            learner_id=learner_id,
            platform=message.address.platform,
            chat_id=message.address.chat_id,
            message_id=message.message_id,
            text=None if recording is not None else message.text,
            recording=recording,
            received_at=self._now,
            state=AnswerState.WAITING,
            rung_at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        SoundObjectRows(self._session, self._now).belongs(recording, answer=row.id)
        return row.id

    def rewrite(self, answer_id: int, text: str) -> None:
        """The member edited the answer: it is reacted to anew, and what was shared is shared no more."""
        self._session.execute(
            update(AnswerRow)
            .where(AnswerRow.id == answer_id)
            .values(
                text=text,
                state=AnswerState.WAITING,
                lease=None,
                lease_until=None,
                not_before=None,
                rung_at=self._now,
                attempts=0,
                phrase=None,
                shared=False,
            )
        )

    def of_message(self, address: ChatAddress, message_id: str) -> Answer | None:
        """The answer that came in this message."""
        here = (AnswerRow.platform == address.platform, AnswerRow.chat_id == address.chat_id)
        row = self._session.scalars(select(AnswerRow).where(*here, AnswerRow.message_id == message_id)).first()
        return None if row is None else self._answer(row)

    def get(self, answer_id: int) -> Answer | None:
        """The answer with this id."""
        row = self._session.get(AnswerRow, answer_id)
        return None if row is None else self._answer(row)

    def given(self, post_id: int, learner_id: int) -> int:
        """How many answers a member gave to a post."""
        where = (AnswerRow.post_id == post_id, AnswerRow.learner_id == learner_id)
        return self._session.scalar(select(func.count()).select_from(AnswerRow).where(*where)) or 0

    def share(self, answer_id: int, *, shared: bool) -> None:
        """The writer lets the group see the phrase, or does not."""
        self._session.execute(update(AnswerRow).where(AnswerRow.id == answer_id).values(shared=shared))

    def between(self, group_id: int, since: datetime, until: datetime) -> Sequence[Answer]:
        """A group's answers in a stretch of time, of members who take part, in order."""
        rows = self._session.scalars(
            select(AnswerRow)
            .join(PostRow, PostRow.id == AnswerRow.post_id)
            .outerjoin(
                MemberRow, (MemberRow.group_id == PostRow.group_id) & (MemberRow.learner_id == AnswerRow.learner_id)
            )
            .where(
                PostRow.group_id == group_id,
                AnswerRow.received_at > since,
                AnswerRow.received_at <= until,
                func.coalesce(MemberRow.choice, Choice.THREAD) != Choice.OUT,
            )
            .order_by(AnswerRow.received_at, AnswerRow.id)
        )
        return [self._answer(row) for row in rows]

    def days(self, group_id: int, since: datetime) -> tuple[Sequence[datetime], Sequence[tuple[int, datetime]]]:
        """When the group was asked, and who answered what was asked when."""
        asked = self._session.scalars(
            select(PostRow.posted_at).where(PostRow.group_id == group_id, PostRow.posted_at > since)
        ).all()
        answered = self._session.execute(
            select(AnswerRow.learner_id, PostRow.posted_at)
            .join(PostRow, PostRow.id == AnswerRow.post_id)
            .where(PostRow.group_id == group_id, PostRow.posted_at > since)
            .distinct()
        ).all()
        return asked, [(learner, at) for learner, at in answered]

    def slips(self, group_id: int, within: timedelta) -> tuple[str, ...]:
        """Kinds of error in the group's recent answers, the commonest first."""
        lists = self._session.scalars(
            select(AnswerRow.slips)
            .join(PostRow, PostRow.id == AnswerRow.post_id)
            .where(PostRow.group_id == group_id, AnswerRow.received_at > self._now - within, AnswerRow.slips != "")
        )
        counts = Counter(kind for line in lists for kind in line.split(","))
        return tuple(kind for kind, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0])))

    # A worker's side

    def claim(self, answer_id: int, lease_for: timedelta) -> AnswerClaim | None:
        """Take an answer that waits, or whose worker's lease ran out; ``None`` if it is not to be had."""
        taken = self._leases.claim(answer_id, lease_for)
        if taken is None:
            return None
        row, lease = taken
        recording = None if row.recording is None else KeptSound(row.recording)
        return AnswerClaim(self._answer(row), recording, lease, row.attempts)

    def reacted(self, claim: AnswerClaim, reacted: Reacted) -> bool:
        """What came of it, and the recording erased; ``False``: the lease was lost."""
        return self._leases.finish(
            claim.answer.id,
            claim.lease,
            state=AnswerState.DONE,
            reaction=reacted.reaction,
            slips=",".join(reacted.slips),
            phrase=reacted.phrase,
            text=reacted.text,
            recording=None,
        )

    def release(self, claim: AnswerClaim, after: timedelta, *, counts: bool = True) -> bool:
        """Put it back, to be tried again after a while; ``False``: the lease was lost."""
        return self._leases.release(claim.answer.id, claim.lease, after, counts=counts)

    def fail(self, claim: AnswerClaim) -> bool:
        """It cannot be reacted to; ``False``: the lease was lost."""
        return self._leases.finish(claim.answer.id, claim.lease, state=AnswerState.FAILED, recording=None)

    def sweep(self, max_attempts: int, wake_again: timedelta, limit: int = 200) -> Sequence[int]:
        """Answers to call a worker to. One that has killed its workers gets no reaction: it was only practice."""
        return self._leases.sweep(max_attempts, wake_again, self.give_up, AnswerRow.received_at, limit)

    def give_up(self, row: AnswerRow) -> None:
        """Nobody reacts to it any more: a group is not told of what it did not get."""
        row.state, row.recording = AnswerState.FAILED, None

    # Members

    def choice(self, group_id: int, learner_id: int) -> Choice:
        """How a member wants to be answered."""
        row = self._session.get(MemberRow, (group_id, learner_id))
        return Choice.THREAD if row is None else Choice(row.choice)

    def choose(self, group_id: int, learner_id: int, choice: Choice) -> None:
        """A member chose."""
        row = self._session.get(MemberRow, (group_id, learner_id))
        if row is None:
            self._session.add(MemberRow(group_id=group_id, learner_id=learner_id, choice=choice))
        else:
            row.choice = choice

    def group_of(self, answer: Answer) -> Group:
        """The group in which an answer was given."""
        group_id = self._session.scalars(
            select(GroupRow.id).join(PostRow, PostRow.group_id == GroupRow.id).where(PostRow.id == answer.post_id)
        ).one()
        return self._groups.get(group_id)

    def _answer(self, row: AnswerRow) -> Answer:
        learner = self._session.get_one(LearnerRow, row.learner_id)
        person = Person(Platform(learner.platform), learner.user_id, learner.language)
        return Answer(
            id=row.id,
            post_id=row.post_id,
            learner_id=row.learner_id,
            person=person,
            message_id=row.message_id,
            text=row.text,
            reaction=row.reaction,
            phrase=row.phrase,
            shared=row.shared,
            received_at=row.received_at,
        )
