"""A visual as a PNG."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.ielts.charts.chart import Chart, Kind, Panel
from engine.marking.writing.visuals.diagrams import plan, process
from engine.marking.writing.visuals.page import INK, png, sheet
from engine.marking.writing.visuals.plots import bar, line, pies
from engine.marking.writing.visuals.tables import table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LEFT, _RIGHT = 0.125, 0.97
_INCHES = {Kind.LINE: 5.9, Kind.BAR: 5.9, Kind.PIE: 5.2}
_TITLE = 0.62
"""Inches over a panel for its title."""


def picture(chart: Chart) -> bytes:
    """The visual of a Task 1 question as PNG, 990 pixels wide: black and white prints lose nothing of it."""
    if chart.kind is Kind.PROCESS:
        return _process(chart)
    if chart.kind is Kind.MAP:
        return _plans(chart)
    inches = [_height(panel) for panel in chart.panels]
    figure = sheet(sum(inches))
    top = 1.0
    for panel, height in zip(chart.panels, inches, strict=True):
        bottom = top - height / sum(inches)
        _panel(figure, panel, top, bottom, sum(inches))
        top = bottom
    return png(figure)


def _height(panel: Panel) -> float:
    if panel.kind is Kind.TABLE:
        return _TITLE + 0.3 + 0.62 * len(panel.series) + (0.9 if any(len(point) > 9 for point in panel.points) else 0.6)
    if panel.kind is Kind.PIE:
        return {1: 5.4, 2: 5.4}.get(len(panel.points), 4.7)
    return _INCHES[panel.kind]


def _panel(figure: Figure, panel: Panel, top: float, bottom: float, inches: float) -> None:
    _title(figure, panel.title, top - 0.36 / inches)
    under = top - _TITLE / inches
    if panel.kind is Kind.PIE:
        pies(figure, panel, under - 0.12 / inches, bottom)
        return
    if panel.kind is Kind.TABLE:
        table(figure.add_axes((0.03, bottom + 0.15 / inches, 0.94, under - bottom - 0.15 / inches)), panel)
        return
    room = (1.3 if len(panel.series) > 3 and sum(map(len, panel.series)) > 34 else 1.05) / inches
    room = room + 0.15 / inches if any(len(point) > 12 for point in panel.points) else room
    room = room if len(panel.series) > 1 else 0.6 / inches
    axes = figure.add_axes((_LEFT, bottom + room, _RIGHT - _LEFT, under - bottom - room))
    (line if panel.kind is Kind.LINE else bar)(axes, panel)


def _title(figure: Figure, text: str, at: float) -> None:
    figure.text(0.5, at, textwrap.fill(text, 56), ha="center", va="center", size=18, weight="bold", color=INK)


def _process(chart: Chart) -> bytes:
    inches = 7.4 if chart.cycle else 0.9 + 1.75 * -(-len(chart.stages) // 3)
    figure = sheet(inches)
    _title(figure, chart.titles[0], 1 - 0.4 / inches)
    process(figure.add_axes((0.02, 0.02, 0.96, 1 - 0.85 / inches)), chart)
    return png(figure)


def _plans(chart: Chart) -> bytes:
    inches = 11.0
    figure = sheet(inches)
    for number, title in enumerate(chart.titles):
        top = 1 - number * 0.5
        _title(figure, title, top - 0.38 / inches)
        plan(figure.add_axes((0.04, top - 0.5 + 0.12 / inches, 0.87, 0.5 - 0.78 / inches)), chart, after=bool(number))
    return png(figure)
