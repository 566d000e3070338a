"""Line graphs, bar charts and pie charts."""

from __future__ import annotations

import textwrap
from typing import Any

from engine.ielts.charts.chart import Panel
from engine.marking.writing.visuals.page import COLOURS, DASHES, FAINT, HATCHES, INK, LINE, MARKERS, SHADES


def line(axes: Any, panel: Panel) -> None:  # noqa: ANN401 - matplotlib has no types
    """A line a series, told apart by marker and dashes."""
    numeric = all(point.isdigit() for point in panel.points)
    at = [int(point) for point in panel.points] if numeric else list(range(len(panel.points)))
    for number, (name, row) in enumerate(zip(panel.series, panel.values, strict=True)):
        axes.plot(
            at,
            row,
            color=COLOURS[number],
            linestyle=DASHES[number],
            marker=MARKERS[number],
            markersize=9,
            markerfacecolor="white" if number % 2 else COLOURS[number],
            markeredgewidth=1.8,
            linewidth=2.6,
            label=name,
            clip_on=False,
            zorder=3,
        )
    axes.set_xticks(at, panel.points)
    axes.margins(x=0.03 if numeric else 0.06)
    _frame(axes, panel)


def bar(axes: Any, panel: Panel) -> None:  # noqa: ANN401
    """Bars in groups, told apart by shade and hatch."""
    width = 0.8 / len(panel.series)
    for number, (name, row) in enumerate(zip(panel.series, panel.values, strict=True)):
        places = [place - 0.4 + width * (number + 0.5) for place in range(len(panel.points))]
        axes.bar(
            places,
            row,
            width * 0.94,
            color=SHADES[number],
            hatch=HATCHES[number],
            edgecolor=INK,
            linewidth=1.1,
            label=name,
            zorder=3,
        )
    axes.set_xticks(range(len(panel.points)), [textwrap.fill(point, 12) for point in panel.points])
    axes.tick_params(axis="x", length=0)
    _frame(axes, panel)


def pies(figure: Any, panel: Panel, top: float, bottom: float) -> None:  # noqa: ANN401
    """One circle a point between the heights ``top`` and ``bottom`` of the figure, with one key for all."""
    count = len(panel.points)
    wedges: list[Any] = []
    legend = 0.10 if len(panel.series) <= 3 else 0.155
    for number, point in enumerate(panel.points):
        height = top - bottom - legend
        axes = figure.add_axes((number / count, bottom + legend, 1 / count, height * 0.94))
        shares = [row[number] for row in panel.values]
        wedges, _ = axes.pie(
            shares,
            startangle=90,
            counterclock=False,
            colors=SHADES[: len(shares)],
            wedgeprops={"edgecolor": INK, "linewidth": 1.2},
            radius=1.04 if count < 3 else 0.98,
        )
        for wedge, hatch in zip(wedges, HATCHES, strict=False):
            wedge.set_hatch(hatch)
        _shares(axes, wedges, shares, size=15 if count < 3 else 13)
        if count > 1:
            axes.set_title(point, size=17, weight="bold", color=INK, pad=12)
    figure.legend(
        wedges,
        panel.series,
        loc="center",
        bbox_to_anchor=(0.5, bottom + legend / 2),
        ncols=3,
        frameon=False,
        fontsize=14,
        handlelength=2,
        handleheight=1.3,
    )


def _shares(axes: Any, wedges: list[Any], shares: list[float], size: int) -> None:  # noqa: ANN401
    import math

    for wedge, share in zip(wedges, shares, strict=True):
        angle = math.radians((wedge.theta1 + wedge.theta2) / 2)
        far = wedge.r * (0.66 if share >= 8 else 1.14)
        box = {"boxstyle": "round,pad=0.16", "facecolor": "white", "edgecolor": "none", "alpha": 0.92}
        axes.text(
            far * math.cos(angle),
            far * math.sin(angle),
            f"{share:g}%",
            ha="center",
            va="center",
            size=size,
            color=INK,
            weight="bold",
            bbox=box if share >= 8 else None,
        )


def _frame(axes: Any, panel: Panel) -> None:  # noqa: ANN401
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(8, steps=[1, 2, 5, 10]).tick_values(0, max(max(row) for row in panel.values) * 1.02)
    axes.set_ylim(0, ticks[-1])
    axes.set_yticks(ticks)
    axes.set_ylabel(_axis(panel), size=14, color=FAINT)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(axis="y", color=LINE, linewidth=0.9)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=14, labelcolor=INK)
    if len(panel.series) > 1:
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.1 if not any(len(point) > 12 for point in panel.points) else -0.17),
            ncols=_columns(panel),
            frameon=False,
            fontsize=14,
            handlelength=3,
            handleheight=1.2,
            labelcolor=INK,
        )


def _axis(panel: Panel) -> str:
    """What the axis counts: ``% of homes``, ``thousand visitors``, ``students``."""
    unit = {"$": "dollars", "per 1,000": ""}.get(panel.unit or "", panel.unit or "")
    return f"{unit} {panel.of}".strip() or "number"


def _columns(panel: Panel) -> int:
    """Names of the key in one row, so that it stays on the page."""
    letters = sum(map(len, panel.series))
    return 2 if letters > 50 else min(len(panel.series), 3) if letters > 34 else len(panel.series)
