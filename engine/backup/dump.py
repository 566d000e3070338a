"""Every row of the database as lines of JSON, of one moment, while learners go on writing.

The first line says what it is (``backup`` is the format's number, ``revision`` the shape of the database, ``made_at``).
Each table begins with a line that names it and its columns; its rows follow, a list a line. The last line counts the
rows, gives the highest number that each table has given out (so that none is given again), and the SHA-256 of all lines
before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from engine.backup.cells import to_json
from engine.backup.numbers import highest_numbers
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings
from engine.store.migrate import current
from engine.store.session import snapshot
from engine.store.tables import Base

FORMAT = 1
_AT_ONCE = 200


def dump(settings: Settings) -> Iterator[bytes]:
    """The lines, each with its line end. Only our own tables: what the database makes of them it makes again.

    Raises:
        TryAgain: the database is away.
        OperatorMistake: it is not at the newest revision.
    """
    at, newest = current(settings)
    if at != newest:
        raise OperatorMistake(f"The database is at {at or 'nothing yet'}, newest {newest}: bandmate db upgrade")
    digest = hashlib.sha256()
    rows: dict[str, int] = {}

    def line(content: object) -> bytes:
        written = json.dumps(content, separators=(",", ":")).encode() + b"\n"
        digest.update(written)
        return written

    try:
        with snapshot(settings.resolved_database_url) as connection:
            yield line({"backup": FORMAT, "revision": at, "made_at": datetime.now(UTC).isoformat()})
            for table in Base.metadata.sorted_tables:
                yield line({"table": table.name, "columns": [column.name for column in table.columns]})
                rows[table.name] = 0
                for row in connection.execution_options(yield_per=_AT_ONCE).execute(select(table)):
                    rows[table.name] += 1
                    yield line([to_json(cell) for cell in row])
            numbers = highest_numbers(connection)
    except OperationalError as error:
        raise TryAgain("the database is away or busy") from error
    yield line({"end": rows, "numbers": numbers, "sha256": digest.hexdigest()})


def is_empty(connection: Connection) -> bool:
    """Whether the database, at the newest revision, holds nothing but its salt."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "salt"]
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)
