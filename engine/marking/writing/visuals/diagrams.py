"""Processes as boxes and arrows, and two plans side by side."""

from __future__ import annotations

import math
import textwrap
from itertools import pairwise
from typing import Any

from engine.ielts.charts.chart import Chart, Place
from engine.marking.writing.visuals.page import FAINT, INK, PAPER

_COLUMNS, _ROWS = 6, 4
_FORMS: dict[str, dict[str, Any]] = {
    "building": {"facecolor": "#eef1f4", "edgecolor": INK, "linewidth": 1.6},
    "open": {"facecolor": PAPER, "edgecolor": FAINT, "linewidth": 1.2, "linestyle": "--"},
    "road": {"facecolor": "#d4d7da", "edgecolor": "none"},
    "water": {"facecolor": "#dcebf5", "edgecolor": "none"},
}
_CHANGED = {"facecolor": "#fbe6cf"}


def process(axes: Any, chart: Chart) -> None:  # noqa: ANN401 - matplotlib has no types
    """Numbered boxes in rows of three, read like text; or round a circle."""
    axes.axis("off")
    if chart.cycle:
        _cycle(axes, chart)
        return
    across = 3
    rows = math.ceil(len(chart.stages) / across)
    axes.set_xlim(0, across)
    axes.set_ylim(-rows, 0)
    boxes = [
        _box(axes, *_snake(number, across), 0.76, 0.6, str(number + 1), textwrap.fill(stage.label, 18))
        for number, stage in enumerate(chart.stages)
    ]
    for one, other in pairwise(boxes):
        _arrow(axes, one, other)


def _snake(number: int, across: int) -> tuple[float, float]:
    row, place = divmod(number, across)
    return (place if row % 2 == 0 else across - 1 - place) + 0.5, -row - 0.5


def _cycle(axes: Any, chart: Chart) -> None:  # noqa: ANN401
    axes.set_xlim(-1.8, 1.8)
    axes.set_ylim(-1.32, 1.32)
    turn = 2 * math.pi / len(chart.stages)
    boxes = [
        _box(
            axes,
            1.24 * math.sin(turn * number),
            1.08 * math.cos(turn * number),
            0.94,
            0.38,
            str(number + 1),
            textwrap.fill(stage.label, 18),
        )
        for number, stage in enumerate(chart.stages)
    ]
    for one, other in zip(boxes, [*boxes[1:], boxes[0]], strict=True):
        _arrow(axes, one, other)


def _box(axes: Any, x: float, y: float, width: float, height: float, number: str, text: str) -> Any:  # noqa: ANN401
    from matplotlib.patches import FancyBboxPatch

    box = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.06",
        facecolor="#f2f4f6",
        edgecolor=INK,
        linewidth=1.5,
        zorder=3,
    )
    axes.add_patch(box)
    axes.text(x - width / 2 + 0.03, y + height / 2 - 0.03, number, ha="left", va="top", size=12, color=FAINT, zorder=4)
    axes.text(x, y, text, ha="center", va="center", size=14.5, color=INK, zorder=4, linespacing=1.15)
    return box


def _arrow(axes: Any, one: Any, other: Any) -> None:  # noqa: ANN401
    """From the edge of one box to that of the next."""
    ends = [(box.get_x() + box.get_width() / 2, box.get_y() + box.get_height() / 2) for box in (one, other)]
    axes.annotate(
        "",
        ends[1],
        ends[0],
        arrowprops={
            "arrowstyle": "-|>,head_width=0.4,head_length=0.7",
            "color": INK,
            "lw": 2.2,
            "patchA": one,
            "patchB": other,
            "shrinkA": 3,
            "shrinkB": 3,
        },
    )


def plan(axes: Any, chart: Chart, *, after: bool) -> None:  # noqa: ANN401
    """One of the two plans; in the second what is new has a tint, which says nothing that the labels do not."""
    axes.set_xlim(0, _COLUMNS)
    axes.set_ylim(_ROWS, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(linewidth=1.6, color=INK)
    for place in chart.places:
        name = place.now if after else place.was
        if name is not None:
            _place(axes, place, name, new=after and place.was != place.now)
    if chart.north:
        axes.annotate(
            "N", (1.045, 0.98), (1.045, 0.78), xycoords="axes fraction", ha="center", va="center", size=14, color=INK,
            arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.8}, annotation_clip=False,
        )  # fmt: skip


def _place(axes: Any, place: Place, name: str, *, new: bool) -> None:  # noqa: ANN401
    from matplotlib.patches import Rectangle

    (x, y), (width, height) = place.at, place.size
    whole = place.form in ("road", "water")
    gap = 0.0 if whole else 0.1
    water = place.form == "water" and name in ("Sea", "Stream", "Pond")
    form = _FORMS["building" if place.form == "water" and not water else place.form]
    look: dict[str, Any] = {**form, **(_CHANGED if new else {})}
    inset = 0.28 if place.form == "road" else gap
    axes.add_patch(Rectangle((x + gap, y + inset), width - 2 * gap, height - 2 * inset, **look, zorder=2))
    axes.text(
        x + width / 2,
        y + height / 2,
        textwrap.fill(name, 9 * width + 2),
        ha="center",
        va="center",
        size=14.5,
        color=INK,
        zorder=3,
        style="italic" if whole and (water or place.form == "road") else "normal",
    )
