"""A Writing task and the answer to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from engine.ielts.bands import Criterion
from engine.ielts.charts.chart import Chart
from engine.ielts.passages import Passage

_WORD = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*")
_PARAGRAPH = re.compile(r"\S(?:.*\S)?")


class Module(StrEnum):
    """Which paper the task is from. Task 2 is marked by the same descriptors in both."""

    ACADEMIC = "academic"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class WritingTask:
    """Task 1 (Academic: a visual; General Training: a letter) or Task 2 (an essay), with its question if known.

    ``typed`` is the visual as the writer typed its figures, where it is none of ours.
    """

    number: Literal[1, 2]
    module: Module = Module.ACADEMIC
    prompt: str | None = None
    typed: Chart | None = field(default=None, hash=False)

    @property
    def code(self) -> str:
        """``W1A``, ``W1G`` or ``W2``: how rule ids begin."""
        if self.number == 2:
            return "W2"
        return "W1A" if self.module is Module.ACADEMIC else "W1G"

    @property
    def minimum_words(self) -> int:
        """Words that the task asks for."""
        return 150 if self.number == 1 else 250

    @property
    def minutes(self) -> int:
        """Minutes that the task should take."""
        return 20 if self.number == 1 else 40

    @property
    def criteria(self) -> tuple[Criterion, Criterion, Criterion, Criterion]:
        """The four criteria, equal in weight, in the order of the descriptors."""
        first = Criterion.TASK_ACHIEVEMENT if self.number == 1 else Criterion.TASK_RESPONSE
        return first, Criterion.COHERENCE, Criterion.LEXICAL, Criterion.GRAMMAR


@dataclass(frozen=True, slots=True)
class Essay:
    """A learner's answer, exactly as it was sent: offsets in findings and corrections are into ``text``.

    ``samples`` are answers with bands that the operator has on something near, the nearest first.
    """

    text: str
    task: WritingTask
    samples: tuple[Passage, ...] = field(default=(), compare=False)

    @property
    def word_count(self) -> int:
        """Words as a person counts them: ``don't``, ``well-known`` and ``1,000`` are one each (unofficial)."""
        return count_words(self.text)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Lines that hold something, stripped: a line break in a chat is a new paragraph."""
        return tuple(match.group() for match in _PARAGRAPH.finditer(self.text))


def count_words(text: str) -> int:
    """Words in ``text``; see :attr:`Essay.word_count`."""
    return len(_WORD.findall(text))
