"""Everything that is said of a system: agreement with ranges, by task, by band, calibration."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from engine.evaluate.bootstrap import Between, intervals
from engine.evaluate.metrics import Agreement, agreement
from engine.evaluate.scored import Scored


@dataclass(frozen=True, slots=True)
class AtBand:
    """Essays that people gave one band: how many, and by how many bands the system is off on the mean."""

    band: float
    n: int
    bias: float


@dataclass(frozen=True)
class Measured:
    """``slope`` is of examiners' bands on the system's: below 1, its extremes are too far out; above, too near.

    ``coverage`` is the share of examiners' bands in the ranges shown, where any were.
    """

    system: str
    n: int
    failed: int
    agreement: dict[str, Between]
    tasks: dict[str, Agreement]
    bands: tuple[AtBand, ...]
    slope: float
    coverage: float | None

    def as_json(self) -> dict[str, object]:
        """The numbers by name."""
        return asdict(self)


def measure(scored: Scored, seed: int = 0) -> Measured:
    """Measures one system."""
    said, people = scored.said, scored.people
    codes = np.array([each.task for each in scored.essays])
    raw = np.array([each.said for each in scored.essays])
    slope = float(np.polyfit(raw, people, 1)[0]) if raw.std() > 1e-6 else 0.0
    ranges = [each for each in scored.essays if each.low is not None and each.high is not None]
    return Measured(
        system=scored.system,
        n=len(scored.essays),
        failed=scored.failed,
        agreement=intervals(scored, seed),
        tasks={str(code): agreement(said[codes == code], people[codes == code]) for code in np.unique(codes)},
        bands=tuple(
            AtBand(float(band), int((people == band).sum()), float((said - people)[people == band].mean()))
            for band in np.unique(people)
        ),
        slope=slope,
        coverage=(
            sum((each.low or 0) <= each.people <= (each.high or 0) for each in ranges) / len(ranges) if ranges else None
        ),
    )
