"""How a measure becomes a band: straight lines between points that come from published studies, in a data file.

Nothing in it is fitted, as there are no recordings with examiners' bands to fit to; the file names each source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from engine.ielts.bands import Criterion
from engine.ielts.speaking.report import CRITERIA

LIMITS = ("test_words", "drill_words", "silence", "recited", "learnt", "astray", "errors", "range", "level", "chunks")


@dataclass(frozen=True, slots=True)
class Line:
    """At ``values[i]`` the band is ``bands[i]``; linear between two points and level beyond the ends.

    Raises:
        ValueError: there are fewer than two points, they are not in order, or a band is none.
    """

    bands: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.bands) != len(self.values) or len(self.bands) < 2:
            raise ValueError("a line needs two points or more, each with a band and a value")
        for numbers in (self.bands, self.values):
            steps = [second - first for first, second in pairwise(numbers)]
            if not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
                raise ValueError(f"not in order: {numbers}")
        if not all(0 <= band <= 9 for band in self.bands):
            raise ValueError(f"not bands: {self.bands}")

    def band(self, value: float) -> float:
        """The band at ``value``, unrounded."""
        points = sorted(zip(self.values, self.bands, strict=True))
        if value <= points[0][0]:
            return points[0][1]
        for (low, below), (high, above) in pairwise(points):
            if value <= high:
                return below + (above - below) * (value - low) / (high - low)
        return points[-1][1]


@dataclass(frozen=True, slots=True)
class Scale:
    """One measure of a criterion, what it counts and where its line comes from.

    Raises:
        ValueError: the weight is none, or the source is not named.
    """

    criterion: Criterion
    measure: str
    about: str
    weight: float
    line: Line
    source: str

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 1 or not self.source.strip() or not self.about.strip():
            raise ValueError(f"{self.measure}: a weight up to 1, a meaning and a source are needed")


@dataclass(frozen=True, slots=True)
class SpeakingCalibration:
    """All scales, what limits a band, and how wide the ranges are.

    Raises:
        ValueError: a criterion has no scale, a measure has two, or a limit or a width is missing.
    """

    version: str
    coverage: float
    width: float
    width_little: float
    scales: tuple[Scale, ...]
    limits: Mapping[str, Line]
    gate: Mapping[Criterion, Mapping[str, float]]

    def __post_init__(self) -> None:
        measures = [scale.measure for scale in self.scales]
        if len(set(measures)) != len(measures):
            raise ValueError("a measure has two scales")
        if {scale.criterion for scale in self.scales} != set(CRITERIA) or set(self.limits) != set(LIMITS):
            raise ValueError("every criterion needs a scale, and every limit a line")
        if set(self.gate) != set(CRITERIA) or any(set(each) - {"words", "seconds"} for each in self.gate.values()):
            raise ValueError("every criterion needs a gate, of words or seconds")
        if not (0 < self.coverage < 1 and 0 < self.width <= self.width_little):
            raise ValueError("a coverage between 0 and 1 and widths above 0 are needed")

    def of(self, criterion: Criterion) -> tuple[Scale, ...]:
        """The scales of one criterion."""
        return tuple(scale for scale in self.scales if scale.criterion is criterion)

    def band(self, criterion: Criterion, numbers: Mapping[str, float]) -> float | None:
        """The weighted mean of the scales whose measure is in ``numbers``; ``None``: none is. It moves with each."""
        found = [scale for scale in self.of(criterion) if scale.measure in numbers]
        weight = sum(scale.weight for scale in found)
        if not found:
            return None
        return sum(scale.weight * scale.line.band(numbers[scale.measure]) for scale in found) / weight


@cache
def speaking_calibration() -> SpeakingCalibration:
    """The calibration that ships with Bandmate.

    Raises:
        ValueError: the file is not as it should be.
    """
    return parse_calibration(files("engine.data").joinpath("calibration", "speaking-4.toml").read_text("utf-8"))


def parse_calibration(text: str) -> SpeakingCalibration:
    """A calibration from TOML.

    Raises:
        ValueError: something is missing, unknown or out of order; the message names it.
    """
    try:
        row = tomllib.loads(text)
        scales = tuple(_scale(**table) for table in row.pop("scale"))
        limits = {name: _line(**table) for name, table in row.pop("limits").items()}
        gate = {Criterion(name): dict(least) for name, least in row.pop("gate").items()}
        return SpeakingCalibration(scales=scales, limits=limits, gate=gate, **row)
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"not a calibration: {wrong}") from wrong


def _scale(*, criterion: str, bands: Sequence[float], values: Sequence[float], **rest: Any) -> Scale:  # noqa: ANN401
    return Scale(criterion=Criterion(criterion), line=_line(bands=bands, values=values), **rest)


def _line(*, bands: Sequence[float], values: Sequence[float]) -> Line:
    return Line(tuple(map(float, bands)), tuple(map(float, values)))
