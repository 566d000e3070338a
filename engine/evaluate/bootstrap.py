"""How far a number could be off: the bootstrap over questions (Efron 1979), because essays on one are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.errors import OperatorMistake
from engine.evaluate.metrics import agreement
from engine.evaluate.scored import Scored

DRAWS = 1000
_TAIL = 2.5  # per cent on each side


@dataclass(frozen=True, slots=True)
class Between:
    """A number and the range that holds it in 95 of 100 draws of questions."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of ``other`` against ``one`` on the essays of both: differences of RMSE (below 0 is better) and of QWK."""

    essays: int
    rmse: Between
    qwk: Between

    @property
    def verdict(self) -> str:
        """``better``, ``worse``, or ``no more than chance``: by RMSE, and by QWK where RMSE says nothing."""
        for found, sign in ((self.rmse, -1), (self.qwk, 1)):
            if found.low > 0 or found.high < 0:
                return "better" if found.value * sign > 0 else "worse"
        return "no more than chance"


def intervals(scored: Scored, seed: int = 0) -> dict[str, Between]:
    """The agreement of a system with examiners, each number with its range."""
    said, people = scored.said, scored.people
    whole = agreement(said, people).as_dict()
    drawn = [agreement(said[rows], people[rows]).as_dict() for rows in _draws(scored.groups, seed)]
    return {
        name: Between(value, *_range([each[name] for each in drawn])) for name, value in whole.items() if name != "n"
    }


def compare(one: Scored, other: Scored, seed: int = 0) -> Comparison:
    """Both on the same essays, drawn together, so that what is hard for both tells nothing.

    Raises:
        OperatorMistake: they have no essay in common.
    """
    mine = {each.essay: each for each in one.essays}
    shared = [each for each in other.essays if each.essay in mine]
    if not shared:
        raise OperatorMistake("The two runs have no essay in common: evaluate both on one file.")
    a = Scored(system=one.system, essays=tuple(mine[each.essay] for each in shared))
    b = Scored(system=other.system, essays=tuple(shared))
    people, said_a, said_b = a.people, a.said, b.said

    def difference(rows: npt.NDArray[np.int64]) -> tuple[float, float]:
        before, after = (agreement(said[rows], people[rows]) for said in (said_a, said_b))
        return after.rmse - before.rmse, after.qwk - before.qwk

    whole = difference(np.arange(len(shared)))
    drawn = [difference(rows) for rows in _draws(a.groups, seed)]
    rmse, qwk = (Between(whole[at], *_range([each[at] for each in drawn])) for at in (0, 1))
    return Comparison(len(shared), rmse, qwk)


def _draws(groups: npt.NDArray[np.int64], seed: int) -> Iterator[npt.NDArray[np.int64]]:
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    random: Callable[..., npt.NDArray[np.int64]] = np.random.default_rng(seed).integers
    for _ in range(DRAWS):
        yield np.concatenate([members[at] for at in random(len(members), size=len(members))])


def _range(values: list[float]) -> tuple[float, float]:
    low, high = np.percentile(values, [_TAIL, 100 - _TAIL])
    return float(low), float(high)
