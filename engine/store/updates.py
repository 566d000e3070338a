"""Updates of a platform that brings each to any of several bots, and again where an answer was slow: each counts once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, String, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import TryAgain
from engine.ielts.chat import Platform
from engine.store.table import Base, Moment

_HANDLED_WITHIN = timedelta(seconds=20)
_AGAIN = timedelta(seconds=1)


class UpdateRow(Base):
    """An update by its number at the platform; ``done``: it was handled. It says nothing of anybody."""

    __tablename__ = "updates"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Moment)
    done: Mapped[bool]


class UpdateRows:
    """Who handles an update."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def take(self, platform: Platform, number: int) -> bool:
        """Whether the caller is to handle it; ``False``: it was handled.

        Raises:
            TryAgain: another process is at it, or was killed while it was, some seconds ago.
        """
        row = self._session.get(UpdateRow, (platform, number), with_for_update=True)
        if row is None:
            try:
                with self._session.begin_nested():
                    self._session.add(UpdateRow(platform=platform, number=number, taken_at=self._now, done=False))
            except IntegrityError as error:
                raise TryAgain("another process handles this update", _AGAIN) from error
            return True
        if row.done:
            return False
        if row.taken_at > self._now - _HANDLED_WITHIN:
            raise TryAgain("another process handles this update", _AGAIN)
        row.taken_at = self._now
        return True

    def done(self, platform: Platform, number: int) -> None:
        """It was handled."""
        here = (UpdateRow.platform == platform, UpdateRow.number == number)
        self._session.execute(update(UpdateRow).where(*here).values(done=True))

    def let_go(self, platform: Platform, number: int) -> None:
        """It was not handled after all: the platform brings it again."""
        here = (UpdateRow.platform == platform, UpdateRow.number == number, UpdateRow.done.is_(False))
        self._session.execute(delete(UpdateRow).where(*here))
