"""The visuals that come with Bandmate as tasks to write: an :class:`engine.ports.TaskPictures`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engine.ielts.bank.labels import Label
from engine.ielts.bank.tasks import BankTask
from engine.ielts.charts.shipped import charts
from engine.ielts.groups.schedule import Level
from engine.marking.writing.visuals.picture import picture

_PREFIX = "chart:"
_EASY, _HARD = ("bar", "pie"), ("mixed", "process", "map")


class ShippedPictures:
    """Sixty Academic Task 1 tasks; a picture is drawn when it is asked for, and is always the same."""

    def tasks(self) -> Sequence[BankTask]:
        """Every task, with ``picture`` set."""
        return _tasks()

    def picture(self, task_id: str) -> tuple[bytes, str]:
        """The picture of a task as PNG, and what it shows in words.

        Raises:
            KeyError: there is no such task.
        """
        chart = charts()[task_id.removeprefix(_PREFIX)]
        return picture(chart), chart.alt

    def in_words(self, task_id: str) -> str:
        """What the picture of a task shows, in words.

        Raises:
            KeyError: there is no such task.
        """
        return charts()[task_id.removeprefix(_PREFIX)].alt


@cache
def _tasks() -> tuple[BankTask, ...]:
    return tuple(
        BankTask(
            f"{_PREFIX}{chart.id}",
            "W1A",
            chart.kind,
            Label(
                chart.topic, Level.EASY if chart.kind in _EASY else Level.HARD if chart.kind in _HARD else Level.MEDIUM
            ),
            chart.prompt,
            picture=True,
        )
        for chart in charts().values()
    )
