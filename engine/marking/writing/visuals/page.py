"""The paper on which every visual is drawn, and the marks that tell its series apart without colour."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, DPI = 9.0, 110
"""990 pixels: as wide as a phone shows."""
INK, FAINT, LINE, PAPER = "#1c2329", "#5d6871", "#c9ced3", "#ffffff"
COLOURS = ("#1f4e79", "#c55a11", "#548235", "#7f7f7f", "#8064a2", "#bf9000")
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)))
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "--")
SHADES = ("#2f5d8a", "#e9b98a", "#dfe9d4", "#ffffff", "#b9a9cf", "#f3dfa2")
"""Fills from dark to light, so that a hatch on them shows in grey too."""


def sheet(height: float) -> Figure:
    """An empty figure of the usual width; ``height`` in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """The figure as PNG, the same bytes each time."""
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
