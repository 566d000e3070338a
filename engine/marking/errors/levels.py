"""What may be shown with its mend, what only as a place to look at, and whom to believe where two disagree.

``engine/data/errors/thresholds.toml`` is written by ``python -m engine.evaluate.error_thresholds`` from JFLEG's
development half and clean text, and says for each kind of the tagger's from which probability on it is shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.marking.errors.error import Kind, Level
from engine.marking.errors.found import Found


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Of one kind of the tagger's: least probability to be shown, to be mended, and of the edit. Over 1: never."""

    doubtful: float
    mended: float
    edit: float


@dataclass(frozen=True)
class Levels:
    """Thresholds by kind, and by source how often the place is right (``tagger.article``, ``slips``)."""

    tagger: Mapping[Kind, Thresholds]
    precision: Mapping[str, float]

    def level(self, found: Found) -> Level | None:
        """How it may be shown; None: not at all."""
        if found.source != "tagger":
            return Level.DOUBTFUL if found.replacement is None else Level.MENDED
        least = self.tagger[found.kind]
        if found.probability < least.doubtful:
            return None
        sure = found.probability >= least.mended and found.sureness >= least.edit
        return Level.MENDED if sure and found.replacement is not None else Level.DOUBTFUL

    def trust(self, found: Found) -> float:
        """How often such a place is right, as measured."""
        return self.precision.get(f"{found.source}.{found.kind.value}", self.precision.get(found.source, 0.5))


@cache
def shipped_levels() -> Levels:
    """The levels that come with Bandmate."""
    return read_levels(files("engine.data").joinpath("errors/thresholds.toml").read_text("utf-8"))


def read_levels(text: str) -> Levels:
    """From TOML: ``[tagger.KIND]`` with the thresholds, ``[precision]`` by source.

    Raises:
        ValueError: a kind is missing or a number is no number.
    """
    data = tomllib.loads(text)
    try:
        tagger = {kind: Thresholds(**{k: float(v) for k, v in data["tagger"][kind.value].items()}) for kind in Kind}
    except (KeyError, TypeError) as error:
        raise ValueError(f"thresholds of the error finder: {error}") from error
    return Levels(tagger, {source: float(share) for source, share in data["precision"].items()})
