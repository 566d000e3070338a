"""Tables and lists of records: CSV, TSV, JSON lines, JSON. One record at a time, whatever the size of the file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from engine.errors import OperatorMistake

RECORDS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json"})
"""Endings of files that :func:`read_records` reads."""

_PIECE = 1 << 16
_LARGEST_CELL = 10_000_000
_ENCODINGS = ("utf-8-sig", "gb18030", "cp1252")


def read_records(path: Path) -> Iterator[Mapping[str, object]]:
    """The records of a file, as its ending says: rows by the names of their columns, or JSON objects.

    Raises:
        OperatorMistake: it cannot be read, or is not what its ending says.
    """
    try:
        match path.suffix.lower():
            case ".csv" | ".tsv":
                yield from _csv(path)
            case ".jsonl" | ".ndjson":
                with path.open(encoding=encoding_of(path)) as opened:
                    yield from (_object(json.loads(line)) for line in opened if line.strip())
            case ".json":
                with path.open(encoding=encoding_of(path)) as opened:
                    yield from _objects(opened)
            case ending:
                raise OperatorMistake(f"{path.name}: no reader for {ending or 'a file without an ending'}.")
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise OperatorMistake(f"{path.name} cannot be read: it is damaged, or not what its ending says.") from error


def _csv(path: Path) -> Iterator[Mapping[str, object]]:
    csv.field_size_limit(_LARGEST_CELL)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with path.open(encoding=encoding_of(path), newline="") as opened:
        for row in csv.DictReader(opened, delimiter=delimiter):
            yield {name: cell for name, cell in row.items() if isinstance(name, str)}


def _objects(opened: TextIO) -> Iterator[Mapping[str, object]]:
    """The objects of a JSON array, or of one object after another, without holding the whole of it."""
    decoder, text, ended = json.JSONDecoder(), "", False
    while True:
        text = text.lstrip(" \t\r\n,[]")
        try:
            found, end = decoder.raw_decode(text)
        except ValueError:
            piece = opened.read(max(_PIECE, len(text)))
            if ended or not piece:
                if text:
                    raise
                return
            text, ended = text + piece, len(piece) < _PIECE
            continue
        yield _object(found)
        text = text[end:]
        if not text:
            text, ended = opened.read(_PIECE), False


def _object(found: object) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise ValueError("no object")  # noqa: TRY004 - what cannot be decoded is one thing to the caller
    return found


def encoding_of(path: Path) -> str:
    """The first encoding that the whole file can be read in; western typographic quotes are no Chinese.

    Raises:
        OperatorMistake: there is none.
    """
    for encoding in _ENCODINGS:
        try:
            han = size = 0
            with path.open(encoding=encoding) as opened:
                while piece := opened.read(_PIECE):
                    size += len(piece)
                    han += sum("\u4e00" <= char <= "\u9fff" for char in piece) if encoding == "gb18030" else 0
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or han >= 0.05 * size:
            return encoding
    raise OperatorMistake(f"{path.name}: its encoding is none of {', '.join(_ENCODINGS)}.")
