"""Two pictures for a chat: how fast you spoke over the test, and where your silences fell. PNG, readable on a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.ielts.speaking.recollection import PartNumber

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE, _DPI = (9.0, 5.0), 100
"""900 by 500 pixels."""
_INK, _FAINT, _PAPER, _LINE = "#22303c", "#7b8794", "#fbfaf7", "#e3e0d8"
_CALM, _SEARCH = "#3a7d8c", "#d9694a"
_PARTS = {1: "#eef3f1", 2: "#f7f1e6", 3: "#eeeff5"}
_USUAL = (2.5, 4.0)
_FONT: dict[str, Any] = {"family": "DejaVu Sans", "color": _INK}


@dataclass(frozen=True, slots=True)
class Pace:
    """One answer: the talking time before it and its length, in seconds; its speech rate in syllables a second."""

    part: PartNumber
    began: float
    seconds: float
    rate: float
    unscripted: bool = False


@dataclass(frozen=True, slots=True)
class Silences:
    """The silences of one part: seconds of each, between clauses, inside them, and where nobody knows their place."""

    part: PartNumber
    between: tuple[float, ...]
    within: tuple[float, ...]
    unplaced: tuple[float, ...] = ()


def fluency_line(answers: Sequence[Pace]) -> bytes:
    """Speech rate over the talking time, an answer a step, the parts marked; answers to unscripted questions ringed.

    Raises:
        ValueError: there is no answer to draw.
    """
    if not answers:
        raise ValueError("nothing to draw")
    figure, axes = _page("How fast you spoke", "syllables a second, answer by answer, pauses counted")
    end = max(each.began + each.seconds for each in answers)
    top = max(5.0, *(each.rate + 0.6 for each in answers))
    for part in sorted({each.part for each in answers}):
        here = [each for each in answers if each.part == part]
        first, last = here[0].began, max(each.began + each.seconds for each in here)
        axes.axvspan(first / 60, last / 60, color=_PARTS[part], lw=0, zorder=0)
        axes.text(
            (first + last) / 120, top * 0.965, f"Part {part}", ha="center", va="top", size=13, weight="bold", **_FONT
        )
    axes.axhspan(*_USUAL, color="#9cc7b5", alpha=0.28, lw=0, zorder=1)
    axes.text(
        end / 60 * 1.01,
        _USUAL[1] - 0.06,
        "an easy pace ",
        ha="right",
        va="top",
        size=11,
        **{**_FONT, "color": "#4d8270"},
    )
    middles = [(each.began + each.seconds / 2) / 60 for each in answers]
    axes.plot(
        middles, [each.rate for each in answers], color=_CALM, lw=2.2, alpha=0.55, zorder=2, solid_capstyle="round"
    )
    for each, at in zip(answers, middles, strict=True):
        axes.hlines(
            each.rate, each.began / 60, (each.began + each.seconds) / 60, color=_CALM, lw=5, zorder=3, capstyle="round"
        )
        if each.unscripted:
            axes.plot(at, each.rate, "o", ms=13, mfc=_PAPER, mec=_SEARCH, mew=2.4, zorder=4)
    if any(each.unscripted for each in answers):
        axes.plot([], [], "o", ms=10, mfc=_PAPER, mec=_SEARCH, mew=2.2, label="questions nobody can prepare for")
        axes.legend(loc="lower right", frameon=False, fontsize=12, labelcolor=_INK, handletextpad=0.3)
    axes.set_xlim(0, end / 60 * 1.015)
    axes.set_ylim(0, top)
    axes.set_xlabel("minutes of your talking", size=13, labelpad=6, color=_FAINT)
    axes.grid(axis="y", color=_LINE, lw=1)
    return _png(figure)


def pause_map(parts: Sequence[Silences]) -> bytes:
    """Every silence as a dot, its length on the axis: between clauses above, inside them below.

    A part whose words have no times has one row, as nobody knows where in them a silence was.

    Raises:
        ValueError: there is no part to draw.
    """
    if not parts:
        raise ValueError("nothing to draw")
    figure, axes = _page("Where you paused", "every dot is a silence: the further right, the longer it was")
    longest = max(
        [2.0, *(min(pause, 6.0) for each in parts for pause in (*each.between, *each.within, *each.unplaced))]
    )
    for row, each in enumerate(reversed(parts)):
        axes.axhspan(row - 0.44, row + 0.44, color=_PARTS[each.part], lw=0, zorder=0)
        axes.text(
            -0.02,
            row,
            f"Part {each.part}",
            ha="right",
            va="center",
            size=14,
            weight="bold",
            transform=axes.get_yaxis_transform(),
            **_FONT,
        )
        for lengths, up, colour, told in _rows(each):
            shown = [min(pause, longest) for pause in lengths]
            heights = [row + up + 0.13 * _spread(number) for number in range(len(shown))]
            axes.scatter(shown, heights, s=62, color=colour, alpha=0.6, lw=0, zorder=3)
            axes.text(
                0.985,
                row + up,
                f"{len(lengths)} {told}",
                ha="right",
                va="center",
                size=13,
                transform=axes.get_yaxis_transform(),
                **{**_FONT, "color": colour},
                zorder=4,
            )
    axes.set_xscale("log")
    axes.set_xlim(0.22, longest * 2.6)
    axes.set_ylim(-0.6, len(parts) - 0.4)
    axes.set_yticks([])
    marks = [second for second in (0.25, 0.5, 1, 2, 4) if second <= longest]
    axes.set_xticks(marks, [f"{second:g} s" for second in marks])
    axes.minorticks_off()
    axes.grid(axis="x", color=_LINE, lw=1)
    return _png(figure)


def _rows(part: Silences) -> list[tuple[tuple[float, ...], float, str, str]]:
    """The rows of dots of a part: lengths, height beside its middle, colour and name."""
    if part.unplaced and not (part.between or part.within):
        return [(part.unplaced, 0.0, _FAINT, "silences" if len(part.unplaced) > 1 else "silence")]
    return [(part.between, 0.21, _CALM, "between clauses"), (part.within, -0.21, _SEARCH, "inside a clause")]


def _spread(number: int) -> float:
    """A place from -1 to 1 for each of many dots, the same every time and never in a row."""
    return ((number * 0.618034) % 1.0) * 2 - 1


def _page(title: str, under: str) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes: Any = figure.add_axes((0.1, 0.14, 0.86, 0.66), facecolor=_PAPER)
    figure.text(0.04, 0.93, title, size=21, weight="bold", va="center", **_FONT)
    figure.text(0.04, 0.855, under, size=13, va="center", **{**_FONT, "color": _FAINT})
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_LINE)
    axes.tick_params(length=0, labelsize=12, labelcolor=_FAINT, pad=7)
    axes.set_axisbelow(True)
    return figure, axes


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
