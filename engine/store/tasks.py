"""Tasks that learners were given to write, by their ids in the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.bank.tasks import BankTask
from engine.ielts.chat import ChatAddress
from engine.store.tables import GivenTaskRow, SlotRow

ANSWERED_WITHIN = timedelta(days=7)
"""An essay that comes later is not taken for an answer to the task, unless it replies to its message."""
_PLACE = "task-"


@dataclass(frozen=True, slots=True)
class GivenTask:
    """A task as a learner was given it: its id in the bank, its code, and the words that they read."""

    id: str
    code: str
    prompt: str


class TaskRows:
    """What was given, when, and whether an essay answered it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def give(self, learner_id: int, address: ChatAddress, task: BankTask) -> str:
        """Write down that this learner was given this task here, now; the name of the place of its message."""
        row = self._session.scalars(
            select(GivenTaskRow).where(GivenTaskRow.learner_id == learner_id, GivenTaskRow.task == task.id)
        ).one_or_none()
        if row is None:
            row = GivenTaskRow(learner_id=learner_id, task=task.id)
            self._session.add(row)
        row.platform, row.chat_id = address.platform, address.chat_id
        row.code, row.prompt = task.code, task.text
        row.given_at, row.answered_at, row.submission_id = self._now, None, None
        self._session.flush()
        # The moment is in it: a task that comes again is a message of its own.
        return f"{_PLACE}{row.id}-{round(self._now.timestamp())}"

    def shown_in(self, address: ChatAddress, message_id: str) -> GivenTask | None:
        """The task that a message of ours shows, however long ago; ``None``: it shows none."""
        place = self._session.scalars(
            select(SlotRow.name).where(
                SlotRow.platform == address.platform,
                SlotRow.chat_id == address.chat_id,
                SlotRow.message_id == message_id,
                SlotRow.name.startswith(_PLACE),
            )
        ).first()
        row = None if place is None else self._session.get(GivenTaskRow, int(place.split("-")[1]))
        return None if row is None else GivenTask(row.task, row.code, row.prompt)

    def used(self, learner_id: int, address: ChatAddress) -> Sequence[str]:
        """Ids of the tasks that this learner was given anywhere, or anybody in this chat: the longest ago first."""
        here = (GivenTaskRow.platform == address.platform) & (GivenTaskRow.chat_id == address.chat_id)
        query = select(GivenTaskRow.task).where(or_(GivenTaskRow.learner_id == learner_id, here))
        return list(self._session.scalars(query.order_by(GivenTaskRow.given_at, GivenTaskRow.id)))

    def waiting(self, learner_id: int, address: ChatAddress) -> GivenTask | None:
        """The task that this learner was given last in this chat, unless an essay has answered it or it is long ago."""
        row = self._session.scalars(
            select(GivenTaskRow)
            .where(
                GivenTaskRow.learner_id == learner_id,
                GivenTaskRow.platform == address.platform,
                GivenTaskRow.chat_id == address.chat_id,
            )
            .order_by(GivenTaskRow.given_at.desc(), GivenTaskRow.id.desc())
            .limit(1)
        ).first()
        if row is None or row.answered_at is not None or row.given_at < self._now - ANSWERED_WITHIN:
            return None
        return GivenTask(row.task, row.code, row.prompt)

    def of_submission(self, submission_id: int) -> str | None:
        """The id in the bank of the task that this essay answers."""
        return self._session.scalar(select(GivenTaskRow.task).where(GivenTaskRow.submission_id == submission_id))

    def answered(self, learner_id: int, task: str, submission_id: int) -> None:
        """This essay answers that task."""
        self._session.execute(
            update(GivenTaskRow)
            .where(GivenTaskRow.learner_id == learner_id, GivenTaskRow.task == task)
            .values(answered_at=self._now, submission_id=submission_id)
        )

    def wait_again(self, submission_id: int) -> None:
        """The essay was taken back: its task waits for another."""
        self._session.execute(
            update(GivenTaskRow)
            .where(GivenTaskRow.submission_id == submission_id)
            .values(answered_at=None, submission_id=None)
        )
