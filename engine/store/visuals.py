"""Learners' own visuals of a Task 1: pictures that they sent, and figures that they typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, ChatMessage
from engine.ielts.submissions import State
from engine.store.tables import SubmissionRow
from engine.store.visual_tables import OwnVisualRow

WAITS = timedelta(days=1)
"""An answer that comes later is about another visual."""
_STILL_ABOUT = timedelta(days=1)


class VisualRows:
    """What waits for its essay, and what an essay has."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def keep(
        self,
        learner_id: int,
        message: ChatMessage,
        submission_id: int | None,
        *,
        picture: bytes | None = None,
        figures: str | None = None,
    ) -> None:
        """Keep what came with a message, for an essay or for the next one; the same message again changes it."""
        where = message.address
        row = self._session.scalars(
            select(OwnVisualRow).where(*_in(where), OwnVisualRow.message_id == message.message_id)
        ).one_or_none()
        if row is None:
            row = OwnVisualRow(
                learner_id=learner_id,
                platform=where.platform,
                chat_id=where.chat_id,
                message_id=message.message_id,
                submission_id=submission_id,
            )
            self._session.add(row)
        row.picture, row.figures, row.sent_at = picture, figures, self._now
        self._session.flush()

    def kept(self, learner_id: int, within: timedelta) -> int:
        """How many this learner sent within so much time."""
        query = select(func.count()).where(
            OwnVisualRow.learner_id == learner_id, OwnVisualRow.sent_at > self._now - within
        )
        return self._session.scalar(query) or 0

    def give_to(self, submission_id: int, learner_id: int, address: ChatAddress) -> None:
        """What waits in this chat is this essay's."""
        self._session.execute(
            update(OwnVisualRow)
            .where(*_in(address), *self._waiting(learner_id), OwnVisualRow.sent_at >= self._now - WAITS)
            .values(submission_id=submission_id)
        )

    def waiting_figures(self, learner_id: int, address: ChatAddress) -> int | None:
        """The number of the newest figures that wait here for an essay."""
        return self._session.scalars(
            select(OwnVisualRow.id)
            .where(
                *_in(address),
                *self._waiting(learner_id),
                OwnVisualRow.figures.is_not(None),
                OwnVisualRow.sent_at >= self._now - WAITS,
            )
            .order_by(OwnVisualRow.id.desc())
            .limit(1)
        ).first()

    def pass_on(self, old: int, new: int) -> None:
        """What one essay has is another's: the same text marked anew."""
        self._session.execute(update(OwnVisualRow).where(OwnVisualRow.submission_id == old).values(submission_id=new))

    def wait_again(self, submission_id: int) -> None:
        """The essay was taken back: what it had waits for another."""
        self._session.execute(
            update(OwnVisualRow).where(OwnVisualRow.submission_id == submission_id).values(submission_id=None)
        )

    def waiting_essay(self, learner_id: int, address: ChatAddress) -> int | None:
        """The last answer to an Academic Task 1 here that no worker has begun."""
        return self._essay(learner_id, address, SubmissionRow.state == State.QUEUED)

    def marked_essay(self, learner_id: int, address: ChatAddress) -> int | None:
        """The last answer to an Academic Task 1 here that was marked within a day, or is being marked."""
        recent = SubmissionRow.queued_at >= self._now - _STILL_ABOUT
        return self._essay(learner_id, address, SubmissionRow.state.in_((State.WORKING, State.DONE)) & recent)

    def _essay(self, learner_id: int, address: ChatAddress, which: ColumnElement[bool]) -> int | None:
        return self._session.scalars(
            select(SubmissionRow.id)
            .where(
                SubmissionRow.learner_id == learner_id,
                SubmissionRow.platform == address.platform,
                SubmissionRow.chat_id == address.chat_id,
                SubmissionRow.task == "W1A",
                which,
            )
            .order_by(SubmissionRow.id.desc())
            .limit(1)
        ).first()

    @staticmethod
    def _waiting(learner_id: int) -> tuple[ColumnElement[bool], ...]:
        return OwnVisualRow.learner_id == learner_id, OwnVisualRow.submission_id.is_(None)


def _in(address: ChatAddress) -> tuple[ColumnElement[bool], ...]:
    return OwnVisualRow.platform == address.platform, OwnVisualRow.chat_id == address.chat_id
