"""One engine a process, set up for the database that it talks to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
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


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
        # The driver must not begin transactions by itself: see _begun.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its Connection
        # A transaction that reads first and then writes may fail as busy at once, whatever the timeout says;
        # taking the write lock at the start makes writers wait in line instead.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
