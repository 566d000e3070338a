"""The tasks, each a call of one use case. The store and the marker are opened once a process, on first use."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore, Lock

from celery import shared_task
from celery.signals import beat_embedded_init, heartbeat_sent, worker_init, worker_ready

from engine.errors import OperatorMistake, TryAgain
from engine.ielts.learners import Manner
from engine.ports import EssayMarker, Explainer, Speaker, SpeakingMarker, Work
from engine.practice import privacy, report_questions
from engine.practice.essays import mark_essay
from engine.practice.examining import word_next_question
from engine.practice.groups.posting import post_all
from engine.practice.groups.reacting import react
from engine.practice.hearing import Ears, hear
from engine.practice.rating import rate
from engine.pulse import Pulse
from engine.settings import Settings, read_settings
from engine.store.store import Store
from engine.wiring import (
    build_ears,
    build_explainer,
    build_language_model,
    build_marker,
    build_speaker,
    build_speaking_marker,
    open_store,
    prepare_language_model,
)
from worker.app import clear_embedded_queue, essays_at_once, rounds_of
from worker.jobs import CeleryJobQueue
from worker.parent import die_with_parent
from worker.watching import watch

log = logging.getLogger(__name__)
_COME_AGAIN = 0.5  # seconds
_WORKER = os.getpid()
"""The process that reads this; its schedule is a copy of it."""
watch(read_settings())


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


def _speaker(manner: Manner) -> Speaker | None:
    try:
        return build_speaker(_settings(), manner)
    except OperatorMistake:
        return None  # the front ends say so, where it is missed


@cache
def _speaking_marker() -> SpeakingMarker:
    return build_speaking_marker(_settings())


@cache
def _jobs() -> CeleryJobQueue:
    return CeleryJobQueue(_settings())


@worker_init.connect  # type: ignore[untyped-decorator]
def _get_ready(**_: object) -> None:
    clear_embedded_queue(_settings())
    try:
        prepare_language_model(_settings())
    except OperatorMistake as mistake:
        log.error("%s", mistake)  # noqa: TRY400  (a traceback helps nobody to mend a setting)
        raise SystemExit(4) from mistake
    except TryAgain as trouble:
        log.warning("the language model is not ready: %s; it is read when it is first asked", trouble)


@beat_embedded_init.connect  # type: ignore[untyped-decorator]
def _end_with_the_worker(**_: object) -> None:
    """The schedule is a process of the worker's: a worker that is killed must not leave it behind."""
    die_with_parent(_WORKER)


@cache
def _pulse() -> Pulse:
    return Pulse(_settings().home, "worker")


@heartbeat_sent.connect  # type: ignore[untyped-decorator]
def _beat(**_: object) -> None:
    """Celery gives this sign every two seconds while it is connected to the broker and its loop goes round."""
    _pulse().beat()


@worker_ready.connect  # type: ignore[untyped-decorator]
def _catch_up(**_: object) -> None:
    """What came while no worker ran is not left to the next sweep."""
    _ring_for(_settings().wake_again * 0)
    # A day's round that fell into a time without a worker, or whose schedule was lost, is made up for.
    retain.delay()


@cache
def _essay_places() -> BoundedSemaphore:
    return BoundedSemaphore(essays_at_once(_settings()))


