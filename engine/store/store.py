"""The store: one transaction at a time, and what may be done inside one.

Nobody commits by hand: ``with store.transaction() as transaction`` commits at its end, or nothing of it happened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from engine.errors import TryAgain
from engine.ports import Clock
from engine.store.bank import BankRows
from engine.store.challenges import ChallengeRows
from engine.store.group_answers import GroupAnswerRows
from engine.store.groups import GroupRows
from engine.store.hearing import HearingRows
from engine.store.intake import IntakeRows
from engine.store.jobs import JobRows
from engine.store.learners import LearnerRows
from engine.store.operation import OperationRows
from engine.store.opinions import OpinionRows
from engine.store.outbox import OutboxRows
from engine.store.passages import PassageRows
from engine.store.privacy import PrivacyRows
from engine.store.progress import ProgressRows
from engine.store.recordings.objects import SoundObjectRows
from engine.store.report_questions import ReportQuestionRows
from engine.store.rounds import RoundRows
from engine.store.session import open_engine
from engine.store.speaking import SpeakingRows
from engine.store.tasks import TaskRows
from engine.store.updates import UpdateRows
from engine.store.visuals import VisualRows
from engine.store.work import WorkRows


def now_utc() -> datetime:
    """The clock in use outside tests."""
    return datetime.now(UTC)


class Transaction:
    """What may be done in one transaction, by the table that it is done to. ``now`` does not move inside it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.now = now
        self.intake = IntakeRows(session, now)
        self.learners = LearnerRows(session, now)
        self.work = WorkRows(session, now)
        self.jobs = JobRows(session, now)
        self.operation = OperationRows(session, now)
        self.rounds = RoundRows(session, now)
        self.updates = UpdateRows(session, now)
        self.outbox = OutboxRows(session, now)
        self.report_questions = ReportQuestionRows(session, now)
        self.opinions = OpinionRows(session, now)
        self.privacy = PrivacyRows(session, now)
        self.progress = ProgressRows(session)
        self.speaking = SpeakingRows(session, now)
        self.tasks = TaskRows(session, now)
        self.visuals = VisualRows(session, now)
        self.bank = BankRows(session, now)
        self.hearing = HearingRows(session, now)
        self.sound_objects = SoundObjectRows(session, now)
        self.passages = PassageRows(session, now)
        self.groups = GroupRows(session, now)
        self.group_answers = GroupAnswerRows(session, now)
        self.challenges = ChallengeRows(session, now)


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

    def scrub(self) -> None:
        """After something was erased: make SQLite's file hold nothing of it, in free pages or in the write-ahead log.

        The file is written anew without its free pages and the log is emptied. PostgreSQL does the like by itself
        (autovacuum), in its own time.

        Raises:
            TryAgain: the database is busy; what was erased stays erased, and traces of it go with the next scrub.
        """
        if self._engine.dialect.name != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            connection.execute("VACUUM")
            (busy, *_), *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.OperationalError as error:
            raise TryAgain("the database is busy") from error
        finally:
            connection.close()
        if busy:
            raise TryAgain("the database is busy")

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
