"""Tables."""

from __future__ import annotations

import textwrap
from typing import Any

from engine.ielts.charts.chart import Panel
from engine.marking.writing.visuals.page import INK, LINE


def table(axes: Any, panel: Panel) -> None:  # noqa: ANN401 - matplotlib has no types
    """Rows and columns with figures on the right of their cells' middle, as on paper."""
    axes.axis("off")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    head = [textwrap.wrap(point, 10 if len(panel.points) > 3 else 18) for point in panel.points]
    tall = max(len(lines) for lines in head)
    units = len(panel.series) + 0.55 * tall + 0.6
    step = 1 / units
    first = 0.32
    column = (1 - first) / len(panel.points)
    top = 1 - step * (0.55 * tall + 0.6)
    axes.axhspan(top, 1, color="#e8ecef", lw=0)
    for number, lines in enumerate(head):
        axes.text(
            first + column * (number + 0.5),
            (1 + top) / 2,
            "\n".join(lines),
            ha="center",
            va="center",
            size=14.5,
            weight="bold",
            color=INK,
        )
    for row, (name, values) in enumerate(zip(panel.series, panel.values, strict=True)):
        y = top - step * (row + 0.5)
        axes.text(0.015, y, name, ha="left", va="center", size=15, color=INK)
        decimals = any(value != int(value) for value in values)
        for number, value in enumerate(values):
            told = f"{value:,.1f}" if decimals else f"{value:,.10g}"
            axes.text(first + column * (number + 0.5), y, told, ha="center", va="center", size=16, color=INK)
        axes.axhline(top - step * (row + 1), color=LINE, lw=1)
    axes.axhline(top, color=INK, lw=1.4)
    axes.axhline(1, color=INK, lw=1.4)
    axes.axhline(top - step * len(panel.series), color=INK, lw=1.4)
    axes.axvline(first - 0.01, color=LINE, lw=1)