class _PassingOn:
    """A worker that has no place passes a call on now and then, as another one may have a place."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = -_COME_AGAIN

    def may(self) -> bool:
        """Whether this call goes on."""
        with self._lock:
            now = time.monotonic()
            if now - self._last < _COME_AGAIN:
                return False
            self._last = now
            return True


@cache
def _passing_on() -> _PassingOn:
    return _PassingOn()


@shared_task(name=str(Work.MARK))  # type: ignore[untyped-decorator]
def mark(submission_id: int) -> None:
    """Mark one essay; finding it finished or taken is no error.

    Where essays have all their threads, the call is dropped or passed on: whoever has marked one calls for the essay
    that has waited longest, so a crowd costs no more calls than it has essays.
    """
    if not _essay_places().acquire(blocking=False):
        if _passing_on().may():
            mark.apply_async((submission_id,), countdown=_COME_AGAIN)
        return
    try:
        done = mark_essay(_store(), _marker(), _settings(), submission_id)
    except TryAgain:
        log.warning("submission %d: the database is away; the sweeper will call again", submission_id)
        return
    finally:
        _essay_places().release()
    log.info("submission %d: %s", submission_id, "marked" if done else "nothing to do")
    if done:
        _call_for_the_next()


def _call_for_the_next() -> None:
    # After the place is free: a call that was dropped meanwhile is found here.
    try:
        with _store().transaction() as tx:
            longest = tx.work.longest_waiting()
        if longest is not None:
            _jobs().enqueue(longest)
    except TryAgain as trouble:
        log.warning("the next essay: %s; the sweeper will call", trouble)


@shared_task(name=str(Work.HEAR))  # type: ignore[untyped-decorator]
def listen(turn_id: int) -> None:
    """Listen to one answer; finding it heard or taken is no error."""
    try:
        heard = hear(_store(), _ears(), _settings(), turn_id)
        if heard is not None:
            word_next_question(_store(), build_language_model(_settings()), _settings(), heard.kept, _speaker)
            _enqueue_all(heard.calls)
    except TryAgain:
        log.warning("turn %d: the database is away; the sweeper will call again", turn_id)
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
        log.warning("test %d: the database is away; the sweeper will call again", test_id)
        return
    log.info("test %d: %s", test_id, "rated" if done else "nothing to do")


@shared_task(name=str(Work.ANSWER))  # type: ignore[untyped-decorator]
def answer(question_id: int) -> None:
    """Answer one question about a report; finding it answered or taken is no error."""
    try:
        done = report_questions.answer(_store(), _explainer(), _settings(), question_id)
    except TryAgain:
        log.warning("question %d: the database is away; the sweeper will call again", question_id)
        return
    log.info("question %d: %s", question_id, "answered" if done else "nothing to do")


@shared_task(name=str(Work.REACT))  # type: ignore[untyped-decorator]
def react_to(answer_id: int) -> None:
    """React to one member's answer; finding it done or taken is no error."""
    try:
        done = react(_store(), _ears(), _settings(), answer_id)
    except TryAgain:
        log.warning("answer %d: the database is away; the sweeper will call again", answer_id)
        return
    except OperatorMistake as mistake:
        log.error("answer %d: %s", answer_id, mistake)  # noqa: TRY400 - our own sentence, not a traceback
        return
    log.info("answer %d: %s", answer_id, "reacted to" if done else "nothing to do")


def _is_our_round(name: str) -> bool:
    """Whether this worker does a round of the schedule: every worker is called to it by its own."""
    try:
        with _store().transaction() as tx:
            return tx.rounds.begin(name, rounds_of(_settings())[name])
    except TryAgain as trouble:
        log.warning("%s: %s", name, trouble)
        return False


@shared_task(name="bandmate.groups")  # type: ignore[untyped-decorator]
def groups() -> None:
    """Post what is due in groups."""
    if not _is_our_round("groups"):
        return
    try:
        posted = post_all(_store())
    except TryAgain as trouble:
        log.warning("groups: %s", trouble)
        return
    if posted:
        log.info("groups: %d posted", posted)


@shared_task(name="bandmate.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Call a worker to what nobody claimed and for what a dead worker left."""
    if _is_our_round("sweep"):
        _ring_for(_settings().wake_again)


@shared_task(name="bandmate.remind")  # type: ignore[untyped-decorator]
def remind() -> None:
    """Put the reminders whose time has come into the outbox."""
    if not _is_our_round("remind"):
        return
    try:
        with _store().transaction() as tx:
            tx.learners.remind()
    except TryAgain as trouble:
        log.warning("reminders: %s; they go out a minute later", trouble)


@shared_task(name="bandmate.erase")  # type: ignore[untyped-decorator]
def erase() -> None:
    """Erase recordings from the bucket that no row keeps any more."""
    if _is_our_round("erase"):
        privacy.erase_objects(_store(), _settings())


@shared_task(name="bandmate.retain")  # type: ignore[untyped-decorator]
def retain() -> None:
    """Erase what is older than it may be kept."""
    try:
        erased = privacy.retain(_store(), _settings())
    except TryAgain as trouble:
        log.warning("retention: %s; tomorrow again", trouble)
        return
    log.info("retention: %d rows erased", erased)


def _ring_for(unheard_for: timedelta) -> None:
    most = _settings().max_attempts
    try:
        with _store().transaction() as tx:
            calls = [
                *((Work.HEAR, turn_id) for turn_id in tx.hearing.sweep_turns(most, unheard_for)),
                *((Work.RATE, test_id) for test_id in tx.hearing.sweep_tests(most, unheard_for)),
                *((Work.REACT, answer_id) for answer_id in tx.group_answers.sweep(most, unheard_for)),
                *((Work.ANSWER, question_id) for question_id in tx.report_questions.sweep(most, unheard_for)),
                *((Work.MARK, submission_id) for submission_id in tx.work.sweep(most, unheard_for)),
            ]
        _enqueue_all(calls)
    except TryAgain as trouble:
        log.warning("sweep: %s", trouble)


def _enqueue_all(calls: Iterable[tuple[Work, int]]) -> None:
    for work, row_id in calls:
        _jobs().enqueue(row_id, work)
