"""Directions and their size: what is said to have risen, fallen or stayed, against how the figures went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.marking.sentences import Said
from engine.marking.writing.figures.claim import Claim, Sort
from engine.marking.writing.figures.clauses import Clause
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.language import words
from engine.marking.writing.figures.values import tell

_AND = re.compile(r"^\W*(?:\w+\s){0,3}?(?:and|or)\b", re.IGNORECASE)
_TURN = 0.04
"""Share of the panel's spread that is movement and not noise."""


def directions(sentence: Sequence[Clause], grid: Grid) -> Iterator[Claim]:
    """A claim for each clause that tells one direction of what it names."""
    if not grid.timed:
        return
    whole = bool(words("grammar")["whole"].search(" ".join(each.text for each in sentence)))
    for clause in sentence:
        series = clause.series or ((0,) if len(grid.series) == 1 else ())
        said = [(name, found) for name, pattern in words("direction").items() if (found := pattern.search(clause.text))]
        if (
            len(said) != 1
            or not series
            or clause.lost
            or (len(series) > 1 and clause.own and not _joined(clause))
            or words("grammar")["negation"].search(clause.text)
        ):
            continue
        name, found = said[0]
        if clause.own and _of_another(clause, found.start()):
            continue
        start, end = clause.start + found.start(), clause.start + found.end()
        pairs = _period(clause, grid, whole=whole and not clause.later)
        if name == "level":
            if all(_moved(grid, each, pairs) > 0.25 for each in series):
                yield Claim(start, end, Sort.DIRECTION, _went(grid, series[0], pairs, found.group()))
            else:
                yield Claim(start, end, Sort.DIRECTION)
            continue
        sign = 1 if name == "up" else -1
        right = [
            each for each in series if any(sign * (grid.values[each][j] - grid.values[each][i]) > 0 for i, j in pairs)
        ]
        if not right:
            yield Claim(start, end, Sort.DIRECTION, _went(grid, series[0], pairs, found.group()))
        elif exaggerated := _exaggerated(clause, grid, series, pairs, sign):
            yield Claim(
                clause.start + exaggerated[0],
                clause.start + exaggerated[1],
                Sort.DIRECTION,
                _went(grid, series[0], pairs, clause.text[exaggerated[0] : exaggerated[1]]),
            )
        else:
            yield Claim(start, end, Sort.DIRECTION)


def _of_another(clause: Clause, verb: int) -> bool:
    """Whether the verb is that of a pronoun and the series is named only later: ``it fell to 62, less than B``."""
    return bool(words("grammar")["back"].search(clause.text)) and clause.mentioned("series")[0].start > verb


def _joined(clause: Clause) -> bool:
    """Whether several series share one verb: ``A and B rose``."""
    named = clause.mentioned("series")
    between = " ".join(clause.text[one.end : other.start] for one, other in pairwise(named))
    return bool(words("grammar")["sums"].search(clause.text) or _AND.search(between))


def _period(clause: Clause, grid: Grid, *, whole: bool) -> list[tuple[int, int]]:
    """The stretches of time of which one must have gone as the clause says."""
    last = len(grid.points) - 1
    if len(clause.points) >= 2:
        return [(min(clause.points), max(clause.points))]
    if len(clause.points) == 1:
        at = clause.points[0]
        return [(i, j) for i, j in grid.pairs() if at in (i, j)]
    return [(0, last)] if whole else grid.pairs()


def _moved(grid: Grid, series: int, pairs: Sequence[tuple[int, int]]) -> float:
    """The least movement over one of the stretches, as a share of the series' own highest figure there."""
    row = grid.values[series]
    shares = []
    for i, j in pairs:
        here = row[i : j + 1]
        shares.append((max(here) - min(here)) / max(map(abs, here)) if any(here) else 0.0)
        if max(here) - min(here) < 2 * _TURN * grid.spread:
            shares.append(0.0)
    return min(shares)


def _exaggerated(
    clause: Clause, grid: Grid, series: Sequence[int], pairs: Sequence[tuple[int, int]], sign: int
) -> tuple[int, int] | None:
    """The words that make a small change great, where every change of this direction is small; or a great one small."""
    rows = [grid.values[each] for each in series]
    changes = [
        (abs(row[j] - row[i]) / max(abs(row[i]), abs(row[j])), abs(row[j] - row[i]) / grid.spread)
        for row in rows
        for i, j in pairs
        if sign * (row[j] - row[i]) > 0
    ]
    strong, weak = words("size")["strong"].search(clause.text), words("size")["weak"].search(clause.text)
    if strong and not weak and max(own for own, _ in changes) < 0.2 and max(all_ for _, all_ in changes) < 0.1:
        return strong.span()
    if weak and not strong and min(own for own, _ in changes) > 0.5 and min(all_ for _, all_ in changes) > 0.25:
        return weak.span()
    return None


def _went(grid: Grid, series: int, pairs: Sequence[tuple[int, int]], quote: str) -> Said:
    first, last = pairs[0] if len(pairs) == 1 else (0, len(grid.points) - 1)
    shown = f"{tell(grid, (series, first))} → {grid.points[last]}: {grid.shown(series, last)}"
    return Said("direction-wrong", {"quote": quote, "shown": shown})
