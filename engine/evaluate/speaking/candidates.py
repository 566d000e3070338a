"""Candidates whose answers are written: they sit whole tests to see what the examiner does."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Candidate:
    """``answers`` come in turn, by part, and each takes so many ``seconds``; an ``adversary`` wants what nobody gets."""

    name: str
    adversary: bool
    answers: Mapping[int, tuple[str, ...]]
    seconds: Mapping[int, float]

    def says(self, part: int, number: int) -> tuple[str, float]:
        """The ``number``-th answer in a part, from 0, and its seconds."""
        mine = self.answers[part]
        return mine[number % len(mine)], self.seconds[part]


@cache
def candidates() -> tuple[Candidate, ...]:
    """Those of ``evaluate/candidates.toml``."""
    rows = tomllib.loads(files("engine.data").joinpath("evaluate/candidates.toml").read_text("utf-8"))
    return tuple(
        Candidate(
            name,
            row["adversary"],
            {part: tuple(row[str(part)]) for part in (1, 2, 3)},
            {part: float(row["seconds"][str(part)]) for part in (1, 2, 3)},
        )
        for name, row in rows.items()
    )
