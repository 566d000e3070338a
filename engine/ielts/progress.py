"""Bands over time, and whether they moved: by more than two markings of the same skill differ by. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.ielts.bands import Band, Interval


class Skill(StrEnum):
    """What is marked by itself: the two Writing tasks ask for different things."""

    TASK_2 = "W2"
    TASK_1 = "W1"
    SPEAKING = "S"


@dataclass(frozen=True, slots=True)
class Marked:
    """One report: the day, its band, the mean that the band was rounded from, and the range it likely lies in."""

    day: date
    band: Band
    unrounded: float
    interval: Interval


class Way(StrEnum):
    """Where bands went."""

    UP = "up"
    DOWN = "down"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Trend:
    """The mean of the earlier half and of the later half of some reports.

    ``margin``: two such means differ by less than that, in bands, in four cases of five where nothing has changed.
    """

    earlier: float
    later: float
    margin: float

    @property
    def way(self) -> Way:
        """Up or down only where the difference is larger than the margin."""
        difference = self.later - self.earlier
        if abs(difference) <= self.margin:
            return Way.NOISE
        return Way.UP if difference > 0 else Way.DOWN


@dataclass(frozen=True, slots=True)
class Series:
    """The reports on one skill, oldest first, and the kinds of errors that were corrected most, with how often."""

    skill: Skill
    marked: tuple[Marked, ...]
    commonest: tuple[tuple[str, int], ...] = ()


def trend(marked: Sequence[Marked]) -> Trend | None:
    """How the later half of the reports differs from the earlier; ``None``: there are not two.

    One report's error is taken from its interval, whose half width holds 80 % of cases. The difference of two means of
    ``n`` and ``m`` reports with independent errors varies as that times the root of 1/n + 1/m. Errors that all reports
    on one learner share cancel in a difference, so the margin is rather too wide than too narrow.
    """
    if len(marked) < 2:
        return None
    middle = len(marked) // 2
    earlier, later = marked[:middle], marked[middle:]
    half = sum(float(each.interval.high) - float(each.interval.low) for each in marked) / len(marked) / 2
    margin = half * math.sqrt(1 / len(earlier) + 1 / len(later))
    return Trend(_mean(earlier), _mean(later), margin)


def _mean(marked: Sequence[Marked]) -> float:
    return sum(each.unrounded for each in marked) / len(marked)
