"""What would lift the band most, in Writing and in Speaking: which weaknesses come first, and what to do about one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from engine.ielts.bands import Criterion
from engine.ielts.reports import NextStep
from engine.marking.sentences import Fact, Sentences

STEPS = 2
_PULL = 0.35  # weight that a criterion gains for each band that it lies under the mean


class Weakness(Protocol):
    """What was seen or heard against an answer: about one aspect of a criterion, ``weight`` (0 to 1) says how telling."""

    @property
    def criterion(self) -> Criterion:
        """The criterion that it bears on."""

    @property
    def aspect(self) -> str:
        """Which aspect of it."""

    @property
    def weight(self) -> float:
        """How telling it is."""


_Weak = TypeVar("_Weak", bound=Weakness)


def most_to_gain(weak: Iterable[_Weak], bands: Mapping[Criterion, float]) -> list[_Weak]:
    """At most :data:`STEPS` weaknesses, each of another criterion, the one with most to gain first.

    What counts is how telling the weaknesses of an aspect are, and how far its criterion pulls the mean down.
    """
    mean = sum(bands.values()) / len(bands)
    gain: defaultdict[tuple[Criterion, str], float] = defaultdict(float)
    worst: dict[tuple[Criterion, str], _Weak] = {}
    for each in sorted((each for each in weak if each.criterion in bands), key=lambda each: -each.weight):
        key = each.criterion, each.aspect
        if key in worst:
            gain[key] += 0.1 * each.weight
        else:
            worst[key] = each
            gain[key] += each.weight + _PULL * (mean - bands[each.criterion])
    chosen: dict[Criterion, _Weak] = {}
    for key in sorted(worst, key=lambda key: -gain[key]):
        chosen.setdefault(key[0], worst[key])
    return list(chosen.values())[:STEPS]


def lowest_first(bands: Mapping[Criterion, float], but: Iterable[Criterion]) -> list[Criterion]:
    """The criteria that are left, the lowest first: where nothing weak was seen, the next band of these is the goal."""
    left = set(bands) - set(but)
    return sorted((each for each in bands if each in left), key=lambda each: bands[each])


def step(say: Sentences, name: str, criterion: Criterion, rule: str, **facts: Fact) -> NextStep:
    """The advice called ``name`` with its exercise; ``rule`` is what the band above asks for."""
    return NextStep(criterion, rule, say(f"advice-{name}"), say(f"advice-{name}.exercise", **facts))
