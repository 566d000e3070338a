"""Which task comes next: what was asked for, what a learner is weak in, and nothing twice while others are left."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from engine.ielts.bands import Criterion
from engine.ielts.bank.labels import load_subjects
from engine.ielts.bank.tasks import BankTask
from engine.ielts.groups.schedule import Level

WEAK = "weak"
"""The word that asks for a task by weakness."""
_WORD = re.compile(r"\w+")


class Because(StrEnum):
    """Why a task was drawn: nothing in particular, its subject, a kind of error, a weak criterion, or no report yet."""

    CHANCE = "chance"
    TOPIC = "topic"
    KIND = "kind"
    CRITERION = "criterion"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Weakness:
    """A learner's weakest criterion and the kinds of error that were corrected most, the commonest first."""

    criterion: Criterion
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task and why it was drawn; ``about`` is the subject, the kind of error or the criterion."""

    task: BankTask
    because: Because
    about: str = ""


def matching(tasks: Sequence[BankTask], words: str) -> list[BankTask]:
    """Tasks on the subject of this id or name in either language; else those whose text holds most of the words.

    Half of the words at least; none: no match.
    """
    wanted = words.casefold().strip()
    for subject, names in load_subjects().items():
        if wanted in {subject, *(name.casefold() for name in names.values())}:
            return [task for task in tasks if task.label.topic == subject]
    stems = [word[:5] if len(word) > 5 else word for word in _WORD.findall(wanted) if len(word) > 2]

    def hits(task: BankTask) -> int:
        said = _WORD.findall(f"{task.label.topic} {task.id} {task.text}".casefold())
        return sum(any(word.startswith(stem) for word in said) for stem in stems)

    best = max(map(hits, tasks), default=0)
    return [task for task in tasks if best and hits(task) == best] if best * 2 >= len(stems) else []


def draw_task(
    tasks: Sequence[BankTask], used: Sequence[str], seed: int, *, level: Level | None = None, about: str = ""
) -> Drawn:
    """Any of ``tasks`` (which are not empty); ``used`` are ids, the longest ago first; ``about`` was asked for.

    What was never given goes before everything else, then the level that is wanted; where all were given, one that was
    given long ago comes again.
    """
    task = _choose(tasks, used, seed, level)
    return Drawn(task, Because.TOPIC if about else Because.CHANCE, task.label.topic if about else "")


def draw_for_weakness(
    tasks: Sequence[BankTask], used: Sequence[str], seed: int, weakness: Weakness | None, level: Level | None = None
) -> Drawn:
    """A task that exercises what is weak, while one is left that was not given; then any.

    Where words and grammar are weakest, the commonest kind of error decides; otherwise, or where no task is known to
    bring it out, the type of task that asks most of the weakest criterion.
    """
    if weakness is None:
        return Drawn(_choose(tasks, used, seed, level), Because.UNKNOWN)
    fresh = [task for task in tasks if task.id not in set(used)] or list(tasks)
    if weakness.criterion in (Criterion.GRAMMAR, Criterion.LEXICAL):
        for kind in weakness.kinds:
            practising = [task for task in fresh if kind in task.practises]
            if practising:
                return Drawn(_choose(practising, used, seed, level), Because.KIND, kind)
    types = load_exercising().get(weakness.criterion, ())
    asking = [task for task in fresh if task.type in types]
    if asking:
        return Drawn(_choose(asking, used, seed, level), Because.CRITERION, weakness.criterion)
    return Drawn(_choose(fresh, used, seed, level), Because.CHANCE)


@cache
def load_exercising() -> Mapping[str, tuple[str, ...]]:
    """Types of task that ask most of a criterion, by the criterion's code."""
    table = tomllib.loads(files("engine.data").joinpath("bank/exercising.toml").read_text("utf-8"))
    return {criterion: tuple(types) for criterion, types in table.items()}


def _choose(tasks: Sequence[BankTask], used: Sequence[str], seed: int, level: Level | None) -> BankTask:
    chance, last_use = random.Random(seed), {task_id: place for place, task_id in enumerate(used)}
    never = [task for task in tasks if task.id not in last_use]
    if never:
        return chance.choice([task for task in never if task.label.level is level] or never)
    oldest = sorted(tasks, key=lambda task: last_use[task.id])
    return chance.choice(oldest[: max(1, len(oldest) // 2)])
