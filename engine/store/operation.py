"""How things stand, in numbers about nobody in particular: what is to be delivered, bands that were given, who is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store.tables import LearnerRow, OutboxRow, ReportRow, SpeakingReportRow


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """Notices of one platform that have not reached their chat, and for how long the first of them has been due."""

    waiting: int
    lag: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """``notices`` by platform, ``bands`` by exam and overall band, ``active`` learners by ``day`` and ``week``."""

    notices: Mapping[str, NoticeLine]
    bands: Mapping[tuple[str, float], int]
    active: Mapping[str, int]


class OperationRows:
    """What an operator's instruments read."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def standing(self) -> Standing:
        """How things stand now."""
        return Standing(self._notices(), self._bands(), self._active())

    def _notices(self) -> Mapping[str, NoticeLine]:
        # A courier's lease moves `not_before` on, so the age of what is due is told by when it was written down.
        rows = self._session.execute(
            select(OutboxRow.platform, func.count(), func.min(OutboxRow.created_at))
            .where(OutboxRow.delivered_at.is_(None), OutboxRow.given_up.is_(None))
            .group_by(OutboxRow.platform)
        )
        return {platform: NoticeLine(count, max(timedelta(), self._now - first)) for platform, count, first in rows}

    def _bands(self) -> Mapping[tuple[str, float], int]:
        found: dict[tuple[str, float], int] = {}
        for exam, overall in (("writing", ReportRow.overall), ("speaking", SpeakingReportRow.overall)):
            for band, count in self._session.execute(select(overall, func.count()).group_by(overall)):
                found[exam, band] = count
        return found

    def _active(self) -> Mapping[str, int]:
        spans = {"day": timedelta(days=1), "week": timedelta(days=7)}
        seen = {name: LearnerRow.seen_at > self._now - span for name, span in spans.items()}
        return {
            name: self._session.scalar(select(func.count()).select_from(LearnerRow).where(here)) or 0
            for name, here in seen.items()
        }
