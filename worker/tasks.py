"""The tasks, each a call of one use case. The store and the marker are opened once a process, on first use."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore

from celery import shared_task
from celery.signals import beat_embedded_init, worker_init, worker_ready

from engine.errors import OperatorMistake, TryAgain
from engine.ports import EssayMarker, Explainer, SpeakingMarker, Work
from engine.practice import asides
from engine.practice.essays import mark_essay
from engine.practice.examining import word_next_question
from engine.practice.hearing import Ears, hear
from engine.practice.rating import rate
from engine.settings import Settings, read_settings
from engine.store.store import Store
from engine.wiring import (
    build_ears,
    build_explainer,
    build_language_model,
    build_marker,
    build_speaking_marker,
    open_store,
)
from worker.app import clear_embedded_queue, essays_at_once
from worker.jobs import CeleryBell
from worker.parent import die_with_parent

log = logging.getLogger(__name__)
_COME_AGAIN = 0.5  # seconds


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
def _explainer() -> Explainer | None:
    return build_explainer(_settings())


def _ears() -> Ears:
    """Looked for each time, as a recogniser may be fetched while the worker runs; what is loaded stays loaded."""
    return build_ears(_settings())


@cache
def _speaking_marker() -> SpeakingMarker:
    return build_speaking_marker(_settings())


@cache
def _bell() -> CeleryBell:
    return CeleryBell(_settings())


@worker_init.connect  # type: ignore[untyped-decorator]
def _get_ready(**_: object) -> None:
    clear_embedded_queue(_settings())


@beat_embedded_init.connect  # type: ignore[untyped-decorator]
def _end_with_the_worker(**_: object) -> None:
    """The schedule is a process of the worker's: a worker that is killed must not leave it behind."""
    die_with_parent()


@worker_ready.connect  # type: ignore[untyped-decorator]
def _catch_up(**_: object) -> None:
    """What came while no worker ran is not left to the next sweep."""
    _ring_for(_settings().ring_again * 0)


@cache
def _essay_places() -> BoundedSemaphore:
    return BoundedSemaphore(essays_at_once(_settings()))


@shared_task(name=str(Work.MARK))  # type: ignore[untyped-decorator]
def mark(submission_id: int) -> None:
    """Mark one essay; finding it finished or taken is no error. Where essays have all their threads, it comes again."""
    if not _essay_places().acquire(blocking=False):
        mark.apply_async((submission_id,), countdown=_COME_AGAIN)
        return
    try:
        done = mark_essay(_store(), _marker(), _settings(), submission_id)
    except TryAgain:
        log.warning("submission %d: the database is away; the sweeper will ring again", submission_id)
        return
    finally:
        _essay_places().release()
    log.info("submission %d: %s", submission_id, "marked" if done else "nothing to do")


@shared_task(name=str(Work.HEAR))  # type: ignore[untyped-decorator]
def listen(turn_id: int) -> None:
    """Listen to one answer; finding it heard or taken is no error."""
    try:
        heard = hear(_store(), _ears(), _settings(), turn_id)
        if heard is not None:
            word_next_question(_store(), build_language_model(_settings()), _settings(), heard.kept)
            _ring_all(heard.rings)
    except TryAgain:
        log.warning("turn %d: the database is away; the sweeper will ring again", turn_id)
        return
    except OperatorMistake as mistake:
        log.error("turn %d: %s", turn_id, mistake)  # noqa: TRY400 - our own sentence, not a traceback
        return
    log.info("turn %d: %s", turn_id, "nothing to do" if heard is None else "heard")


@shared_task(name=str(Work.RATE))  # type: ignore[untyped-decorator]
def rate_test(test_id: int) -> None:
    """Rate one Speaking test that is over; finding it rated, taken or not heard yet is no error."""
    try:
        done = rate(_store(), _speaking_marker(), _settings(), test_id)
    except TryAgain:
        log.warning("test %d: the database is away; the sweeper will ring again", test_id)
        return
    log.info("test %d: %s", test_id, "rated" if done else "nothing to do")


@shared_task(name=str(Work.ANSWER))  # type: ignore[untyped-decorator]
def answer(aside_id: int) -> None:
    """Answer one question about a report; finding it answered or taken is no error."""
    try:
        done = asides.answer(_store(), _explainer(), _settings(), aside_id)
    except TryAgain:
        log.warning("question %d: the database is away; the sweeper will ring again", aside_id)
        return
    log.info("question %d: %s", aside_id, "answered" if done else "nothing to do")


@shared_task(name="bandmate.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Ring for what nobody claimed and for what a dead worker left."""
    _ring_for(_settings().ring_again)


def _ring_for(unheard_for: timedelta) -> None:
    most = _settings().max_attempts
    try:
        with _store().transaction() as tx:
            rings = [
                *((Work.HEAR, turn_id) for turn_id in tx.hearing.sweep_turns(most, unheard_for)),
                *((Work.RATE, test_id) for test_id in tx.hearing.sweep_tests(most, unheard_for)),
                *((Work.ANSWER, aside_id) for aside_id in tx.asides.sweep(most, unheard_for)),
                *((Work.MARK, submission_id) for submission_id in tx.work.sweep(most, unheard_for)),
            ]
        _ring_all(rings)
    except TryAgain as trouble:
        log.warning("sweep: %s", trouble)


def _ring_all(rings: Iterable[tuple[Work, int]]) -> None:
    for work, row_id in rings:
        _bell().ring(row_id, work)
