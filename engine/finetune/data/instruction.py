"""One example to learn from: what the model is asked, exactly as in serving, and what it should answer."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from engine.documents.jsonl import read_jsonl
from engine.ports import Prompt


class Teaches(StrEnum):
    """What an example is for."""

    MARK = "mark"
    RESIST = "resist"  # a record that a plea in the essay does not change
    EXPLAIN = "explain"
    REFUSE = "refuse"
    FOLLOW_UP = "follow-up"


class Instruction(BaseModel):
    """A line of what ``data build`` writes. ``band`` is the overall band that people gave, where one was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    teaches: Teaches
    shared: str
    own: str
    answer: str = Field(min_length=1)
    band: float | None = None
    learner: str | None = None

    @property
    def prompt(self) -> Prompt:
        """What is asked."""
        return Prompt(self.shared, self.own)


def read_instructions(path: Path) -> Iterator[Instruction]:
    """The examples of a file, one at a time.

    Raises:
        OperatorMistake: it cannot be read, or a line is no example.
    """
    return read_jsonl(
        path,
        Instruction,
        cannot="write it with `bandmate data build`.",
        wrong="no example to learn from. Write it with `bandmate data build`.",
    )
