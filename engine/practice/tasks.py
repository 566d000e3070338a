"""Give a learner a task to write, and take the next essay for its answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from engine.errors import LearnerMistake
from engine.ielts.bank.draw import WEAK, Drawn, Weakness, draw_for_weakness, draw_task, matching
from engine.ielts.bank.notices import AskWhichTask, NoSuchSubject, TaskGiven
from engine.ielts.bank.tasks import BankTask
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.groups.schedule import Level
from engine.ielts.notices import Notice
from engine.ielts.writing import Module
from engine.marking.writing.report_json import load_report
from engine.practice.bank import writing_tasks
from engine.practice.progress import commonest
from engine.store.store import Transaction

_NAMES = {"1": "W1A", "2": "W2", "gt": "W1G", "letter": "W1G", "w1a": "W1A", "w1g": "W1G", "w2": "W2"}
_IN_A_GROUP = timedelta(days=90)
_LONGEST = 40


def give_task(
    tx: Transaction, address: ChatAddress, person: Person, argument: str, drawn_ones: Sequence[BankTask] = ()
) -> Notice:
    """``1``, ``2`` or ``gt``, and perhaps a subject or "weak": a task, written down as given; else which is wanted.

    ``drawn_ones`` are the tasks with a picture. Whoever sits General Training gets a letter for ``1``.

    Raises:
        LearnerMistake: ``no-such-task``: there is none of that kind.
    """
    learner = tx.intake.learner(person)
    every = [*writing_tasks(tx), *drawn_ones]
    which, _, how = argument.strip().partition(" ")
    code = _NAMES.get(which.lower())
    if code is None:
        codes = tuple(code for code in ("W2", "W1A", "W1G") if any(task.code == code for task in every))
        return AskWhichTask(codes)
    preferences = tx.learners.preferences(learner)
    if which == "1" and preferences.module is Module.GENERAL:
        code = "W1G"
    tasks = [task for task in every if task.code == code]
    if not tasks:
        raise LearnerMistake("no-such-task")
    how = " ".join(how.split()).lower()
    level = _level(None if preferences.target is None else float(preferences.target))
    drawn = _draw(tx, learner, tasks, _used(tx, learner, address), how, level)
    if drawn is None:
        return NoSuchSubject(tuple(dict.fromkeys(task.label.topic for task in tasks)))
    place = tx.tasks.give(learner, address, drawn.task)
    return TaskGiven(drawn, how if len(how) <= _LONGEST and ":" not in how else "", place=place)


def weakness_of(tx: Transaction, learner_id: int) -> Weakness | None:
    """From the last report on an essay, and from the corrections in all; ``None``: there is no report yet."""
    essays = tx.progress.essays(learner_id)
    if not essays:
        return None
    weakest = min(load_report(essays[-1].body).criteria, key=lambda score: score.band)
    return Weakness(weakest.criterion, tuple(kind for kind, _ in commonest(essays)))


def _draw(
    tx: Transaction, learner: int, tasks: Sequence[BankTask], used: Sequence[str], how: str, level: Level | None
) -> Drawn | None:
    seed = secrets.randbits(31)
    if how in (WEAK, "weakness", "弱项"):
        return draw_for_weakness(tasks, used, seed, weakness_of(tx, learner), level)
    if not how:
        return draw_task(tasks, used, seed, level=level)
    found = matching(tasks, how)
    return draw_task(found, used, seed, level=level, about=how) if found else None


def _used(tx: Transaction, learner: int, address: ChatAddress) -> Sequence[str]:
    """What this learner had, what this chat had, and what was posted here as daily practice."""
    group = tx.groups.at(address)
    posted = () if group is None else tx.groups.used(group.id, _IN_A_GROUP)
    return [*posted, *tx.tasks.used(learner, address)]


def _level(target: float | None) -> Level | None:
    """As groups have it: easy below band 6, hard from band 7."""
    if target is None:
        return None
    return Level.EASY if target < 6 else Level.MEDIUM if target < 7 else Level.HARD
