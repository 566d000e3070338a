"""One engine a process, set up for the database that it talks to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from engine.errors import OperatorMistake

_BUSY_MS = 15_000


def open_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys, a busy timeout, writers in line) or PostgreSQL.

    Raises:
        OperatorMistake: the URL cannot be used; the message says what to change.
    """
    try:
        backend = make_url(url).get_backend_name()
        if backend == "sqlite":
            return _sqlite(url)
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    except (ArgumentError, NoSuchModuleError) as error:
        raise OperatorMistake("BANDMATE_DATABASE_URL is not a database URL that SQLAlchemy knows.") from error
    except ModuleNotFoundError as error:
        raise OperatorMistake(
            "The database driver is missing: pip install 'bandmate[postgres]' (and write postgresql+psycopg://...)."
        ) from error


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees the database as it is at its first question, and keeps nobody from writing meanwhile.

    Raises:
        OperatorMistake: the URL cannot be used.
    """
    engine = open_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            event.remove(engine, "begin", _takes_the_write_lock)
            event.listen(engine, "begin", _reads_only)
        else:
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _takes_the_write_lock(connection: Connection) -> None:
    # A transaction that reads first and then writes may fail as busy at once, whatever the timeout says;
    # taking the write lock at the start makes writers wait in line instead.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _reads_only(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
        # The driver must not begin transactions by itself: see _takes_the_write_lock.
        connection.isolation_level = None
        # secure_delete: what is erased is overwritten, not left in free pages.
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_MS}",
            "synchronous=NORMAL",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "begin", _takes_the_write_lock)
    return engine
