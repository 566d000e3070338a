"""``doubled``, ``tenfold``, ``twice as many``: a ratio over time, or of one series to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from engine.marking.sentences import Said
from engine.marking.writing.figures.claim import Claim, Sort
from engine.marking.writing.figures.clauses import Clause
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.language import words
from engine.marking.writing.figures.values import tell

_NEAR = 0.3
"""Learners round ratios: this share off is still the ratio that they name."""


def ratios(sentence: Sequence[Clause], grid: Grid) -> Iterator[Claim]:
    """A claim for each ratio of which it is known what it is of; wrong where no pair of figures comes near it."""
    everywhere = tuple(dict.fromkeys(each for clause in sentence for each in clause.series))
    for clause in sentence:
        series = clause.series or ((0,) if len(grid.series) == 1 else ())
        if clause.lost or not series or grid.panel.unit is None:
            continue
        for factor, pattern in words("ratio").items():
            found = pattern.search(clause.text)
            if found is None:
                continue
            wanted = float(factor)
            span = clause.start + found.start(), clause.start + found.end()
            pairs = (
                [(min(clause.points), max(clause.points))] if len(clause.points) == 2 and grid.timed else grid.pairs()
            )
            over_time = [
                (grid.values[s][j], grid.values[s][i])
                for s in series
                for i, j in pairs
                if grid.timed or not clause.points
            ]
            across = [
                (grid.values[one][p], grid.values[other][p])
                for one, other in permutations(everywhere if len(everywhere) > 1 else range(len(grid.series)), 2)
                for p in clause.points or range(len(grid.points))
            ]
            candidates = over_time if _is_verb(found.group()) else [*over_time, *across]
            if any(_near(high, low, wanted, clause.text) for high, low in candidates):
                yield Claim(*span, Sort.RATIO)
            elif _is_verb(found.group()) and grid.timed and len(series) == 1:
                first, last = pairs[0] if len(pairs) == 1 else (0, len(grid.points) - 1)
                shown = f"{tell(grid, (series[0], first))} → {grid.points[last]}: {grid.shown(series[0], last)}"
                yield Claim(*span, Sort.RATIO, Said("ratio-wrong", {"quote": found.group(), "shown": shown}))
            break


def _is_verb(said: str) -> bool:
    """Whether it tells a change (``doubled``) and not how many times (``twice``)."""
    return said.lower().startswith(("doubl", "tripl", "trebl", "quadrupl", "quintupl", "halv"))


def _near(high: float, low: float, wanted: float, text: str) -> bool:
    if not low:
        return False
    ratio = high / low
    more = any(phrase in text.lower() for phrase in ("more than", "over", "and more", "nearly", "almost", "about"))
    wide = _NEAR + (0.15 if more else 0.0)
    return 1 - wide <= ratio / wanted <= 1 + wide
