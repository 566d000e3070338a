"""Challenges: which questions, which of them is open, and who chose what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.ielts.groups.challenge import Press
from engine.store.group_tables import ChallengeRow, PressRow
from engine.store.groups import Group, GroupRows
from engine.store.tables import LearnerRow

CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge; ``at`` is the open question (from 0), ``ended``: it is over, and its table stands."""

    id: int
    group: Group
    items: tuple[str, ...]
    seed: int
    at: int
    started_at: datetime
    ended: bool


class ChallengeRows:
    """Challenges and presses."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._groups = GroupRows(session, now)

    def start(self, group: Group, items: Sequence[str], seed: int) -> Challenge:
        """A new challenge, at its first question."""
        row = ChallengeRow(group_id=group.id, items="\n".join(items), seed=seed, at=0, started_at=self._now)
        self._session.add(row)
        self._session.flush()
        return self._challenge(row)

    def get(self, challenge_id: int) -> Challenge | None:
        """The challenge with this id, locked until the transaction ends."""
        row = self._session.scalars(
            select(ChallengeRow).where(ChallengeRow.id == challenge_id).with_for_update()
        ).one_or_none()
        return None if row is None else self._challenge(row)

    def open(self, group_id: int) -> Challenge | None:
        """The challenge that goes on in a group."""
        row = self._session.scalars(
            select(ChallengeRow)
            .where(ChallengeRow.group_id == group_id, ChallengeRow.ended_at.is_(None))
            .order_by(ChallengeRow.id.desc())
            .limit(1)
        ).first()
        return None if row is None else self._challenge(row)

    def used(self, group_id: int, within: timedelta) -> frozenset[str]:
        """Questions of the group's recent challenges."""
        lists = self._session.scalars(
            select(ChallengeRow.items).where(
                ChallengeRow.group_id == group_id, ChallengeRow.started_at > self._now - within
            )
        )
        return frozenset(item for text in lists for item in text.split("\n"))

    def press(self, challenge_id: int, learner_id: int, number: int, choice: int) -> int:
        """A member's choice at a question; the one that counts, which is the first."""
        where = (PressRow.challenge_id == challenge_id, PressRow.learner_id == learner_id, PressRow.number == number)
        known = self._session.scalars(select(PressRow.choice).where(*where)).first()
        if known is not None:
            return known
        self._session.add(PressRow(challenge_id=challenge_id, learner_id=learner_id, number=number, choice=choice))
        self._session.flush()
        return choice

    def presses(self, challenge_id: int) -> Sequence[Press]:
        """Every choice, in the order in which they were made."""
        rows = self._session.execute(
            select(LearnerRow.user_id, PressRow.number, PressRow.choice)
            .join(LearnerRow, LearnerRow.id == PressRow.learner_id)
            .where(PressRow.challenge_id == challenge_id)
            .order_by(PressRow.id)
        )
        return [Press(user_id, number, choice) for user_id, number, choice in rows]

    def move_on(self, challenge: Challenge, *, ended: bool) -> bool:
        """To the next question, or to the end; ``False``: somebody else moved it on."""
        values = {"ended_at": self._now} if ended else {"at": challenge.at + 1}
        changed = self._session.execute(
            update(ChallengeRow)
            .where(ChallengeRow.id == challenge.id, ChallengeRow.at == challenge.at, ChallengeRow.ended_at.is_(None))
            .values(**values)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]

    def stale(self, after: timedelta, most: int = 50) -> Sequence[Challenge]:
        """Challenges that nobody has brought to an end for so long."""
        rows = self._session.scalars(
            select(ChallengeRow)
            .where(ChallengeRow.ended_at.is_(None), ChallengeRow.started_at < self._now - after)
            .order_by(ChallengeRow.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        ).all()
        return [self._challenge(row) for row in rows]

    def _challenge(self, row: ChallengeRow) -> Challenge:
        self._session.refresh(row)
        items = tuple(row.items.split("\n"))
        ended = row.ended_at is not None
        return Challenge(row.id, self._groups.get(row.group_id), items, row.seed, row.at, row.started_at, ended)
