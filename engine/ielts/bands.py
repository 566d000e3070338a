"""Bands, criteria and the one rounding function."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, order=True, slots=True)
class Band:
    """A band from 0 to 9 in halves.

    Raises:
        ValueError: the value is outside 0 to 9 or is not a multiple of one half.
    """

    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 9 or not float(self.value * 2).is_integer():
            raise ValueError(f"not a band: {self.value}")

    def __float__(self) -> float:
        return float(self.value)

    def __str__(self) -> str:
        return f"{self.value:.1f}"


def round_to_band(mean: float) -> Band:
    """The nearest half band; .25 goes up to the half and .75 up to the whole band: floor(2x + 0.5) / 2.

    IELTS publishes this rule for the overall of four skills; for the criteria of one skill it is our convention.

    Raises:
        ValueError: the mean is outside 0 to 9 or is not a number.
    """
    if not 0 <= mean <= 9:
        raise ValueError(f"not a mean of bands: {mean}")
    return Band(math.floor(2 * mean + 0.5) / 2)


def mean_of(bands: Sequence[Band]) -> float:
    """The unrounded mean.

    Raises:
        ValueError: there are no bands.
    """
    if not bands:
        raise ValueError("no bands")
    return sum(float(band) for band in bands) / len(bands)


@dataclass(frozen=True, slots=True)
class Interval:
    """The range ``low`` to ``high`` (both included) that holds the examiner's band ``coverage`` of the time."""

    low: Band
    high: Band
    coverage: float

    def __post_init__(self) -> None:
        if self.low > self.high or not 0 < self.coverage < 1:
            raise ValueError(f"not an interval: {self.low} to {self.high} at {self.coverage}")

    def __contains__(self, band: Band) -> bool:
        return self.low <= band <= self.high


class Criterion(StrEnum):
    """A marking criterion; the value is the code that rule ids use (``W2.CC.6.a``)."""

    TASK_ACHIEVEMENT = "TA"
    TASK_RESPONSE = "TR"
    COHERENCE = "CC"
    LEXICAL = "LR"
    GRAMMAR = "GRA"
    FLUENCY = "FC"
    PRONUNCIATION = "P"

    @property
    def label(self) -> str:
        """The name that the exam uses: Task 1 has Task Achievement, Task 2 has Task Response."""
        return _LABELS[self]


_LABELS = {
    Criterion.TASK_ACHIEVEMENT: "Task Achievement",
    Criterion.TASK_RESPONSE: "Task Response",
    Criterion.COHERENCE: "Coherence and Cohesion",
    Criterion.LEXICAL: "Lexical Resource",
    Criterion.GRAMMAR: "Grammatical Range and Accuracy",
    Criterion.FLUENCY: "Fluency and Coherence",
    Criterion.PRONUNCIATION: "Pronunciation",
}
