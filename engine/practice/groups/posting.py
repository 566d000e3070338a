"""What the beat does: posts prompts and digests that are due, each decided in one transaction, so never twice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from engine.ielts.groups.prompts import draw
from engine.ielts.groups.schedule import Due, PromptKind, to_post
from engine.practice.bank import group_prompts
from engine.practice.groups.challenges import end_stale
from engine.store.groups import Group, KeptSchedule
from engine.store.store import Store, Transaction

FORGOTTEN_AFTER = timedelta(days=90)
"""A prompt may come again after so long."""
WEAK_WITHIN = timedelta(days=30)
"""Errors of so long ago still say what a group should practise."""
DIGEST_AFTER = timedelta(hours=23, minutes=45)
"""A little less than a day, so that the digest of yesterday comes before today's prompt."""
_AT_ONCE = 50


def post_all(store: Store) -> int:
    """Post every digest and prompt that is due, and end challenges that nobody goes on with; how many were posted.

    Digests first: a group reads of yesterday before it is asked again.
    """
    posted = 0
    for post_some in (_digests, _prompts):
        while True:
            with store.transaction() as tx:
                seen, done = post_some(tx)
            posted += done
            if seen < _AT_ONCE:
                break
    with store.transaction() as tx:
        end_stale(tx)
    return posted


def _prompts(tx: Transaction) -> tuple[int, int]:
    due = tx.groups.due(_AT_ONCE)
    return len(due), sum(_post_in(tx, group, schedules) for group, schedules in due)


def _post_in(tx: Transaction, group: Group, due: Sequence[KeptSchedule]) -> int:
    quiet_until = tx.now if group.quiet is None else group.quiet.over_at(tx.now, group.zone)
    chosen = to_post([Due(each.id, each.next_at) for each in due], tx.now)
    if quiet_until > tx.now:
        _hold(tx, group, due, max(chosen))
        return 0
    posted = 0
    for each in due:
        if tx.groups.advance(each, each.schedule.next_after(tx.now)) and each.id in chosen:
            _post(tx, group, each)
            posted += 1
    return posted


def _hold(tx: Transaction, group: Group, due: Sequence[KeptSchedule], newest: int) -> None:
    """What falls into quiet hours comes when they end: one prompt, the newest."""
    if group.quiet is None:
        return
    until = group.quiet.over_at(tx.now, group.zone)
    held = [each for each in tx.groups.schedules(group.id) if each.next_at == until and not each.paused]
    for each in (*due, *held):
        tx.groups.advance(each, until if each.id == newest else each.schedule.next_after(until))


def _post(tx: Transaction, group: Group, kept: KeptSchedule) -> None:
    weak = tx.group_answers.slips(group.id, WEAK_WITHIN)
    wanted, level = kept.schedule.kind, kept.schedule.level
    used, posted = tx.groups.used(group.id, FORGOTTEN_AFTER), tx.groups.posted_so_far(group.id)
    prompt = draw(group_prompts(tx), wanted, level, used, weak, posted, secrets.randbits(31))
    practised = [kind for kind in weak[:3] if kind in prompt.kinds]
    # A word family is an exercise on its own errors; with anything else the group is told what to look out for.
    others = weak[:1] if prompt.kind is not PromptKind.VOCABULARY else ()
    tx.groups.post(group, prompt.id, next(iter((*practised, *others)), None), DIGEST_AFTER)


def _digests(tx: Transaction) -> tuple[int, int]:
    due = tx.groups.digests_due(_AT_ONCE)
    posted = 0
    for group, was in due:
        quiet_until = tx.now if group.quiet is None else group.quiet.over_at(tx.now, group.zone)
        if quiet_until > tx.now:
            tx.groups.put_off_digest(group.id, was, quiet_until)
            continue
        covered = tx.groups.take_digest(group, was)
        # Nobody answered: a group that is busy with other things is left in peace.
        if covered is not None and tx.group_answers.between(group.id, *covered):
            tx.groups.digest(group, *covered)
            posted += 1
    return len(due), posted
