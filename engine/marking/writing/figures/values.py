"""Figures: does an amount tell any figure, change or difference of what its clause is about?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

from engine.marking.sentences import Said
from engine.marking.writing.figures.amounts import Amount, fits
from engine.marking.writing.figures.claim import Claim, Sort
from engine.marking.writing.figures.clauses import Clause
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.language import words

_FROM_TO = re.compile(r"\bfrom\b", re.IGNORECASE)
_TO = re.compile(r"^\W*(?:\w+\s){0,4}?\bto\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespective", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^\s*(?:%|\w{1,9})?\s*(?:,|and|or|to|/|-|–)*\s*(?:almost |about |nearly |only |just )?$", re.IGNORECASE
)
Cell = tuple[int, int]


def figures(sentence: Sequence[Clause], grid: Grid) -> Iterator[Claim]:
    """A claim for each amount of which it is sure what it is about."""
    everywhere = tuple(
        dict.fromkeys(
            each
            for clause in sentence
            for each in (*clause.series, *(name.index for name in clause.mentioned("series")))
        )
    )
    for clause in sentence:
        if clause.lost:
            continue
        in_order = _in_order(clause, grid)
        if in_order:
            yield from _ordered(clause, grid, in_order)
            continue
        if len(_FROM_TO.findall(clause.text)) > 1 and len(clause.series) == 1:
            continue  # the second may be of something that the visual calls by another name
        ends = _ends(clause)
        if ends is not None:
            yield from _between(clause, grid, *ends)
        for amount in clause.amounts:
            if ends is None or amount not in ends:
                yield from _alone(clause, grid, amount, everywhere)


def _alone(clause: Clause, grid: Grid, amount: Amount, everywhere: Sequence[int]) -> Iterator[Claim]:
    series = clause.series or (tuple(range(len(grid.series))) if len(grid.series) == 1 else ())
    if not series:
        return
    points = _nearest(clause, amount) or range(len(grid.points))
    cells = [*product(series, points)]
    if not any(_comparable(amount, grid, cell) for cell in cells):
        return
    if any(_tells(amount, grid, cell) for cell in cells) or _tells_a_change(
        clause, grid, amount, series, everywhere or series
    ):
        yield _claim(clause, amount)
        return
    if _may_be_of_another(clause, grid, amount, everywhere):
        return
    if len(clause.amounts) > 1 and any(_tells(amount, grid, cell) for cell in product(series, range(len(grid.points)))):
        return
    if len(clause.points) > 1 or len(series) > 2:
        # Of a wider comparison: wrong only where it tells nothing at all.
        cells = [*product(series, range(len(grid.points)))]
        if any(_tells(amount, grid, cell) for cell in cells):
            return
    nearest = min(cells, key=lambda cell: abs(grid.values[cell[0]][cell[1]] * grid.scale(*cell) - amount.value))
    if len(series) == 1 and len(tuple(points)) == 1:
        yield _claim(clause, amount, _shows(clause, grid, amount, [(series[0], next(iter(points)))]))
    else:
        shown = [nearest] if len(cells) > 3 else cells
        yield _claim(clause, amount, _shows(clause, grid, amount, shown))


def _may_be_of_another(clause: Clause, grid: Grid, amount: Amount, everywhere: Sequence[int]) -> bool:
    """Whether the sentence names something else that the amount may be about, or that a pronoun may stand for."""
    if not clause.own and (len(everywhere) > 1 or words("grammar")["several"].search(clause.text)):
        return True
    objects = {each.index for each in clause.mentioned("series")} - set(clause.series)
    return any(_tells(amount, grid, cell) for cell in product(objects, range(len(grid.points))))


def _nearest(clause: Clause, amount: Amount) -> tuple[int, ...]:
    """The points that an amount may be about: the named ones nearest to it, where the clause has several of both."""
    named = clause.mentioned("point")
    if len(named) < 2 or len(clause.amounts) < 2 or len(named) != len(clause.amounts):
        return clause.points
    return (named[clause.amounts.index(amount)].index,)


def _in_order(clause: Clause, grid: Grid) -> list[tuple[Amount, list[Cell]]]:
    """``12 % and 7 % for A and B``: each amount with the cell that stands at its place in the other row."""
    series, points, found = clause.mentioned("series"), clause.mentioned("point"), clause.amounts
    said = bool(_RESPECTIVELY.search(clause.text))
    if len(found) < 2 or not (said or _in_one_row(clause)):
        return []
    at = clause.points or tuple(range(len(grid.points)))
    if len({each.index for each in series}) == len(series) == len(found) and len(points) <= 1:
        return [(amount, [(name.index, point) for point in at]) for amount, name in zip(found, series, strict=True)]
    of = clause.series if len({each.index for each in series}) <= 1 else ()
    if said and len(points) == len(found) and len(of) == 1:
        return [(amount, [(of[0], name.index)]) for amount, name in zip(found, points, strict=True)]
    return []


def _in_one_row(clause: Clause) -> bool:
    """Whether all amounts stand next to each other, before or after all names."""
    found = clause.amounts
    joined = all(
        _BETWEEN.match(clause.text[one.end : other.start]) and not _TO.match(clause.text[one.end : other.start])
        for one, other in pairwise(found)
    )
    names = clause.mentioned("series")
    outside = all(each.end <= found[0].start or each.start >= found[-1].end for each in names)
    one_side = len({each.end <= found[0].start for each in names}) == 1
    return joined and outside and one_side


def _ordered(clause: Clause, grid: Grid, rows: list[tuple[Amount, list[Cell]]]) -> Iterator[Claim]:
    """All of the row must be right at one point; where none fits, the row as it stands at the last one is shown."""
    if not all(_comparable(amount, grid, cell) for amount, cells in rows for cell in cells[:1]):
        return
    columns = list(zip(*(cells for _, cells in rows), strict=True))
    told = [[_tells(amount, grid, cell) for (amount, _), cell in zip(rows, column, strict=True)] for column in columns]
    best = max(range(len(columns)), key=lambda place: (sum(told[place]), place))
    wrong = [place for place, right in enumerate(told[best]) if not right]
    for place, (amount, _) in enumerate(rows):
        if place not in wrong:
            yield _claim(clause, amount)
    if wrong:
        start, end = rows[wrong[0]][0].start, rows[wrong[-1]][0].end
        shown = _row(grid, [columns[best][place] for place in wrong])
        said = Said("figure-wrong", {"quote": clause.text[start:end], "shown": shown})
        yield Claim(clause.start + start, clause.start + end, Sort.FIGURE, said)


def _ends(clause: Clause) -> tuple[Amount, Amount] | None:
    """The two amounts of ``from A to B``."""
    for one, other in zip(clause.amounts, clause.amounts[1:], strict=False):
        if _FROM_TO.search(clause.text[max(0, one.start - 24) : one.start]) and _TO.match(
            clause.text[one.end : other.start]
        ):
            return one, other
    return None


def _between(clause: Clause, grid: Grid, one: Amount, other: Amount) -> Iterator[Claim]:
    series = clause.series or ((0,) if len(grid.series) == 1 else ())
    if not series or (not grid.timed and len(clause.points) != 2):
        for amount in (one, other):
            yield from _alone(clause, grid, amount, series)
        return
    cells = [(s, i, j) for s in series for i, j in grid.pairs()]
    if not all(_comparable(amount, grid, (series[0], 0)) for amount in (one, other)):
        return
    named = clause.points if len(clause.points) == 2 else ()
    at = [(s, *named) for s in series] if named else cells
    right_start = [each for each in at if _tells(one, grid, (each[0], each[1]))]
    right_end = [each for each in at if _tells(other, grid, (each[0], each[2]))]
    if set(right_start) & set(right_end):
        yield _claim(clause, one)
        yield _claim(clause, other)
        return
    backward = [
        each for each in at if _tells(one, grid, (each[0], each[2])) and _tells(other, grid, (each[0], each[1]))
    ]
    first, last = named or (0, len(grid.points) - 1)
    if backward:
        quote = clause.text[one.start : other.end]
        shown = _row(grid, [(series[0], first), (series[0], last)])
        said = Said("figure-wrong", {"quote": quote, "shown": shown})
        yield Claim(clause.start + one.start, clause.start + other.end, Sort.FIGURE, said)
        return
    for amount, right, point in ((one, right_start, first), (other, right_end, last)):
        if right:
            yield _claim(clause, amount)
        else:
            yield _claim(clause, amount, _shows(clause, grid, amount, [(series[0], point)]))


def _comparable(amount: Amount, grid: Grid, cell: Cell) -> bool:
    """Whether the amount can tell such a figure: a share a percentage, a count anything else."""
    return amount.share == grid.is_share(*cell)


def _tells(amount: Amount, grid: Grid, cell: Cell) -> bool:
    value = grid.values[cell[0]][cell[1]]
    if not _comparable(amount, grid, cell):
        return False
    return fits(amount, value, grid.scale(*cell), grid.slack(*cell))


def _tells_a_change(
    clause: Clause, grid: Grid, amount: Amount, series: Sequence[int], everywhere: Sequence[int]
) -> bool:
    """Whether it tells how much something changed or differs, in the figure's unit or in percent, or a sum."""
    if not (words("grammar")["change"].search(clause.text) or words("grammar")["sums"].search(clause.text)):
        return False
    found: list[tuple[float, Cell]] = []
    for s in series:
        for i, j in grid.pairs() if grid.timed or len(clause.points) > 1 else ():
            found.append((abs(grid.values[s][j] - grid.values[s][i]), (s, i)))
            if amount.share and grid.values[s][i]:
                percent = 100 * abs(grid.values[s][j] - grid.values[s][i]) / abs(grid.values[s][i])
                if fits(amount, percent, 1.0, 1.0):
                    return True
    for one, other in combinations(everywhere if len(everywhere) > 1 else range(len(grid.series)), 2):
        for point in clause.points or range(len(grid.points)):
            found.append((abs(grid.values[one][point] - grid.values[other][point]), (one, point)))
            found.append((grid.values[one][point] + grid.values[other][point], (one, point)))
    return any(
        _comparable(amount, grid, cell) and fits(amount, value, grid.scale(*cell), 2 * grid.slack(*cell))
        for value, cell in found
    )


def _claim(clause: Clause, amount: Amount, wrong: Said | None = None) -> Claim:
    return Claim(clause.start + amount.start, clause.start + amount.end, Sort.FIGURE, wrong)


def _shows(clause: Clause, grid: Grid, amount: Amount, cells: list[Cell]) -> Said:
    quote = clause.text[amount.start : amount.end]
    return Said("figure-wrong", {"quote": quote, "shown": _row(grid, cells)})


def _row(grid: Grid, cells: Sequence[Cell]) -> str:
    return "; ".join(tell(grid, cell) for cell in dict.fromkeys(cells))


def tell(grid: Grid, cell: Cell) -> str:
    """``Coal, 2010: 35 %``: labels as the picture has them."""
    names = ", ".join(name for name in (grid.series[cell[0]], grid.points[cell[1]]) if name)
    return f"{names}: {grid.shown(*cell)}"
