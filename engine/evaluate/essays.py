"""Essays with examiners' bands, one JSON object a line: ``task``, ``prompt``, ``essay``, ``bands.overall``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from engine.documents.jsonl import read_jsonl
from engine.errors import OperatorMistake
from engine.ielts.writing import Essay, Module, WritingTask


class _Bands(BaseModel):
    overall: float = Field(ge=0, le=9, multiple_of=0.5)


class _Line(BaseModel):
    task: Literal[1, 2]
    prompt: str | None = None
    essay: str
    bands: _Bands
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """An essay, the overall band that an examiner gave it, and what was said of it, where anything was."""

    essay: Essay
    band: float
    comment: str | None = None


def read_essays(path: Path) -> tuple[Marked, ...]:
    """The essays in a file.

    Raises:
        OperatorMistake: the file cannot be read, is empty, or a line is not as it should be; its number is named.
    """
    essays = []
    lines = read_jsonl(path, _Line, cannot="give a JSONL file in UTF-8.", wrong="not a marked essay (see {fields}).")
    for row in lines:
        essay = Essay(row.essay, WritingTask(row.task, _module(row), row.prompt))
        essays.append(Marked(essay, row.bands.overall, (row.comment or "").strip() or None))
    if not essays:
        raise OperatorMistake(f"{path.name} holds no essays.")
    return tuple(essays)


def _module(row: _Line) -> Module:
    return (
        Module.GENERAL
        if row.task == 1 and re.search(r"\bletter\b", row.prompt or "", re.IGNORECASE)
        else Module.ACADEMIC
    )
