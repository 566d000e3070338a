"""What the courier takes to the chats: parcels from the outbox, and status messages that follow the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Marked, MarkingFailed, Notice, Queued, ReportReady, Working
from engine.ielts.submissions import State
from engine.marking.report_json import load_report
from engine.store.outbox import Progress, Waiting
from engine.store.store import Store
from engine.store.work import FAILED

_SHOWN_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice on its way to one chat; ``reply_to`` is the message that it answers."""

    id: int
    lease: str
    address: ChatAddress
    notice: Notice
    reply_to: str | None
    attempts: int
    language: str | None = None


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
        waiting = tx.outbox.take(platform, limit, lease_for)
    return tuple(
        Parcel(each.id, each.lease, each.address, _notice(each), each.reply_to, each.attempts, each.language)
        for each in waiting
    )


def live(store: Store, platform: Platform) -> tuple[LiveStatus, ...]:
    """Status messages of everything that waits, is worked on or was finished a moment ago."""
    with store.transaction() as tx:
        standing = tx.outbox.progress(platform, _SHOWN_AFTER)
    return tuple(
        LiveStatus(each.address, _status(each), each.state is not State.DONE, each.language) for each in standing
    )


def _notice(waiting: Waiting) -> Notice:
    if waiting.kind == FAILED or waiting.body is None:
        return MarkingFailed(waiting.submission_id)
    return ReportReady(waiting.submission_id, load_report(waiting.body))


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
