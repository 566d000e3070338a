"""One claim of an essay, held against the figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.marking.sentences import Said


class Sort(StrEnum):
    """What is claimed."""

    FIGURE = "figure"
    DIRECTION = "direction"
    RANK = "rank"
    COMPARISON = "comparison"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Claim:
    """``start:end`` are the words of the essay that say it; ``wrong`` says what the visual shows, ``None``: it agrees."""

    start: int
    end: int
    sort: Sort
    wrong: Said | None = None
