"""Rows that workers take one at a time: claimed by compare-and-set with a lease, released, swept up when a worker died."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.store.table import Leased

Row = TypeVar("Row", bound=Leased)


class LeasedRows(Generic[Row]):
    """One table's rows of work: they wait in the state ``waits`` and are worked on in the state ``works``."""

    def __init__(self, session: Session, now: datetime, table: type[Row], waits: StrEnum, works: StrEnum) -> None:
        self._session = session
        self._now = now
        self._table = table
        self._waits = waits
        self._works = works

    def claim(self, row_id: int, lease_for: timedelta, *also: ColumnElement[bool]) -> tuple[Row, str] | None:
        """Take a row that waits, or whose worker's lease ran out: the row and the lease; ``None``: it is not to be had.

        ``also`` are further conditions.
        """
        table, lease = self._table, secrets.token_hex(16)
        waits = (table.state == self._waits) & self._may()
        left = (table.state == self._works) & (table.lease_until < self._now)
        taken = self._change(
            update(table)
            .where(table.id == row_id, or_(waits, left), *also)
            .values(
                state=self._works,
                lease=lease,
                lease_until=self._now + lease_for,
                attempts=table.attempts + 1,
            )
        )
        return (self._session.get_one(table, row_id, populate_existing=True), lease) if taken else None

    def finish(self, row_id: int, lease: str, **values: object) -> bool:
        """Write down what came of it and let go; ``False``: the lease was lost, and nothing was written."""
        table = self._table
        held = (table.id == row_id, table.lease == lease, table.state == self._works)
        return self._change(update(table).where(*held).values(lease=None, lease_until=None, **values))

    def release(self, row_id: int, lease: str, after: timedelta, *, counts: bool = True) -> bool:
        """Put it back, to be tried again after a while; ``False``: the lease was lost.

        A try that ``counts`` not was none: nothing was wrong with the row, nobody got as far as that.
        """
        spent = {} if counts else {"attempts": self._table.attempts - 1}
        return self.finish(row_id, lease, state=self._waits, not_before=self._now + after, rung_at=None, **spent)

    def longest_waiting(self, order: InstrumentedAttribute[Any]) -> int | None:
        """The first of the rows that wait and may be had now."""
        table = self._table
        waits = select(table.id).where(table.state == self._waits, self._may()).order_by(order).limit(1)
        return self._session.scalar(waits)

    def sweep(
        self,
        max_attempts: int,
        wake_again: timedelta,
        give_up: Callable[[Row], None],
        order: InstrumentedAttribute[Any],
        limit: int,
        *also: ColumnElement[bool],
    ) -> Sequence[int]:
        """Ids to call a worker to: rows that nobody claimed since the last call, and those whose lease ran out.

        One whose lease ran out ``max_attempts`` times has killed its workers: it is given up.
        """
        table = self._table
        ran_out = (table.state == self._works) & (table.lease_until < self._now)
        for row in self._session.scalars(select(table).where(ran_out).with_for_update(skip_locked=True)):
            row.lease, row.lease_until = None, None
            if row.attempts >= max_attempts:
                give_up(row)
            else:
                row.state, row.rung_at = self._waits, None
        self._session.flush()
        unheard = self._session.scalars(
            select(table)
            .where(
                table.state == self._waits,
                self._may(),
                or_(table.rung_at.is_(None), table.rung_at < self._now - wake_again),
                *also,
            )
            .order_by(order)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in unheard:
            row.rung_at = self._now
        return [row.id for row in unheard]

    def _may(self) -> ColumnElement[bool]:
        return or_(self._table.not_before.is_(None), self._table.not_before <= self._now)

    def _change(self, statement: object) -> bool:
        return bool(self._session.execute(statement).rowcount)  # type: ignore[call-overload]
