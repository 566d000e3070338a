"""What bots and workers have written down: it comes a moment after a learner has seen what it is about.

Whoever kills a process in that moment tests what is promised of it: that something may be shown once more.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from engine.store.session import snapshot
from engine.store.speaking import Standing
from engine.store.tables import OutboxRow, SpeakingTestRow
from tests.e2e.telegram_house import House


async def everything_is_delivered(home: House[Any]) -> None:
    """Until each notice counts as shown."""
    await _none_left(home, OutboxRow.delivered_at.is_(None), OutboxRow.given_up.is_(None))


async def every_step_is_noted(home: House[Any]) -> None:
    """Until each candidate counts as having the step that is due."""
    unseen = or_(SpeakingTestRow.shown.is_(None), SpeakingTestRow.shown != SpeakingTestRow.step)
    await _none_left(home, SpeakingTestRow.state == Standing.OPEN, unseen)


async def _none_left(home: House[Any], *which: ColumnElement[bool]) -> None:
    def left() -> int:
        with snapshot(home.settings.resolved_database_url) as connection:
            return connection.scalar(select(func.count()).where(*which)) or 0

    while await asyncio.to_thread(left):
        await home.api.changed(0.3)
