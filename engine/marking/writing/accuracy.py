"""What is published about how wrong the scorer is: measured by ``bandmate calibrate``, shown by /accuracy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PublishedAccuracy:
    """Errors in bands (``bias`` above 0: too generous), shares from 0 to 1, from prompt-disjoint cross-validation."""

    scorer: str
    essays: int
    method: str
    mean_error: float
    bias: float
    within_half: float
    within_one: float
    qwk: float
    rmse: float


@cache
def published() -> PublishedAccuracy:
    """The figures that ship with the model."""
    text = files("engine.data").joinpath("calibration", "accuracy.json").read_text("utf-8")
    found = json.loads(text)
    return PublishedAccuracy(**{name: found[name] for name in PublishedAccuracy.__annotations__})
