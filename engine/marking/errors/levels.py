"""What may be shown with its mend, what only as a place to look at, and whom to believe where two disagree.

``engine/data/errors/thresholds.toml`` is written by ``python -m engine.evaluate.error_thresholds`` from JFLEG's
development half and clean text: for each kind of the tagger's from which probability on it is shown, and how likely a
mend of the tagger's is right.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.marking.errors.error import Kind, Level
from engine.marking.errors.found import DROPS_A_PREPOSITION, DROPS_A_VERB, Found
from engine.marking.errors.rightness import Rightness

SURE = 0.7
"""Probability of being right from which on a mend is shown as a correction: of those that are, more than 75 % are right."""
LIKELY = 0.5
"""And from which on a clean version has it: likelier right than not, in a place that is wrong as it stands."""
_CARRYING = frozenset({DROPS_A_PREPOSITION, DROPS_A_VERB})
_TO_LEAVE_OUT = 0.9  # probability of an error with which a word that carries the sentence may be left out


@dataclass(frozen=True)
class Levels:
    """What is known of the three sources.

    ``shown`` is the least probability by kind of the tagger's (over 1: never), ``rightness`` how likely its mends are
    right, ``precision`` by source (``tagger.article``, ``slips``) how often the place is.
    """

    shown: Mapping[Kind, float]
    rightness: Rightness
    precision: Mapping[str, float]

    def level(self, found: Found) -> Level | None:
        """How it may be shown; None: not at all."""
        if found.source == "tagger" and found.probability < self.shown[found.kind]:
            return None
        return Level.MENDED if self._is_right(found, SURE) else Level.DOUBTFUL

    def is_likely(self, found: Found) -> bool:
        """Whether its mend, if there is one, is likelier right than not."""
        return self._is_right(found, LIKELY)

    def trust(self, found: Found) -> float:
        """How often such a place is right, as measured."""
        return self.precision.get(f"{found.source}.{found.kind.value}", self.precision.get(found.source, 0.5))

    def _is_right(self, found: Found, least: float) -> bool:
        if found.replacement is None or (found.edit in _CARRYING and found.probability < _TO_LEAVE_OUT):
            return False
        return (self.rightness.of(found) if found.source == "tagger" else found.sureness) >= least


@cache
def shipped_levels() -> Levels:
    """The levels that come with Bandmate."""
    return read_levels(files("engine.data").joinpath("errors/thresholds.toml").read_text("utf-8"))


def read_levels(text: str) -> Levels:
    """From TOML: ``[precision]`` by source, ``[shown]`` by kind, ``[rightness]`` by feature.

    Raises:
        ValueError: a kind is missing or a number is no number.
    """
    data = tomllib.loads(text)
    try:
        shown = {kind: float(data["shown"][kind.value]) for kind in Kind}
        rightness = {name: float(weight) for name, weight in data["rightness"].items()}
        precision = {source: float(share) for source, share in data["precision"].items()}
    except (KeyError, TypeError) as error:
        raise ValueError(f"thresholds of the error finder: {error}") from error
    return Levels(shown, Rightness(rightness), precision)
