"""JSON lines that one of our commands wrote, or a person did, as the objects that they should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import OperatorMistake

Line = TypeVar("Line", bound=BaseModel)


def read_jsonl(path: Path, line_as: type[Line], *, cannot: str, wrong: str) -> Iterator[Line]:
    """The lines of a file, one at a time; empty ones are passed over.

    ``cannot`` says what to give instead of a file that cannot be read; ``wrong`` what a line is not, with ``{fields}`` where
    the names of what is wrong in it belong. A line's text is never told.

    Raises:
        OperatorMistake: the file cannot be read, or a line is not as it should be; its number is named.
    """
    try:
        with path.open(encoding="utf-8") as opened:
            for number, text in enumerate(opened, 1):
                if text.strip():
                    yield _line(text, line_as, f"{path.name}, line {number}: {wrong}")
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorMistake(f"Cannot read {path.name}: {cannot}") from error


def _line(text: str, line_as: type[Line], wrong: str) -> Line:
    try:
        return line_as.model_validate_json(text)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, each["loc"][:2])) or "JSON" for each in error.errors()}))
        raise OperatorMistake(wrong.replace("{fields}", fields)) from error
