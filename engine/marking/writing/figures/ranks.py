"""Superlatives, peaks and comparisons. Where a phrase can be read in two ways, it is wrong only if it is so in both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.marking.sentences import Said
from engine.marking.writing.figures.claim import Claim, Sort
from engine.marking.writing.figures.clauses import Clause
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.language import words
from engine.marking.writing.figures.values import tell

_APART = re.compile(r",|\band\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)


def ranks(sentence: Sequence[Clause], grid: Grid) -> Iterator[Claim]:
    """Claims that something is the highest or the lowest, or has its peak at a moment."""
    for clause in sentence:
        if clause.lost or grid.panel.unit is None:
            continue
        turn = _turning(clause, grid)
        if turn is not None:
            yield turn
            continue
        for name, sign in (("most", 1), ("least", -1)):
            found = words("rank")[name].search(clause.text)
            if found is None or words("rank")["not_a_rank"].search(
                clause.text[max(0, found.start() - 28) : found.end() + 28]
            ):
                continue
            after = [each.start for each in clause.mentioned("series") if each.start >= found.end()]
            if after and _APART.search(clause.text[found.end() : after[0]]):
                continue
            if len(clause.series) == 1 and not (clause.own and len(clause.mentioned("point")) > 1 and not grid.timed):
                yield from _ranked(clause, grid, found, sign)


def _turning(clause: Clause, grid: Grid) -> Claim | None:
    """``reached a peak in 2010``: the moment must be that of the highest figure."""
    for name, sign in (("peak", 1), ("bottom", -1)):
        found = words("rank")[name].search(clause.text)
        if found is None or not grid.timed or len(clause.series) != 1:
            continue
        named = [each.index for each in clause.mentioned("point") if each.start >= found.start()]
        named = named or list(clause.points)
        span = clause.start + found.start(), clause.start + found.end()
        if len(named) != 1:
            return None
        row = grid.values[clause.series[0]]
        best = max(sign * value for value in row)
        if best - sign * row[named[0]] <= grid.slack(clause.series[0], named[0]):
            return Claim(*span, Sort.RANK)
        at = next(place for place, value in enumerate(row) if sign * value == best)
        facts = {"quote": clause.text[found.start() : found.end()], "shown": tell(grid, (clause.series[0], at))}
        return Claim(*span, Sort.RANK, Said("rank-wrong", facts))
    return None


def _ranked(clause: Clause, grid: Grid, found: re.Match[str], sign: int) -> Iterator[Claim]:
    series = clause.series[0]
    points = clause.points or tuple(range(len(grid.points)))
    span = clause.start + found.start(), clause.start + found.end()
    among_series = len(grid.series) > 1 and any(_best(grid, series, point, sign) for point in points)
    row = grid.values[series]
    best = max(sign * value for value in row)
    among_points = bool(clause.points) and any(
        best - sign * row[point] <= grid.slack(series, point) for point in clause.points
    )
    if among_series or among_points:
        yield Claim(*span, Sort.RANK)
        return
    if len(grid.series) < 2 and not clause.points:
        return
    point = points[-1] if len(points) == 1 or clause.points else None
    if point is None:
        return
    top = max(range(len(grid.series)), key=lambda each: sign * grid.values[each][point])
    facts = {
        "quote": clause.text[found.start() : found.end()],
        "shown": f"{tell(grid, (top, point))}; {tell(grid, (series, point))}",
    }
    yield Claim(*span, Sort.RANK, Said("rank-wrong", facts))


def _best(grid: Grid, series: int, point: int, sign: int) -> bool:
    column = [sign * row[point] for row in grid.values]
    return max(column) - column[series] <= grid.slack(series, point)


def comparisons(sentence: Sequence[Clause], grid: Grid) -> Iterator[Claim]:
    """``A was higher than B``, ``more A than B``, ``A overtook B``."""
    if grid.panel.unit is None:
        return
    for clause in sentence:
        named = clause.mentioned("series")
        if clause.lost or len({each.index for each in named}) != 2 or len(named) != 2:
            continue
        overtook = words("compared")["overtook"].search(clause.text)
        passive = words("compared")["passive"].search(clause.text)
        than = _THAN.search(clause.text)
        if words("grammar")["negation"].search(clause.text):
            continue
        if passive is not None:
            sign, mark = -1, passive
        elif overtook is not None:
            sign, mark = 1, overtook
        elif than is not None:
            before = [
                (each, sign)
                for name, sign in (("above", 1), ("below", -1))
                for each in words("compared")[name].finditer(clause.text, 0, than.start())
            ]
            if len(before) != 1 or named[1].start < than.end() or named[0].start > than.start():
                continue
            mark, sign = before[0]
        else:
            continue
        if (passive or overtook) and not named[0].end <= mark.start() <= named[1].start:
            continue
        if any(amount.start < mark.start() for amount in clause.amounts) and than is not None and not overtook:
            continue
        one, other = named[0].index, named[1].index
        points = clause.points or tuple(range(len(grid.points)))
        differ = [(sign * (grid.values[one][p] - grid.values[other][p]), p) for p in points]
        span = clause.start + mark.start(), clause.start + mark.end()
        if any(by > -grid.slack(one, p) for by, p in differ):
            yield Claim(*span, Sort.COMPARISON)
        else:
            p = points[-1]
            facts = {
                "quote": clause.text[mark.start() : mark.end()],
                "shown": f"{tell(grid, (one, p))}; {tell(grid, (other, p))}",
            }
            yield Claim(*span, Sort.COMPARISON, Said("comparison-wrong", facts))
