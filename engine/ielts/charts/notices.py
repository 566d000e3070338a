"""What is said about a learner's own visual of a Task 1."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.charts.chart import Panel
from engine.ielts.notices import Notice


@dataclass(frozen=True, slots=True)
class PictureKept(Notice):
    """A picture is kept, unread: with an essay that waits, or for the next answer to Academic Task 1 here."""

    with_essay: bool


@dataclass(frozen=True, slots=True)
class FiguresKept(Notice):
    """What was read of a typed table: so that its writer sees it.

    They are kept with an essay that waits (``with_essay``), or for the next one; ``marked`` is the last answer to such
    a task here that was marked without them.
    """

    panel: Panel
    with_essay: bool
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class HowToTypeFigures(Notice):
    """How a table is typed."""
