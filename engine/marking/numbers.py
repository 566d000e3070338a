"""Measures of a written answer. One file a kind; each returns numbers by name, and says where a measure comes from.

Every measure is a density, a mean or a saturating count, so that saying a thing twice does not count twice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Numbers = Mapping[str, float]


def share(part: float, whole: float) -> float:
    """``part / whole``, and 0 of nothing."""
    return part / whole if whole else 0.0


def per_hundred(count: float, words: float) -> float:
    """Occurrences in a hundred words."""
    return 100.0 * share(count, words)


def mean(values: list[float]) -> float:
    """The mean, and 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def deviation(values: list[float]) -> float:
    """The population standard deviation, and 0 of nothing."""
    centre = mean(values)
    return math.sqrt(mean([(value - centre) ** 2 for value in values]))
