"""Tasks to write: Task 2 questions, General Training letters, and Academic Task 1 with its picture."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.ielts.bank.labels import Label, label_of
from engine.ielts.submissions import task_of

TYPES: Mapping[str, tuple[str, ...]] = {
    "W2": ("opinion", "both-views", "advantages", "problem-solution", "two-part"),
    "W1G": ("formal", "semi-formal", "informal"),
    "W1A": ("line", "bar", "pie", "table", "mixed", "process", "map"),
}
"""Types of task by its code (see :func:`engine.ielts.submissions.task_of`)."""
POINTS = 3


@dataclass(frozen=True, slots=True)
class BankTask:
    """A task to write. ``text`` is what the candidate reads, ``practises`` kinds of error that it is likely to bring out.

    ``picture``: the text speaks of a picture, which :class:`engine.ports.TaskPictures` draws by this id.

    Raises:
        ValueError: the code or the type is unknown, or there is no text.
    """

    id: str
    code: str
    type: str
    label: Label
    text: str
    practises: tuple[str, ...] = ()
    picture: bool = False

    def __post_init__(self) -> None:
        task_of(self.code)
        if self.type not in TYPES[self.code]:
            raise ValueError(f"task {self.id}: {self.type!r} is not one of {', '.join(TYPES[self.code])}")
        if not self.text.strip():
            raise ValueError(f"task {self.id}: there is no text")


@cache
def load_tasks() -> tuple[BankTask, ...]:
    """The tasks that ship with Bandmate and need no picture, in the order of the files.

    Raises:
        ValueError: a file is not as it should be, or an id comes twice.
    """
    folder = files("engine.data").joinpath("bank")
    essays = tomllib.loads(folder.joinpath("essays.toml").read_text("utf-8"))["essay"]
    letters = tomllib.loads(folder.joinpath("letters.toml").read_text("utf-8"))["letter"]
    found = (*(essay_of(**row) for row in essays), *(letter_of(**row) for row in letters))
    if len({task.id for task in found}) != len(found):
        raise ValueError("a task's id comes twice")
    return found


def essay_of(
    *,
    id: str,  # noqa: A002
    prompt: str,
    type: str,  # noqa: A002
    practises: Sequence[str] = (),
    **label: Any,  # noqa: ANN401 - what a file says, checked by label_of
) -> BankTask:
    """A Task 2 question from a row.

    Raises:
        ValueError: it is not one.
        TypeError: it has a field that no label has.
    """
    return BankTask(f"essay:{id}", "W2", type, label_of(**label), " ".join(prompt.split()), tuple(practises))


def letter_of(
    *,
    id: str,  # noqa: A002
    situation: str,
    task: str,
    points: Sequence[str],
    begin: str,
    type: str,  # noqa: A002
    **label: Any,  # noqa: ANN401
) -> BankTask:
    """A letter from a row: the situation, ``task`` ("Write a letter to ..."), three points and how it begins.

    Raises:
        ValueError: it is not one.
        TypeError: it has a field that no label has.
    """
    if len(points) != POINTS:
        raise ValueError(f"letter {id}: {len(points)} points, not {POINTS}")
    if not (begin.startswith("Dear ") and begin.endswith(",")):
        raise ValueError(f"letter {id}: it begins with Dear and ends with a comma, not {begin!r}")
    bullets = "\n".join(f"• {point}" for point in points)
    text = f"{situation}\n{task} In your letter\n{bullets}\nBegin your letter as follows:\n{begin}"
    return BankTask(f"letter:{id}", "W1G", type, label_of(**label), text)
