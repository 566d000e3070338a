"""What a reader of the visual sees first, and whether an essay tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.ielts.charts.chart import Chart, Kind, Panel
from engine.ielts.text import Text
from engine.marking.sentences import Said
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.language import words
from engine.marking.writing.figures.mentions import mentions
from engine.marking.writing.figures.values import tell

_BIG = 0.3
"""Share of the panel's spread from which a change or a difference is a main feature."""
_LETTERS = re.compile(r"[a-zé]{4,}")


@dataclass(frozen=True, slots=True)
class Feature:
    """One main feature; ``told`` says it to the learner, ``covered`` whether the essay tells of it."""

    told: Said
    covered: bool


def features(text: str, chart: Chart) -> tuple[Feature, ...]:
    """The main features of a visual: at most four a panel, every stage of a process, every change of a map."""
    if chart.kind is Kind.PROCESS:
        return tuple(
            Feature(Said("feature-stage", {"stage": stage.label}), _has(text, stage.words)) for stage in chart.stages
        )
    if chart.kind is Kind.MAP:
        return tuple(
            Feature(
                Said("feature-change", {"was": place.was or "–", "now": place.now or "–"}),
                _either(text, place.was, place.now),
            )
            for place in chart.places
            if place.was != place.now
        )
    return tuple(each for panel in chart.panels for each in _of_panel(text, panel))


def _of_panel(text: str, panel: Panel) -> Iterator[Feature]:
    grid = Grid.of(panel)
    told = _told(text, grid)
    if not grid.timed:
        yield from _highest(grid, told)
        return
    last = len(grid.points) - 1
    change = [row[-1] - row[0] for row in grid.values]
    for name, best in (
        ("feature-rise", max(range(len(change)), key=lambda s: change[s])),
        ("feature-fall", min(range(len(change)), key=lambda s: change[s])),
    ):
        if abs(change[best]) >= _BIG * grid.spread and (change[best] > 0) == (name == "feature-rise"):
            shown = f"{tell(grid, (best, 0))} → {grid.points[last]}: {grid.shown(best, last)}"
            yield Feature(Said(name, {"shown": shown}), best in told)
    for series, row in enumerate(grid.values):
        top = max(range(len(row)), key=lambda p: row[p])
        if row[top] - max(row[0], row[-1]) >= _BIG * grid.spread:
            yield Feature(Said("feature-peak", {"shown": tell(grid, (series, top))}), series in told)
    if last and len(grid.series) > 1:
        first_to_last = [max(range(len(grid.series)), key=lambda s: grid.values[s][p]) for p in (0, last)]
        if first_to_last[0] != first_to_last[1]:
            shown = f"{tell(grid, (first_to_last[0], 0))}; {tell(grid, (first_to_last[1], last))}"
            yield Feature(Said("feature-lead", {"shown": shown}), set(first_to_last) <= told)


def _highest(grid: Grid, told: set[int]) -> Iterator[Feature]:
    """In every column that has a unit of its own, or in all of them: the highest figure, and the lowest."""
    if grid.panel.unit is None:
        columns = [[(s, p) for s in range(len(grid.series))] for p in range(len(grid.points))]
    else:
        columns = [[(s, p) for s in range(len(grid.series)) for p in range(len(grid.points))]]
    for cells in columns[:3]:
        top = max(cells, key=lambda cell: grid.values[cell[0]][cell[1]])
        yield Feature(Said("feature-highest", {"shown": tell(grid, top)}), top[0] in told)


def _told(text: str, grid: Grid) -> set[int]:
    """The series of which some sentence tells more than the name: a direction, a rank or a figure."""
    found: set[int] = set()
    for sentence in Text(text).sentences:
        tells = any(character.isdigit() for character in sentence.text) or any(
            pattern.search(sentence.text)
            for group in ("direction", "rank", "compared")
            for pattern in words(group).values()
        )
        if tells:
            found |= {each.index for each in mentions(sentence.text, grid) if each.axis == "series"}
    return found if len(grid.series) > 1 else found | ({0} if text.strip() else set())


def _has(text: str, beginnings: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(re.search(rf"\b{re.escape(each)}", lower) for each in beginnings)


def _either(text: str, *labels: str | None) -> bool:
    """Whether one of the labels is named, by the words of it that carry meaning."""
    lower = text.lower()
    return any(
        label is not None
        and all(word.rstrip("s")[:6] in lower for word in _LETTERS.findall(label.lower()) or [label.lower()])
        for label in labels
    )
