"""A backup into a database: all of it in one transaction, or the database stays as it was.

The tables are made as they were when the backup was made, filled, and then brought to the newest shape by the same
migrations as everybody's. Whoever was forgotten since then is erased again, before anything is committed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, DateTime, MetaData, Table, delete, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from engine.backup.dump import is_empty
from engine.backup.numbers import highest_numbers, set_numbers
from engine.backup.records import Contents, read_backup
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings
from engine.store.migrate import downgrade, revisions, upgrade
from engine.store.privacy import PrivacyRows
from engine.store.session import open_engine
from engine.store.store import Store
from engine.store.tables import DepartedRow, ForgottenRow, SaltRow

log = logging.getLogger(__name__)
_LISTS = ("departed", "forgotten")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was in the backup, and how many learners were erased again because they had been forgotten since."""

    contents: Contents
    erased: int


@dataclass
class Departures:
    """Who left, or forbade training, by one installation's salt; as a reader, it takes the list from another backup."""

    salt: str = ""
    lists: dict[str, list[Mapping[str, object]]] = field(default_factory=dict)

    def begin(self, revision: str) -> None:
        """Any revision will do."""

    def rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Keeps the lists and the salt."""
        if table == "salt":
            self.salt = str(rows[0]["value"])
        elif table in _LISTS:
            self.lists.setdefault(table, []).extend(rows)


class _Nothing:
    def begin(self, revision: str) -> None: ...
    def rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None: ...


def check(path: Path, identity: Path | None) -> Contents:
    """Read a backup to its end and hold it to its last line; no database is touched.

    Raises:
        OperatorMistake: it cannot be used.
    """
    return read_backup(path, identity, _Nothing())


def restore(
    settings: Settings, path: Path, *, identity: Path | None = None, replace: bool = False, newer: Sequence[Path] = ()
) -> Restored:
    """Put a backup into the database that the settings name.

    ``replace``: what is in it goes, but for who was forgotten. ``newer``: other backups of the same installation, of
    which only that list is taken: where the database was lost, they know of who was forgotten since ``path`` was made.

    Raises:
        OperatorMistake: the backup cannot be used, or the database holds something and ``replace`` was not said.
        TryAgain: the database is away or busy.
    """
    lists = []
    for other in newer:
        found = Departures()
        read_backup(other, identity, found)
        lists.append(found)
    upgrade(settings)
    engine = open_engine(settings.resolved_database_url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # Tables are dropped and made anew; said before the transaction begins, within it would change nothing.
                connection.connection.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                restored = _restore(settings, connection, path, identity, lists, replace=replace)
    except OperationalError as error:
        raise TryAgain("the database is away or busy; it is as it was") from error
    except DatabaseError as error:
        raise OperatorMistake(f"{path} does not fit together; the database is as it was.") from error
    finally:
        engine.dispose()
    store = Store.open(settings.resolved_database_url)
    try:
        store.scrub()
    except TryAgain:
        log.warning("the database is too busy to be scrubbed now")  # as after /forget: with the daily round
    finally:
        store.close()
    return restored


def _restore(
    settings: Settings,
    connection: Connection,
    path: Path,
    identity: Path | None,
    lists: list[Departures],
    *,
    replace: bool,
) -> Restored:
    if not (replace or is_empty(connection)):
        raise OperatorMistake(
            "The database is not empty: --replace throws away what is in it, and puts the backup there."
        )
    before = highest_numbers(connection)
    lists.append(_departures(connection))
    contents = read_backup(path, identity, _Filling(settings, connection))
    upgrade(settings, connection=connection)
    set_numbers(connection, contents.numbers, before)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise OperatorMistake(f"{path} does not fit together; the database is as it was.")
    with Session(connection) as session:
        for departures in lists:
            _remember(session, departures)
        erased = PrivacyRows(session, datetime.now(UTC)).erase_departed()
        session.commit()
    return Restored(contents, erased)


class _Filling:
    """Makes the tables as they were and fills them."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self._settings = settings
        self._connection = connection
        self._tables = MetaData()

    def begin(self, revision: str) -> None:
        if revision not in revisions(self._settings):
            raise OperatorMistake(
                f"The backup is of revision {revision}, which this Bandmate does not know: pip install --upgrade bandmate"
            )
        downgrade(self._settings, "base", self._connection)
        upgrade(self._settings, revision, self._connection)
        self._connection.execute(delete(self._table("salt")))

    def rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        target = self._table(table)
        naive = self._connection.dialect.name == "sqlite"
        moments = {column.name for column in target.columns if isinstance(column.type, DateTime)} if naive else set()
        self._connection.execute(
            insert(target),
            [
                {name: cell.replace(tzinfo=None) if name in moments and cell else cell for name, cell in row.items()}  # type: ignore[attr-defined]
                for row in rows
            ],
        )

    def _table(self, name: str) -> Table:
        return Table(name, self._tables, autoload_with=self._connection, resolve_fks=False)


def _departures(connection: Connection) -> Departures:
    tables = {"salt": SaltRow, "departed": DepartedRow, "forgotten": ForgottenRow}
    found = Departures()
    for name, table in tables.items():
        rows: list[Mapping[str, object]] = [dict(row) for row in connection.execute(select(table.__table__)).mappings()]
        if rows:
            found.rows(name, rows)
    return found


def _remember(session: Session, departures: Departures) -> None:
    """Adds who left meanwhile. Another installation's digests name nobody here."""
    if departures.salt != session.scalars(select(SaltRow.value)).one():
        return
    for row in departures.lists.get("departed", ()):
        there, left_at = session.get(DepartedRow, row["digest"]), row["left_at"]
        if there is None:
            session.add(DepartedRow(**row))
        elif isinstance(left_at, datetime):
            there.left_at = max(there.left_at, left_at)
    for row in departures.lists.get("forgotten", ()):
        if session.get(ForgottenRow, row["digest"]) is None:
            session.add(ForgottenRow(**row))
    session.flush()
