"""Figures from a specification: a start, an end, a shape and a seed give the same series every time."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Literal

Shape = Literal["line", "early", "late", "peak", "dip"]
_NOISE = 0.06  # of the series' own range: enough to look measured, too little to spoil the shape


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series by its story; ``top`` is the value at which a peak or a dip turns, ``turn`` how far along (0 to 1).

    Raises:
        ValueError: a turning shape without the value at which it turns.
    """

    start: float
    end: float
    shape: Shape
    top: float | None = None
    turn: float = 0.5

    def __post_init__(self) -> None:
        if (self.shape in ("peak", "dip")) != (self.top is not None):
            raise ValueError("a peak or a dip, and no other shape, has a value at which it turns")

    def values(self, count: int, seed: str, step: float) -> tuple[float, ...]:
        """``count`` values in multiples of ``step``: first, last and turning point as specified, the others near."""
        dice = random.Random(seed)
        turning = round(self.turn * (count - 1)) if self.top is not None else None
        span = max(
            abs(self.end - self.start), *(abs((self.top or self.start) - each) for each in (self.start, self.end))
        )
        found = []
        for place in range(count):
            exact = self._at(place, count, turning)
            fixed = place in (0, count - 1, turning)
            noise = 0.0 if fixed else dice.uniform(-_NOISE, _NOISE) * span
            value = max(exact + noise, 0.0)
            if turning is not None and self.top is not None and not fixed:
                value = min(value, self.top - step) if self.shape == "peak" else max(value, self.top + step)
            found.append(round(value / step) * step)
        return tuple(found)

    def _at(self, place: int, count: int, turning: int | None) -> float:
        if turning is not None and self.top is not None:
            if place <= turning:
                return self.start + (self.top - self.start) * place / turning
            return self.top + (self.end - self.top) * (place - turning) / (count - 1 - turning)
        along = place / (count - 1)
        bent = math.sqrt(along) if self.shape == "early" else along**2 if self.shape == "late" else along
        return self.start + (self.end - self.start) * bent
