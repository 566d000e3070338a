"""Two systems' comments before several judges: who wins, how often a judge is swayed, and whether judges agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from engine.evaluate.both_orders import Verdict
from engine.evaluate.comments.judge import Pair, compare, kappa, marks
from engine.evaluate.comments.thrifty import BudgetSpent
from engine.ports import LanguageModel


@dataclass(frozen=True, slots=True)
class Judged:
    """``verdicts`` counts pairs by verdict; ``first`` and ``second`` are mean marks (1 to 5), by name.

    ``steady`` is the share of pairs in which the order of the two made no difference; ``failed`` pairs got no verdict.
    """

    judge: str
    pairs: int
    verdicts: dict[str, int]
    steady: float
    first: dict[str, float]
    second: dict[str, float]
    failed: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two judges on the pairs that both judged: the share of like verdicts, and Cohen's kappa."""

    judges: tuple[str, str]
    pairs: int
    share: float
    kappa: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judges say; ``stopped``: the budget ended it, and what follows is of fewer pairs."""

    judges: tuple[Judged, ...]
    agreement: tuple[Agreed, ...]
    stopped: bool


def judged(judges: Sequence[LanguageModel], pairs: Sequence[Pair]) -> Judgement:
    """Every pair before every judge, until the budget is spent.

    Raises:
        OperatorMistake: a judge is set up wrongly.
    """
    verdicts: list[dict[int, Verdict | None]] = [{} for _ in judges]
    given: list[tuple[list[dict[str, int]], list[dict[str, int]]]] = [([], []) for _ in judges]
    stopped = False
    try:
        for at, pair in enumerate(pairs):
            for judge, mine, (first, second) in zip(judges, verdicts, given, strict=True):
                mine[at] = compare(judge, pair)
                for comment, row in ((pair.first, first), (pair.second, second)):
                    found = marks(judge, pair.essay, comment)
                    if found is not None:
                        row.append(dict(found))
    except BudgetSpent:
        stopped = True
    names = [judge.name for judge in judges]
    told = tuple(
        _told(name, mine, first, second) for name, mine, (first, second) in zip(names, verdicts, given, strict=True)
    )
    return Judgement(
        told, tuple(_agreed(names, verdicts, *two) for two in combinations(range(len(judges)), 2)), stopped
    )


def _told(
    name: str, mine: dict[int, Verdict | None], first: list[dict[str, int]], second: list[dict[str, int]]
) -> Judged:
    said = [each for each in mine.values() if each is not None]
    steady = sum(each is not Verdict.SWAYED for each in said) / len(said) if said else 0.0
    counts = Counter(str(each) for each in said)
    return Judged(
        name, len(said), {str(each): counts[str(each)] for each in Verdict}, steady, _means(first), _means(second),
        len(mine) - len(said),
    )  # fmt: skip


def _agreed(names: list[str], verdicts: list[dict[int, Verdict | None]], one: int, other: int) -> Agreed:
    both = [(a, b) for at, a in verdicts[one].items() if a is not None and (b := verdicts[other].get(at)) is not None]
    mine, theirs = [str(a) for a, _ in both], [str(b) for _, b in both]
    share = sum(a == b for a, b in both) / len(both) if both else 0.0
    return Agreed((names[one], names[other]), len(both), share, kappa(mine, theirs))


def _means(rows: list[dict[str, int]]) -> dict[str, float]:
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]} if rows else {}
