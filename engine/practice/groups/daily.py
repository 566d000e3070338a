"""``/daily``: what an admin orders for a group. One transaction's worth of decisions each; orders may come twice."""

from __future__ import annotations

import secrets

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.groups.notices import (
    AskChoice,
    AskKind,
    AskTime,
    AskZone,
    Chosen,
    DailyPanel,
    ListedSchedule,
    PromptPreview,
)
from engine.ielts.groups.prompts import draw
from engine.ielts.groups.schedule import PromptKind
from engine.ielts.groups.zones import find_zone
from engine.ielts.notices import Notice
from engine.practice.bank import group_prompts
from engine.practice.groups.command import Daily, parse_daily
from engine.practice.groups.posting import FORGOTTEN_AFTER, WEAK_WITHIN
from engine.practice.groups.tongue import tongue
from engine.store.group_answers import Choice
from engine.store.groups import Group, KeptSchedule
from engine.store.store import Transaction

MOST_SCHEDULES = 8
_FOR_ALL = frozenset({"list", "me"})
_NO_ZONE = "UTC"


def order(tx: Transaction, address: ChatAddress, person: Person, text: str, *, admin: bool) -> Notice:
    """Do what the words after ``/daily`` say, and show what stands then.

    Raises:
        LearnerMistake: ``daily-admins``: only an admin may; ``daily-many``; and those of :func:`parse_daily`.
    """
    wanted = parse_daily(text)
    if wanted.verb not in _FOR_ALL and not admin:
        raise LearnerMistake("daily-admins")
    return _do(tx, address, person, wanted)


def press(tx: Transaction, address: ChatAddress, person: Person, step: str, value: str = "", *, admin: bool) -> Notice:
    """A button of the panel: ``new``, ``zone:NAME``, ``kind:KIND``, ``at:KIND-HHMM``, ``pause:ID``, ``delete:ID``, ``preview``.

    Raises:
        LearnerMistake: ``daily-admins``, ``daily-many``, ``daily-which``, or those of :func:`parse_daily`.
    """
    if not admin:
        raise LearnerMistake("daily-admins")
    group = tx.groups.open(address, find_zone(value) if step == "zone" else None, tongue(tx, person))
    match step:
        case "new":
            return AskZone() if group.zone == _NO_ZONE else AskKind()
        case "zone":
            return AskKind()
        case "kind" if value in PromptKind.__members__.values():
            return AskTime(PromptKind(value), group.zone)
        case "at":
            kind, _, clock = value.partition("-")
            # A press comes back through somebody's hands: it is read as what is typed is.
            return _set(tx, group, parse_daily(f"{clock[:2]}:{clock[2:]} {kind}"))
        case "pause" | "delete":
            return _change(tx, group, step, [each for each in tx.groups.schedules(group.id) if str(each.id) == value])
        case "preview":
            return _preview(tx, group, Daily("preview"))
    return panel(tx, group)


def choose(tx: Transaction, address: ChatAddress, person: Person, choice: str) -> Chosen:
    """A member says how they want to be answered here.

    Raises:
        LearnerMistake: ``no-group``: nothing is practised in this chat.
    """
    group = tx.groups.at(address)
    if group is None:
        raise LearnerMistake("no-group")
    tx.group_answers.choose(group.id, tx.intake.learner(person), Choice(choice))
    return Chosen(choice)


def panel(tx: Transaction, group: Group, change: str | None = None) -> DailyPanel:
    """What is scheduled in a group."""
    listed = [
        ListedSchedule(each.id, each.schedule, each.paused, each.next_at) for each in tx.groups.schedules(group.id)
    ]
    return DailyPanel(tuple(listed), group.zone, tx.groups.get(group.id).quiet, change)


def _do(tx: Transaction, address: ChatAddress, person: Person, wanted: Daily) -> Notice:
    if wanted.verb == "me":
        return AskChoice()
    if wanted.verb == "list":
        known = tx.groups.at(address)
        return DailyPanel((), _NO_ZONE, None) if known is None else panel(tx, known)
    group = tx.groups.open(address, wanted.zone, tongue(tx, person))
    match wanted.verb:
        case "set":
            return _set(tx, group, wanted)
        case "preview":
            return _preview(tx, group, wanted)
        case "quiet":
            tx.groups.keep_quiet(group.id, wanted.quiet)
            return panel(tx, group, "quiet" if wanted.quiet else "loud")
        case _:
            return _change(tx, group, wanted.verb, _meant(tx, group, wanted.number))


def _set(tx: Transaction, group: Group, wanted: Daily) -> DailyPanel:
    schedule = wanted.schedule(group.zone)
    known = [each.schedule for each in tx.groups.schedules(group.id)]
    if schedule not in known and len(known) >= MOST_SCHEDULES:
        raise LearnerMistake("daily-many", limit=MOST_SCHEDULES)
    tx.groups.add(group.id, schedule)
    return panel(tx, group, "set")


def _meant(tx: Transaction, group: Group, number: int | None) -> list[KeptSchedule]:
    listed = list(tx.groups.schedules(group.id))
    if number is None:
        return listed
    return listed[number - 1 : number]


def _change(tx: Transaction, group: Group, verb: str, meant: list[KeptSchedule]) -> DailyPanel:
    if not meant:
        raise LearnerMistake("daily-which")
    # The panel's one button stops what runs and lets go on what stands still.
    paused = verb == "pause" and not all(each.paused for each in meant)
    for each in meant:
        if verb == "delete":
            tx.groups.delete(each.id)
        else:
            tx.groups.pause(each, paused=paused)
    return panel(tx, group, "deleted" if verb == "delete" else "paused" if paused else "resumed")


def _preview(tx: Transaction, group: Group, wanted: Daily) -> PromptPreview:
    weak = tx.group_answers.slips(group.id, WEAK_WITHIN)
    used, posted = tx.groups.used(group.id, FORGOTTEN_AFTER), tx.groups.posted_so_far(group.id)
    kind, level = wanted.kind, wanted.level
    planned = [each.schedule for each in tx.groups.schedules(group.id)]
    if kind is PromptKind.MIXED and planned:
        kind, level = planned[0].kind, level or planned[0].level
    prompt = draw(group_prompts(tx), kind, level, used, weak, posted, secrets.randbits(31))
    return PromptPreview(prompt)
