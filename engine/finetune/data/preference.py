"""What people preferred: of two answers one, or of one answer whether they liked it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.documents.jsonl import read_jsonl
from engine.finetune.data.instruction import Instruction, Teaches


class Preference(BaseModel):
    """A line of what ``data preferences`` writes: the prompt as it was served, and what was made of the answer.

    With both answers it is a pair (for ``reward`` and ``dpo``); with one, a thumb (for ``kto``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    shared: str
    own: str
    chosen: str | None = None
    rejected: str | None = None
    chosen_by: str | None = Field(None, description="Model and version of the adapter that gave it, or a learner.")
    rejected_by: str | None = None
    learner: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Preference:
        if self.chosen is None and self.rejected is None:
            raise ValueError("no answer")
        if self.chosen == self.rejected:
            raise ValueError("nothing is preferred")
        return self

    @property
    def is_pair(self) -> bool:
        """Whether there are two answers."""
        return self.chosen is not None and self.rejected is not None

    def asked(self, answer: str) -> Instruction:
        """The prompt with an answer to it."""
        return Instruction(id=self.id, teaches=Teaches.EXPLAIN, shared=self.shared, own=self.own, answer=answer)


def read_preferences(path: Path) -> Iterator[Preference]:
    """The preferences in a file.

    Raises:
        OperatorMistake: it cannot be read, or a line is none.
    """
    return read_jsonl(path, Preference, cannot="write it with `bandmate data preferences`.", wrong="no preference.")
