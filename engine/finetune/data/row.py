"""One essay with its bands: a line of every JSONL file between ``data clean`` and ``data build``.

``evaluate`` and ``calibrate`` read the same lines. Fields that a source does not tell are null.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.documents.jsonl import read_jsonl
from engine.ielts.writing import Essay, Module, WritingTask

Half = Annotated[float, Field(ge=0, le=9, multiple_of=0.5)]


class Bands(BaseModel):
    """What examiners gave, 0 to 9 in halves; ``TR`` is Task Achievement in Task 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    overall: Half
    TR: Half | None = None
    CC: Half | None = None
    LR: Half | None = None
    GRA: Half | None = None


class Row(BaseModel):
    """An essay, what it answers, what it was given, and where it comes from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1, description="Digest of task, question and essay: the same essay has the same id.")
    task: Literal[1, 2]
    module: Literal["academic", "general"] = "academic"
    prompt: str | None = Field(None, description="The question, as the paper words it.")
    essay: str = Field(min_length=1)
    bands: Bands | None = Field(None, description="Null: nobody marked it.")
    comment: str | None = Field(None, description="What a marker wrote about it.")
    source: str | None = Field(None, description="Data set, site or file.")
    licence: str | None = Field(None, description="Under which it may be used; null: not known.")
    learner: str | None = Field(None, description="A digest that tells writers apart and names nobody.")
    consent: bool | None = Field(None, description="Whether its writer agreed to training; null: not known.")
    teacher: str | None = Field(None, description="The model that wrote a synthetic essay; null: a person wrote it.")

    @property
    def as_essay(self) -> Essay:
        """What is marked."""
        return Essay(self.essay, WritingTask(self.task, Module(self.module), self.prompt))

    def line(self) -> str:
        """The row as one line of JSON."""
        return json.dumps(self.model_dump(), ensure_ascii=False) + "\n"


def digest_of(task: int, prompt: str | None, essay: str) -> str:
    """The id of an essay: twelve hexadecimal digits."""
    return hashlib.sha256(f"{task}\n{prompt or ''}\n{essay}".encode()).hexdigest()[:12]


def writer_digest(name: str) -> str:
    """What stands in a row for the person whom a source calls ``name``."""
    return hashlib.sha256(f"learner {name.strip().casefold()}".encode()).hexdigest()[:12]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file, one at a time.

    Raises:
        OperatorMistake: it cannot be read, or a line is no row; the number of the line is named, never its text.
    """
    return read_jsonl(
        path,
        Row,
        cannot="give JSONL in UTF-8, as `bandmate data clean` writes it.",
        wrong="not a row of ours (see {fields}). Run `bandmate data clean` on it first.",
    )


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Writes ``rows``; a file that could not be finished is not left behind. Gives how many there were."""
    return write_lines(path, (row.line() for row in rows))


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """The same of rows that are lines already (:meth:`Row.line`)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    count = 0
    try:
        with half.open("w", encoding="utf-8") as opened:
            for line in lines:
                opened.write(line)
                count += 1
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return count
