"""Forgetting: a learner at once, what is old day by day. What is erased here is gone from every table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, Person, Platform, private_chat
from engine.ielts.submissions import State
from engine.store.belongings import Row, belongings, erase_by_hand
from engine.store.group_answers import REACTION
from engine.store.group_tables import AnswerRow, GroupRow, PostRow
from engine.store.opinions import OpinionRows
from engine.store.speaking import Hearing, Standing
from engine.store.tables import (
    Base,
    BlockedRow,
    DepartedRow,
    ForgottenRow,
    LearnerRow,
    OpinionRow,
    OutboxRow,
    RefusalRow,
    ReportRow,
    SaltRow,
    SlotRow,
    SpeakingTestRow,
    SubmissionRow,
    TurnRow,
)
from engine.store.updates import UpdateRow
from engine.store.visual_tables import OwnVisualRow

_ABANDONED = timedelta(days=7)
_WITHOUT_HISTORY = timedelta(days=1)
_DIGEST = timedelta(days=1)
"""A group's digest comes after a day, and what was answered is in it."""
_SLOTS = timedelta(days=30)
_BROUGHT_AGAIN = timedelta(days=2)
"""A platform gives an update up after a day."""
_OVER = (State.DONE, State.FAILED, State.WITHDRAWN)


class PrivacyRows:
    """What is kept of learners, and its end."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def belongings(self, learner_id: int) -> Mapping[str, tuple[Row, ...]]:
        """Every row of a learner, by table."""
        return dict(belongings(self._session, learner_id))

    def forget(self, person: Person) -> bool:
        """Erase a learner and everything that hangs on one; whether there was anything.

        A worker that is busy with something of theirs finds its lease gone and writes nothing.
        """
        row = self._session.scalars(
            select(LearnerRow)
            .where(LearnerRow.platform == person.platform, LearnerRow.user_id == person.user_id)
            .with_for_update()
        ).one_or_none()
        if row is None:
            return False
        self._erase_beside(row.id, private_chat(person))
        self._session.execute(delete(GroupRow).where(*self._alone(person)))
        self._session.execute(delete(LearnerRow).where(LearnerRow.id == row.id))
        self.forbid_training(person)
        self._session.merge(DepartedRow(digest=self.digest(person), left_at=self._now))
        return True

    def erase_departed(self) -> int:
        """After a backup was restored: erase again who left since it was made; how many. Who came back after stays.

        Who forbade training since then has forbidden it. A digest takes some hundredths of a second for each learner.
        """
        departed = {row.digest: row.left_at for row in self._session.scalars(select(DepartedRow))}
        forbidden = self.forgotten()
        if not departed and not forbidden:
            return 0
        erased = 0
        for row in self._session.scalars(select(LearnerRow)).all():
            person = Person(Platform(row.platform), row.user_id)
            digest = self.digest(person)
            if digest in departed and row.created_at <= departed[digest]:
                learner_id = row.id
                self._session.expunge(row)
                self._erase_beside(learner_id, private_chat(person))
                groups = self._session.scalars(select(GroupRow.id).where(*self._alone(person))).all()
                erase_by_hand(self._session, Base.metadata.tables[GroupRow.__tablename__], groups)
                erase_by_hand(self._session, Base.metadata.tables[LearnerRow.__tablename__], [learner_id])
                erased += 1
            elif digest in forbidden and row.allows_training:
                row.allows_training = False
                OpinionRows(self._session, self._now).teach_no_more(row.id)
        return erased

    def forbid_training(self, person: Person) -> None:
        """Lines of this learner do not belong in a training set any more."""
        digest = self.digest(person)
        if self._session.get(ForgottenRow, digest) is None:
            self._session.add(ForgottenRow(digest=digest, created_at=self._now))

    def allow_training(self, person: Person) -> None:
        """They may be there again."""
        self._session.execute(delete(ForgottenRow).where(ForgottenRow.digest == self.digest(person)))

    def digest(self, person: Person) -> str:
        """Names a learner in a training set: the same for the same person here, and meaningless elsewhere.

        scrypt (RFC 7914) with this installation's salt, because there are few enough user ids to try them all.
        """
        salt = self._session.scalars(select(SaltRow.value)).one()
        return hashlib.scrypt(person.name.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32).hex()

    def forgotten(self) -> frozenset[str]:
        """The digests of everybody whose lines do not belong in a training set: they left, or took their consent back."""
        return frozenset(self._session.scalars(select(ForgottenRow.digest)))

    def erase_history(self, learner_id: int) -> None:
        """Essays that were marked and tests that are over, with their reports; what is under way goes on."""
        over = SubmissionRow.state.in_(_OVER)
        self._session.execute(delete(SubmissionRow).where(SubmissionRow.learner_id == learner_id, over))
        ended = SpeakingTestRow.state.in_((Standing.RATED, Standing.UNRATED))
        self._session.execute(delete(SpeakingTestRow).where(SpeakingTestRow.learner_id == learner_id, ended))

    def erase_old(self, history: timedelta, recordings: timedelta) -> int:
        """Erase what is older than it may be kept; the number of rows.

        Of learners who want no history what is over goes after a day, so that a report can be read. Essays that were
        taken back or never finished go after a week, and so do recordings that nobody wants kept and pictures without an
        essay. A learner who has not
        been here for ``history`` goes altogether.
        """
        now = self._now
        forgetful = select(LearnerRow.id).where(LearnerRow.keeps_history.is_(False))
        left = and_(
            SubmissionRow.state.in_((State.COLLECTING, State.WITHDRAWN)), SubmissionRow.created_at < now - _ABANDONED
        )
        soon = and_(SubmissionRow.learner_id.in_(forgetful), SubmissionRow.finished_at < now - _WITHOUT_HISTORY)
        ended = and_(SpeakingTestRow.learner_id.in_(forgetful), SpeakingTestRow.ended_at < now - _WITHOUT_HISTORY)
        heard = and_(
            TurnRow.recording.is_not(None),
            TurnRow.state.in_((Hearing.HEARD, Hearing.FAILED)),
        )
        unkept = and_(
            TurnRow.received_at < now - _ABANDONED,
            TurnRow.test_id.in_(
                select(SpeakingTestRow.id).join(LearnerRow).where(LearnerRow.keeps_recordings.is_(False))
            ),
        )
        seen = func.coalesce(LearnerRow.seen_at, LearnerRow.created_at)
        practised = and_(AnswerRow.learner_id.in_(forgetful), AnswerRow.received_at < now - _WITHOUT_HISTORY - _DIGEST)
        statements = (
            update(TurnRow).where(heard, or_(TurnRow.received_at < now - recordings, unkept)).values(recording=None),
            delete(SubmissionRow).where(or_(left, soon, SubmissionRow.created_at < now - history)),
            delete(SpeakingTestRow).where(or_(ended, SpeakingTestRow.started_at < now - history)),
            delete(AnswerRow).where(or_(practised, AnswerRow.received_at < now - history)),
            delete(PostRow).where(PostRow.posted_at < now - history),
            delete(OwnVisualRow).where(OwnVisualRow.submission_id.is_(None), OwnVisualRow.sent_at < now - _ABANDONED),
            delete(SlotRow).where(SlotRow.updated_at < now - _SLOTS),
            delete(RefusalRow).where(RefusalRow.until < now),
            delete(UpdateRow).where(UpdateRow.taken_at < now - _BROUGHT_AGAIN),
            delete(LearnerRow).where(seen < now - history, not_(self._has_anything())),
        )
        return sum(self._session.execute(each).rowcount for each in statements)  # type: ignore[attr-defined]

    def numbers(self) -> Mapping[str, int]:
        """How much there is of everything, and how much of it is new: nothing about anybody in particular."""
        day, week = self._now - timedelta(days=1), self._now - timedelta(days=7)
        wanted = {
            "learners": select(func.count()).select_from(LearnerRow),
            "learners-week": select(func.count()).select_from(LearnerRow).where(LearnerRow.seen_at > week),
            "learners-new": select(func.count()).select_from(LearnerRow).where(LearnerRow.created_at > week),
            "essays": select(func.count()).select_from(SubmissionRow).where(SubmissionRow.queued_at.is_not(None)),
            "essays-day": select(func.count()).select_from(SubmissionRow).where(SubmissionRow.queued_at > day),
            "essays-waiting": select(func.count())
            .select_from(SubmissionRow)
            .where(SubmissionRow.state.in_((State.QUEUED, State.WORKING))),
            "essays-failed": select(func.count()).select_from(SubmissionRow).where(SubmissionRow.state == State.FAILED),
            "reports": select(func.count()).select_from(ReportRow),
            "tests": select(func.count()).select_from(SpeakingTestRow),
            "tests-day": select(func.count()).select_from(SpeakingTestRow).where(SpeakingTestRow.started_at > day),
            "liked": select(func.count()).select_from(OpinionRow).where(OpinionRow.liked.is_(True)),
            "disliked": select(func.count()).select_from(OpinionRow).where(OpinionRow.liked.is_(False)),
            "suggestions": select(func.count()).select_from(OpinionRow).where(OpinionRow.suggestion.is_not(None)),
            "undelivered": select(func.count())
            .select_from(OutboxRow)
            .where(OutboxRow.delivered_at.is_(None), OutboxRow.given_up.is_(None)),
            "blocked": select(func.count()).select_from(BlockedRow),
            "forgotten": select(func.count()).select_from(ForgottenRow),
        }
        return {name: self._session.scalar(query) or 0 for name, query in wanted.items()}

    def _has_anything(self) -> ColumnElement[bool]:
        essays = select(SubmissionRow.id).where(SubmissionRow.learner_id == LearnerRow.id).exists()
        tests = select(SpeakingTestRow.id).where(SpeakingTestRow.learner_id == LearnerRow.id).exists()
        return or_(essays, tests, select(AnswerRow.id).where(AnswerRow.learner_id == LearnerRow.id).exists())

    @staticmethod
    def _alone(person: Person) -> tuple[ColumnElement[bool], ...]:
        """Practice in a private chat is a group of one."""
        alone = private_chat(person)
        return GroupRow.platform == alone.platform, GroupRow.chat_id == alone.chat_id

    def _erase_beside(self, learner_id: int, chat: ChatAddress) -> None:
        """What names a learner and hangs on no row: what stands in their chat or in a group's, and notices to a group."""

        def ids(table: type[SubmissionRow | SpeakingTestRow | AnswerRow]) -> list[int]:
            return list(self._session.scalars(select(table.id).where(table.learner_id == learner_id)))

        answers = ids(AnswerRow)
        slots = [f"submission-{each}" for each in ids(SubmissionRow)]
        slots += [f"test-{each}" for each in ids(SpeakingTestRow)] + [f"{REACTION}-{each}" for each in answers]
        kinds = [f"{REACTION}:{each}" for each in answers]
        theirs = and_(SlotRow.platform == chat.platform, SlotRow.chat_id == chat.chat_id)
        self._session.execute(delete(SlotRow).where(or_(theirs, SlotRow.name.in_(slots))))
        self._session.execute(delete(OutboxRow).where(OutboxRow.kind.in_(kinds)))
