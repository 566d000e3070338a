"""What is said about tasks to write: one that is given, which is wanted, and that an essay answers it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.bank.draw import Drawn
from engine.ielts.notices import Notice


@dataclass(frozen=True, slots=True)
class AskWhichTask(Notice):
    """Which task should it be? Buttons for those that there are: codes such as ``W2``."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSuchSubject(Notice):
    """Nothing in the bank is about that; ids of the ``subjects`` that there are."""

    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskPicture:
    """A task's picture as PNG, and what it shows in words."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class TaskGiven(Notice):
    """A task to write. ``how`` is what was asked for, so that another one can be: a subject, words, "weak" or nothing.

    ``place`` names its message, so that a reply to that is known to answer this task.
    """

    drawn: Drawn
    how: str
    picture: TaskPicture | None = None
    place: str = ""

    @property
    def slot(self) -> str | None:
        """A message of its own each time."""
        return self.place or None


@dataclass(frozen=True, slots=True)
class TaskInWords(Notice):
    """What a task's picture shows, figure by figure."""

    alt: str


@dataclass(frozen=True, slots=True)
class AnswersTask(Notice):
    """An essay came without a question, so it is taken for an answer to the task that was given: its first words."""

    submission_id: int
    prompt: str
