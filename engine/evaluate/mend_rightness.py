"""Fits how likely the tagger's mends are right, from mends that were judged: see engine/marking/errors/rightness.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from engine.marking.errors.found import Found
from engine.marking.errors.rightness import features

_RIDGE = 1.0
_STEPS = 30
_FEWEST = 5  # mends that a feature must be seen with
_DIGITS = 3


def fit_rightness(judged: Sequence[tuple[Found, bool]]) -> dict[str, float]:
    """The weights by the name of the feature: a logistic regression with a ridge, by Newton's method.

    ``judged`` are mends, each with whether it is right.
    """
    rows = [features(found) for found, _ in judged]
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= _FEWEST)
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = np.array([right for _, right in judged], dtype=float)
    ridge = _RIDGE * np.diag([float(name != "base") for name in names])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + ridge @ weights)
    return {name: round(float(weight), _DIGITS) for name, weight in zip(names, weights, strict=True)}
