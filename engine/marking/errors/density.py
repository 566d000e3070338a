"""How much is wrong in a text decides how much to believe of each single doubt in it.

The tagger was taught on text with an error in every tenth word. Of a text with fewer, each of its alarms is less
likely to be true, by Bayes' rule: the odds change by the ratio of the two rates (Saerens, Latinne and Decaestecker 2002,
where the rate of the new text is estimated from the classifier's own probabilities, as it is here).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_TAUGHT = 0.1  # share of words with an error in what the tagger was taught on
_WORDS, _USUAL = 5.0, 0.02  # a text of no words is taken for one of ten words with that share of errors
_WEIGHT = 2.5  # more than Bayes' 1: the tagger is far too sure of itself (chosen on JFLEG dev and clean sentences)
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Density:
    """Errors to be expected (a sum of probabilities) among so many words."""

    errors: float
    words: int

    def believed(self, probability: float, own: float, words: int) -> float:
        """``probability`` of an error, given how much is wrong in the rest: all but ``own`` errors in ``words`` words."""
        rate = (max(self.errors - own, 0.0) + _WORDS * _USUAL) / (max(self.words - words, 0) + _WORDS)
        shift = _WEIGHT * (_logit(rate) - _logit(_TAUGHT))
        return 1 / (1 + math.exp(-(_logit(probability) + shift)))


def _logit(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
