"""Files as people keep essays: CSV, JSON, JSONL, plain text, HTML, DOCX, PDF. One record at a time leaves here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from engine.documents.reading import extract_text, read_document
from engine.documents.records import RECORDS, encoding_of, read_records
from engine.errors import LearnerMistake, OperatorMistake
from engine.ielts.chat import ChatFile
from engine.ielts.question_paper import reads_like_a_question

_MOST_BYTES = 50_000_000
_BETWEEN_ESSAYS = re.compile(r"^={5,}[ \t]*$", re.MULTILINE)
"""A line of five equals signs or more divides the essays of one text file."""
_MOST_OF_A_QUESTION = 5  # paragraphs
_QUESTION_LABEL = re.compile(r"^(?:question|prompt|topic|task)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Raw:
    """An essay as its source has it: fields by our names, texts untouched."""

    essay: str
    source: str
    fields: Mapping[str, str] = field(default_factory=dict)


def read_source(path: Path) -> Iterator[Raw]:
    """The records of a file, by its ending.

    Raises:
        OperatorMistake: it cannot be read, or has no column of essays.
    """
    try:
        match path.suffix.lower():
            case ending if ending in RECORDS:
                yield from (_record(row, path) for row in read_records(path))
            case ".html" | ".htm":
                yield _page(read_document(ChatFile(path.name, path.read_bytes()), max_bytes=_MOST_BYTES).text, path)
            case ".txt" | ".md":
                for text in _BETWEEN_ESSAYS.split(path.read_text(encoding_of(path))):
                    if text.strip():
                        yield _page(text, path)
            case ".docx" | ".pdf":
                file = ChatFile(path.name, path.read_bytes())
                yield _page(extract_text(file, max_bytes=_MOST_BYTES, max_pages=200), path)
            case ending:
                raise OperatorMistake(f"{path.name}: no reader for {ending or 'a file without an ending'}.")
    except LearnerMistake as error:
        raise OperatorMistake(f"{path.name} cannot be read ({error.reason}).") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorMistake(f"{path.name} cannot be read: it is damaged, or not what its ending says.") from error


def _record(row: Mapping[str, object], path: Path) -> Raw:
    cells = {_plain(name): cell for name, cell in _flat(row) if cell is not None and str(cell).strip()}
    found = {
        ours: str(cells[theirs])
        for ours, names in _columns().items()
        if (theirs := next((name for name in names if name in cells), None))
    }
    if "essay" not in found:
        if not any(_plain(name) in _columns()["essay"] for name, _ in _flat(row)):
            raise OperatorMistake(f"{path.name} has no column of essays; name it `essay`.")
        return Raw("", path.name, found)
    essay = found.pop("essay")
    return Raw(essay, found.get("source", path.name), found)


def _flat(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in _flat(value))
        else:
            yield name, value


def _page(text: str, path: Path) -> Raw:
    """A text that holds question and answer: what reads like a question at its head is one."""
    paragraphs = [part.strip() for part in text.split("\n") if part.strip()]
    shortest = next((n for n in range(1, _MOST_OF_A_QUESTION) if reads_like_a_question("\n".join(paragraphs[:n]))), 0)
    rest = paragraphs[shortest:]
    asked = shortest and shortest + next((n for n, part in enumerate(rest) if not reads_like_a_question(part)), 0)
    if 0 < asked < len(paragraphs):
        at = text.index(paragraphs[asked - 1]) + len(paragraphs[asked - 1])
        prompt = _QUESTION_LABEL.sub("", "\n".join(paragraphs[:asked]))
        return Raw(text[at:].strip("\n"), path.name, {"prompt": prompt})
    return Raw(text, path.name)


@lru_cache(1024)
def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


@cache
def _columns() -> Mapping[str, list[str]]:
    """The names that others give to what we call by the key, plain."""
    table: Mapping[str, list[str]] = tomllib.loads(
        files("engine.data").joinpath("cleaning/columns.toml").read_text("utf-8")
    )
    return {ours: [_plain(name) for name in names] for ours, names in table.items()}
