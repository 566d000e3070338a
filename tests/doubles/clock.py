"""The time, moved by hand: an :class:`engine.ports.Clock` for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class MovedClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on, by the arguments of ``timedelta``."""
        self.now += timedelta(**by)
