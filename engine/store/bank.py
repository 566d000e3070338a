"""The operator's own items of the question bank: private to this installation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.store.tables import BankItemRow


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item as it is kept: ``body`` is one row of JSON, see :mod:`engine.ielts.bank.rows`."""

    id: str
    kind: str
    body: str


class BankRows:
    """Items in the order of their ids."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def items(self) -> Sequence[KeptItem]:
        """Everything that was imported."""
        rows = self._session.scalars(select(BankItemRow).order_by(BankItemRow.id))
        return [KeptItem(row.id, row.kind, row.body) for row in rows]

    def keep(self, items: Iterable[KeptItem]) -> None:
        """Keep items; one with a known id takes the place of the old."""
        for item in items:
            self._session.merge(BankItemRow(id=item.id, kind=item.kind, body=item.body, imported_at=self._now))
        self._session.flush()

    def remove(self, ids: Iterable[str]) -> int:
        """Forget items; how many there were."""
        gone = self._session.execute(delete(BankItemRow).where(BankItemRow.id.in_(list(ids))))
        return int(gone.rowcount)  # type: ignore[attr-defined]
