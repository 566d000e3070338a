"""Rounds of the schedule: every worker has a schedule of its own, and one of them does each round.

A round is leased until the next is due, and not to be renewed: no worker leads, so none that is killed has to be missed
first. Whichever schedule comes first after that does the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.table import Base, Moment

_SLACK = 0.8
"""A schedule's own ticks come a little early or late; its next must not find the last still standing."""


class RoundRow(Base):
    """A round of the schedule, by the task's name: nobody needs to do it again before ``next_at``."""

    __tablename__ = "rounds"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(Moment)


class RoundRows:
    """Whose turn it is."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def begin(self, name: str, every: timedelta) -> bool:
        """Whether the caller is to do this round now; ``False``: somebody did within the last ``every``.

        A time that lies too far ahead was written by a clock that is wrong, and holds nobody up.
        """
        due = or_(RoundRow.next_at <= self._now, RoundRow.next_at > self._now + every)
        later = self._now + every * _SLACK
        mine = update(RoundRow).where(RoundRow.name == name, due).values(next_at=later)
        if self._session.execute(mine).rowcount:  # type: ignore[attr-defined]
            return True
        if self._session.get(RoundRow, name) is not None:
            return False
        try:
            with self._session.begin_nested():
                self._session.add(RoundRow(name=name, next_at=later))
        except IntegrityError:
            return False
        return True
