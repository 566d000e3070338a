"""The tasks, each a call of one use case. The store and the marker are opened once a process, on first use."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import cache

from celery import shared_task
from celery.signals import worker_init, worker_ready

from engine.errors import TryAgain
from engine.ports import EssayMarker
from engine.practice.essays import mark_essay
from engine.settings import Settings, read_settings
from engine.store.store import Store
from engine.wiring import build_marker, open_store
from worker.app import clear_embedded_queue
from worker.jobs import CeleryBell

log = logging.getLogger(__name__)


@cache
def _settings() -> Settings:
    return read_settings()


@cache
def _store() -> Store:
    return open_store(_settings())


@cache
def _marker() -> EssayMarker:
    return build_marker(_settings())


@cache
def _bell() -> CeleryBell:
    return CeleryBell(_settings())


@worker_init.connect  # type: ignore[untyped-decorator]
def _get_ready(**_: object) -> None:
    clear_embedded_queue(_settings())


@worker_ready.connect  # type: ignore[untyped-decorator]
def _catch_up(**_: object) -> None:
    """What came while no worker ran is not left to the next sweep."""
    _ring_for(_settings().ring_again * 0)


@shared_task(name="bandmate.mark")  # type: ignore[untyped-decorator]
def mark(submission_id: int) -> None:
    """Mark one essay; finding it finished or taken is no error."""
    try:
        done = mark_essay(_store(), _marker(), _settings(), submission_id)
    except TryAgain:
        log.warning("submission %d: the database is away; the sweeper will ring again", submission_id)
        return
    log.info("submission %d: %s", submission_id, "marked" if done else "nothing to do")


@shared_task(name="bandmate.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Ring for what nobody claimed and for what a dead worker left."""
    _ring_for(_settings().ring_again)


def _ring_for(unheard_for: timedelta) -> None:
    try:
        with _store().transaction() as tx:
            unheard = tx.work.sweep(_settings().max_attempts, unheard_for)
        for submission_id in unheard:
            _bell().ring(submission_id)
    except TryAgain as trouble:
        log.warning("sweep: %s", trouble)
