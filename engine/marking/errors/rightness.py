"""How likely a mend of the tagger's is right: a logistic regression on its probabilities, what it does and of which kind.

The tagger is far surer of some edits than it should be (a word that is put in or left out) and less of others (a form of
a verb), so its own probabilities alone say too little. The weights are fitted by ``engine/evaluate/error_thresholds.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engine.marking.errors.found import Found

_LEAST = 1e-4  # a probability is never nearer to 0 or 1 than this


@dataclass(frozen=True)
class Rightness:
    """The weight of each feature by name; of one that has none, nothing is known."""

    weights: Mapping[str, float]

    def of(self, found: Found) -> float:
        """The probability (0 to 1) that what ``found`` would put there brings the sentence nearer to a corrector's."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features(found).items())
        return 1 / (1 + math.exp(-total))


def features(found: Found) -> dict[str, float]:
    """What rightness depends on, by name."""
    return {
        "base": 1.0,
        f"probability.{found.edit}": _logit(found.probability),
        f"sureness.{found.edit}": _logit(found.sureness),
        f"kind.{found.kind.value}": 1.0,
        f"edit.{found.edit}": 1.0,
    }


def _logit(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
