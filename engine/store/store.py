"""The store: one transaction at a time, and what may be done inside one.

Nobody commits by hand: ``with store.transaction() as transaction`` commits at its end, or nothing of it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from engine.errors import TryAgain
from engine.ports import Clock
from engine.store.asides import AsideRows
from engine.store.hearing import HearingRows
from engine.store.intake import IntakeRows
from engine.store.outbox import OutboxRows
from engine.store.session import open_engine
from engine.store.speaking import SpeakingRows
from engine.store.work import WorkRows


def now_utc() -> datetime:
    """The clock in use outside tests."""
    return datetime.now(UTC)


class Transaction:
    """What may be done in one transaction, by the table that it is done to. ``now`` does not move inside it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.now = now
        self.intake = IntakeRows(session, now)
        self.work = WorkRows(session, now)
        self.outbox = OutboxRows(session, now)
        self.asides = AsideRows(session, now)
        self.speaking = SpeakingRows(session, now)
        self.hearing = HearingRows(session, now)


class Store:
    """Opens transactions on one database."""

    def __init__(self, engine: Engine, clock: Clock = now_utc) -> None:
        self._engine = engine
        self._clock = clock

    @classmethod
    def open(cls, url: str, clock: Clock = now_utc) -> Store:
        """A store on the database at ``url``.

        Raises:
            OperatorMistake: the URL cannot be used.
        """
        return cls(open_engine(url), clock)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Everything inside happens, or nothing.

        Raises:
            TryAgain: the database is away or busy, or two transactions stood in each other's way.
        """
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield Transaction(session, self._clock())
        except OperationalError as error:
            raise TryAgain("the database is busy or away") from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise TryAgain("the database went away") from error
            raise

    def ping(self) -> None:
        """Ask the database anything.

        Raises:
            TryAgain: it does not answer.
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError as error:
            raise TryAgain("the database does not answer") from error

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()
