"""What the courier takes to the chats: parcels from the outbox, and status messages that follow the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Marked, MarkingFailed, Notice, Queued, Refused, ReportReady, Working
from engine.ielts.speaking_notices import SpeakingUnrated
from engine.ielts.submissions import State
from engine.marking.report_json import load_report
from engine.practice import asides
from engine.practice.speaking_feedback import turn_heard
from engine.practice.speaking_views import rated, read_report
from engine.store.hearing import RATED, TURN
from engine.store.outbox import Progress, Waiting
from engine.store.store import Store, Transaction
from engine.store.work import FAILED

_SHOWN_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice on its way to one chat; ``reply_to`` is the message that it answers.

    ``step`` is the id of the step that it shows, for a Speaking test's; its ``id`` is then less than 0.
    """

    id: int
    lease: str
    address: ChatAddress
    notice: Notice
    reply_to: str | None
    attempts: int
    language: str | None = None
    step: str | None = None


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
            Parcel(
                each.id, each.lease, each.address, _notice(tx, each), _answers(tx, each), each.attempts, each.language
            )
            for each in tx.outbox.take(platform, limit, lease_for)
        )


def live(store: Store, platform: Platform) -> tuple[LiveStatus, ...]:
    """Status messages of everything that waits, is worked on or was finished a moment ago."""
    with store.transaction() as tx:
        standing = tx.outbox.progress(platform, _SHOWN_AFTER)
    return tuple(
        LiveStatus(each.address, _status(each), each.state is not State.DONE, each.language) for each in standing
    )


def _notice(tx: Transaction, waiting: Waiting) -> Notice:
    if waiting.test_id is not None:
        return _about_test(tx, waiting.test_id, waiting.kind)
    if waiting.submission_id is None:
        raise LookupError(f"outbox row {waiting.id} is about nothing")
    if waiting.kind == FAILED or waiting.body is None:
        return MarkingFailed(waiting.submission_id)
    aside = tx.asides.of_notice(waiting.kind)
    if aside is not None:
        return asides.answered(load_report(waiting.body), aside)
    return ReportReady(waiting.submission_id, load_report(waiting.body))


def _answers(tx: Transaction, waiting: Waiting) -> str | None:
    """The message that a notice answers: the essay, the voice note that was heard, or the question about a report."""
    aside = tx.asides.of_notice(waiting.kind)
    if aside is not None:
        return aside.message_id
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
            return turn_heard(kept, turn)
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
