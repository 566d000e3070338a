"""What the courier takes to the chats: parcels from the outbox, and status messages that follow the work."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.learner_notices import Reminder
from engine.ielts.notices import Marked, MarkingFailed, Notice, Queued, Refused, ReportReady, Working
from engine.ielts.speaking.notices import SpeakingUnrated
from engine.ielts.submissions import State
from engine.jobs import JobKind
from engine.marking.writing.report_json import load_report
from engine.practice import report_questions
from engine.practice.groups.showing import Told, about_group
from engine.practice.progress import last_drill
from engine.practice.speaking_feedback import turn_heard
from engine.practice.speaking_views import rated, read_report
from engine.store.hearing import RATED, TURN
from engine.store.learners import REMINDER
from engine.store.outbox import Progress, Waiting
from engine.store.store import Store, Transaction
from engine.store.work import FAILED

log = logging.getLogger(__name__)
_SHOWN_AFTER = timedelta(minutes=2)
_MOST_TRIES = 1000
"""A week of a platform that is away, with ten minutes between two tries."""
_MOST_READINGS = 60
"""Leases: with the usual one an hour, which is longer than an upgrade takes."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice on its way to one chat; ``reply_to`` is the message that it answers.

    ``step`` is the id of the step that it shows, for a Speaking test's; its ``id`` is then less than 0. ``job`` names the
    work that it is about, for the log.
    """

    id: int
    lease: str
    address: ChatAddress
    notice: Notice
    reply_to: str | None
    attempts: int
    language: str | None = None
    step: str | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """What a submission's status message should show now; ``working`` while a typing action is in place."""

    address: ChatAddress
    notice: Notice
    working: bool
    language: str | None = None


def due(store: Store, platform: Platform, limit: int, lease_for: timedelta) -> tuple[Parcel, ...]:
    """Parcels to deliver now, leased to the caller."""
    with store.transaction() as tx:
        return tuple(
            parcel for each in tx.outbox.take(platform, limit, lease_for) if (parcel := _readable(tx, each)) is not None
        )


def live(store: Store, platform: Platform) -> tuple[LiveStatus, ...]:
    """Status messages of everything that waits, is worked on or was finished a moment ago."""
    with store.transaction() as tx:
        standing = tx.outbox.progress(platform, _SHOWN_AFTER)
    return tuple(
        LiveStatus(each.address, _status(each), each.state is not State.DONE, each.language) for each in standing
    )


def _readable(tx: Transaction, waiting: Waiting) -> Parcel | None:
    """The parcel; ``None``: there is none, it was tried too often, or this version cannot read what it is about.

    While an upgrade is under way a worker may be newer than this courier. One that can read the report takes it when the
    lease has run out; nobody else's waits for it meanwhile.
    """
    if waiting.attempts > _MOST_TRIES:
        # A platform that is away is waited for; what breaks every courier that takes it is not.
        log.error("parcel %d: given up after %d tries", waiting.id, _MOST_TRIES)
        tx.outbox.give_up(waiting.id, "too-often")
        return None
    try:
        return _parcel(tx, waiting)
    except ValueError:
        log.error("parcel %d: another version of Bandmate wrote it; start this bot anew", waiting.id)  # noqa: TRY400 - a report may be in its trace
        if waiting.attempts >= _MOST_READINGS:
            tx.outbox.give_up(waiting.id, "unreadable")
        return None


def _parcel(tx: Transaction, waiting: Waiting) -> Parcel | None:
    """What goes to the chat; ``None``: what it was about is gone, and so is the notice."""
    if waiting.group_id is None:
        told = Told(replace(_notice(tx, waiting), reader=waiting.reader), _answers(tx, waiting), waiting.language)
    else:
        found = about_group(tx, waiting)
        if found is None:
            tx.outbox.give_up(waiting.id, "gone")
            return None
        told = found
    about = (waiting.address, told.notice, told.answering, waiting.attempts)
    return Parcel(waiting.id, waiting.lease, *about, told.language, job=_job(waiting))


def _job(waiting: Waiting) -> str | None:
    if waiting.submission_id is not None:
        return f"{JobKind.ESSAY}:{waiting.submission_id}"
    return None if waiting.test_id is None else f"{JobKind.TEST}:{waiting.test_id}"


def _notice(tx: Transaction, waiting: Waiting) -> Notice:
    if waiting.kind == REMINDER and waiting.learner_id is not None:
        return Reminder(last_drill(tx, waiting.learner_id))
    if waiting.test_id is not None:
        return _about_test(tx, waiting.test_id, waiting.kind)
    if waiting.submission_id is None:
        raise LookupError(f"outbox row {waiting.id} is about nothing")
    if waiting.kind == FAILED or waiting.body is None:
        return MarkingFailed(waiting.submission_id)
    report_question = tx.report_questions.of_notice(waiting.kind)
    if report_question is not None:
        return report_questions.answered(load_report(waiting.body), report_question)
    return ReportReady(waiting.submission_id, load_report(waiting.body))


def _answers(tx: Transaction, waiting: Waiting) -> str | None:
    """The message that a notice answers: the essay, the voice note that was heard, or the question about a report."""
    report_question = tx.report_questions.of_notice(waiting.kind)
    if report_question is not None:
        return report_question.message_id
    turn = _turn_of(waiting.kind)
    kept = None if turn is None else tx.speaking.turn(turn)
    return waiting.reply_to if kept is None else kept.message_id


def _about_test(tx: Transaction, test_id: int, kind: str) -> Notice:
    turn_id = _turn_of(kind)
    kept = tx.speaking.test(test_id)
    if kept is None:
        return SpeakingUnrated(test_id, "failed")
    if turn_id is not None:
        turn = tx.speaking.turn(turn_id)
        if turn is not None:
            return turn_heard(kept, turn, {each.heard.turn: each.heard for each in tx.speaking.turns(kept.id)})
    if kind == RATED:
        try:
            return rated(read_report(tx, kept))
        except LearnerMistake as mistake:
            return Refused(mistake.reason)
    missing = sum(turn.heard.transcript is None for turn in tx.speaking.turns(test_id))
    return SpeakingUnrated(test_id, kind.partition(":")[2] or "failed", missing)


def _turn_of(kind: str) -> int | None:
    name, _, number = kind.partition(":")
    return int(number) if name == TURN and number.isdecimal() else None


def _status(progress: Progress) -> Notice:
    match progress.state:
        case State.WORKING:
            return Working(progress.submission_id)
        case State.DONE:
            return Marked(progress.submission_id)
        case _:
            return Queued(
                progress.submission_id, progress.words, progress.task, progress.position, edited=progress.edited
            )
