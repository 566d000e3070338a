"""Every claim of an essay that can be held against its visual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.ielts.charts.chart import Chart
from engine.ielts.text import Span, Text
from engine.marking.writing.figures.claim import Claim, Sort
from engine.marking.writing.figures.clauses import Clause, clauses
from engine.marking.writing.figures.directions import directions
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.ranks import comparisons, ranks
from engine.marking.writing.figures.ratios import ratios
from engine.marking.writing.figures.values import figures


def claims(text: str, chart: Chart) -> tuple[Claim, ...]:
    """The claims of ``text``, in order, right and wrong. What could be meant otherwise is not among them."""
    sentences = Text(text).sentences
    found = [each for grid, own in _by_panel(sentences, chart) for each in _of_panel(own, grid)]
    kept: list[Claim] = []
    for each in sorted(found, key=lambda claim: (claim.start, claim.wrong is None)):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return tuple(kept)


def _by_panel(sentences: Sequence[Span], chart: Chart) -> Iterator[tuple[Grid, list[Span]]]:
    """Each panel with the sentences about it: those that name its series, or its points and no other's series."""
    from engine.marking.writing.figures.mentions import mentions

    grids = [Grid.of(panel) for panel in chart.panels]
    if len(grids) == 1:
        yield grids[0], list(sentences)
        return
    own: list[list[Span]] = [[] for _ in grids]
    for sentence in sentences:
        named = [len({each.index for each in mentions(sentence.text, grid) if each.axis == "series"}) for grid in grids]
        best = [place for place, count in enumerate(named) if count == max(named) and count]
        if len(best) == 1 and sum(1 for count in named if count) == 1:
            own[best[0]].append(sentence)
    yield from zip(grids, own, strict=True)


def _of_panel(sentences: Sequence[Span], grid: Grid) -> Iterator[Claim]:
    for sentence in clauses(sentences, grid):
        yield from _of_sentence(sentence, grid)


def _of_sentence(sentence: Sequence[Clause], grid: Grid) -> Iterator[Claim]:
    yield from figures(sentence, grid)
    wrong_before = False
    for check in (ratios, ranks, comparisons, directions):
        for claim in check(sentence, grid):
            wrong_before = wrong_before or claim.wrong is not None
            yield claim


def is_wrong(claim: Claim) -> bool:
    """Whether it contradicts the visual."""
    return claim.wrong is not None


__all__ = ["Claim", "Sort", "claims", "is_wrong"]
