"""How near bands are to examiners' bands."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

Bands = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of ``n`` pairs; shares are 0 to 1, errors in bands, ``bias`` above 0 means too generous."""

    n: int
    qwk: float
    rmse: float
    mse: float
    pearson: float
    exact: float
    within_half: float
    within_one: float
    mean_error: float
    bias: float

    def as_dict(self) -> dict[str, float]:
        """The numbers by name."""
        return asdict(self)


def named(found: Agreement) -> dict[str, float | int]:
    """The numbers that ``evaluate writing --json`` prints, in its order."""
    numbers = found.as_dict()
    return {
        name: numbers[name] for name in ("n", "qwk", "rmse", "mse", "pearson", "exact", "within_half", "within_one")
    }


def agreement(given: Bands, examiners: Bands) -> Agreement:
    """Compare half bands, shape (n,), with examiners' half bands, shape (n,).

    Raises:
        ValueError: there is nothing to compare, or the shapes differ.
    """
    if given.shape != examiners.shape or given.size == 0:
        raise ValueError("nothing to compare")
    error = given - examiners
    constant = given.std() == 0 or examiners.std() == 0
    return Agreement(
        n=int(given.size),
        qwk=quadratic_weighted_kappa(given, examiners),
        rmse=float(np.sqrt(np.mean(error**2))),
        mse=float(np.mean(error**2)),
        pearson=0.0 if constant else float(np.corrcoef(given, examiners)[0, 1]),
        exact=float(np.mean(error == 0)),
        within_half=float(np.mean(np.abs(error) <= 0.5)),
        within_one=float(np.mean(np.abs(error) <= 1.0)),
        mean_error=float(np.mean(np.abs(error))),
        bias=float(np.mean(error)),
    )


def quadratic_weighted_kappa(given: Bands, examiners: Bands) -> float:
    """Cohen's (1968) kappa with quadratic weights over the nineteen half bands; 1 is perfect, 0 is chance."""
    a, b = np.rint(2 * given).astype(int), np.rint(2 * examiners).astype(int)
    observed = np.zeros((19, 19))
    np.add.at(observed, (a, b), 1)
    weights = (np.arange(19)[:, None] - np.arange(19)[None, :]) ** 2
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    chance = float((weights * expected).sum())
    return 1.0 - float((weights * observed).sum()) / chance if chance else 0.0
