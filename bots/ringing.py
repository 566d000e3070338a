"""Tells workers what waits, after the commit: a worker that hears it must find the row."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from engine.errors import TryAgain
from engine.ports import Bell, Work

log = logging.getLogger(__name__)


def ring(bell: Bell, rings: Iterable[tuple[Work, int]]) -> None:
    """Ring for each row; where the broker is away the sweeper will ring, and nothing is lost."""
    for work, row_id in rings:
        try:
            bell.ring(row_id, work)
        except TryAgain:
            log.warning("%s %d: the broker is away; the sweeper will ring", work, row_id)
