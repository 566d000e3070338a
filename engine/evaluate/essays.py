"""Essays with examiners' bands, one JSON object a line: ``task``, ``prompt``, ``essay``, ``bands.overall``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from engine.errors import OperatorMistake
from engine.ielts.writing import Essay, Module, WritingTask


class _Bands(BaseModel):
    overall: float = Field(ge=0, le=9, multiple_of=0.5)


class _Line(BaseModel):
    task: Literal[1, 2]
    prompt: str | None = None
    essay: str
    bands: _Bands


@dataclass(frozen=True, slots=True)
class Marked:
    """An essay and the overall band that an examiner gave it."""

    essay: Essay
    band: float


def read_essays(path: Path) -> tuple[Marked, ...]:
    """The essays in a file.

    Raises:
        OperatorMistake: the file cannot be read, is empty, or a line is not as it should be; its number is named.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorMistake(f"Cannot read {path.name}: give a JSONL file in UTF-8.") from error
    essays = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _Line.model_validate_json(line)
        except ValidationError as error:
            fields = ", ".join(sorted({".".join(map(str, e["loc"])) or "JSON" for e in error.errors()}))
            raise OperatorMistake(f"{path.name}, line {number}: not a marked essay (see {fields}).") from error
        essays.append(Marked(Essay(row.essay, WritingTask(row.task, _module(row), row.prompt)), row.bands.overall))
    if not essays:
        raise OperatorMistake(f"{path.name} holds no essays.")
    return tuple(essays)


def _module(row: _Line) -> Module:
    return (
        Module.GENERAL
        if row.task == 1 and re.search(r"\bletter\b", row.prompt or "", re.IGNORECASE)
        else Module.ACADEMIC
    )
