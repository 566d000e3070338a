"""Tells workers what waits, after the commit: a worker that hears it must find the row."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from engine.errors import TryAgain
from engine.jobs import job_name
from engine.ports import JobQueue, Work
from engine.telemetry.about import about
from engine.telemetry.traces import span

log = logging.getLogger(__name__)


def enqueue(jobs: JobQueue, calls: Iterable[tuple[Work, int]]) -> None:
    """Call a worker to each row; where the broker is away the sweeper will, and nothing is lost."""
    for work, row_id in calls:
        with about(job_name(work, row_id)), span("enqueue"):
            try:
                jobs.enqueue(row_id, work)
            except TryAgain:
                log.warning("%s %d: the broker is away; the sweeper will call", work, row_id)
            else:
                log.info("%s %d: a worker was called", work, row_id)
