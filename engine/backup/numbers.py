"""The highest row number that each table has given out: one that was erased is never given again, after a restore neither."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, func, inspect, select, text

from engine.store.tables import Base


def highest_numbers(connection: Connection) -> dict[str, int]:
    """By table, of those that are here and count."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return {}
        counted = {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
        return {table.name: int(counted[table.name]) for table in _counting() if table.name in counted}
    highest = {}
    for table in _counting():
        sequence = _sequence(connection, table)
        if sequence is not None:
            last, called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - PostgreSQL's own name
            highest[table.name] = int(last) if called else 0
    return highest


def set_numbers(connection: Connection, *known: Mapping[str, int]) -> None:
    """Go on counting after the highest of these and of what is in the table."""
    for table in _counting():
        there = connection.scalar(select(func.max(table.c.id))) or 0
        highest = max(there, *(each.get(table.name, 0) for each in known))
        if not highest:
            continue
        if connection.dialect.name == "sqlite":
            if table.dialect_options["sqlite"]["autoincrement"]:
                connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
                connection.execute(
                    text("INSERT INTO sqlite_sequence(name, seq) VALUES (:name, :seq)"),
                    {"name": table.name, "seq": highest},
                )
        elif (sequence := _sequence(connection, table)) is not None:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _counting() -> list[Table]:
    counts = {table: table.autoincrement_column for table in Base.metadata.sorted_tables}
    return [table for table, column in counts.items() if column is not None and column.name == "id"]


def _sequence(connection: Connection, table: Table) -> str | None:
    if not inspect(connection).has_table(table.name):
        return None
    found = connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
    return None if found is None else str(found)
