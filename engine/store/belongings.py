"""Everything in the database that belongs to one learner, found by following foreign keys: no table can be overlooked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.orm import Session

from engine.store.tables import Base, LearnerRow

Row = Mapping[str, Any]


def belonging_tables() -> tuple[Table, ...]:
    """The learners' table, and every table whose rows hang on it, parents first."""
    mine: list[Table] = []
    for table in Base.metadata.sorted_tables:
        if table.name == LearnerRow.__tablename__ or any(key.column.table in mine for key in table.foreign_keys):
            mine.append(table)
    return tuple(mine)


def belongings(session: Session, learner_id: int) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The learner's rows, table by table, oldest first."""
    ids: dict[str, set[object]] = {}
    for table in belonging_tables():
        keys = [key for key in table.foreign_keys if key.column.table.name in ids]
        if table.name == LearnerRow.__tablename__:
            which = table.c.id == learner_id
        else:
            which = or_(*(key.parent.in_(ids[key.column.table.name]) for key in keys))
        found = session.execute(select(table).where(which).order_by(*table.primary_key)).mappings()
        rows: tuple[Row, ...] = tuple(dict(each) for each in found)
        ids[table.name] = {row["id"] for row in rows} if "id" in table.c else set()
        if rows:
            yield table.name, rows


def erase_by_hand(session: Session, table: Table, ids: Collection[int]) -> None:
    """Erase rows and all that hangs on them, where SQLite was told not to follow foreign keys by itself."""
    for child in Base.metadata.tables.values():
        for key in (key for key in child.foreign_keys if ids and key.column.table is table):
            theirs = key.parent.in_(ids)
            if key.ondelete != "CASCADE":
                session.execute(update(child).where(theirs).values({key.parent.name: None}))
            elif "id" in child.c:
                erase_by_hand(session, child, session.scalars(select(child.c.id).where(theirs)).all())
            else:
                session.execute(delete(child).where(theirs))
    session.execute(delete(table).where(table.c.id.in_(ids)))
