"""Reading a backup line by line, and holding it to what its last line says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.backup.cells import from_json
from engine.backup.dump import FORMAT
from engine.backup.file import read_lines
from engine.errors import OperatorMistake

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Contents:
    """What a whole backup said: rows by table, and the highest number that each table had given out."""

    revision: str
    made_at: str
    rows: Mapping[str, int]
    numbers: Mapping[str, int]


class Reader(Protocol):
    """What is done with a backup's rows. Nothing of it may count before the file was read to its end."""

    def begin(self, revision: str) -> None:
        """It is a backup of this revision."""

    def rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Some rows of a table; those that others point at come first."""


def read_backup(path: Path, identity: Path | None, reader: Reader) -> Contents:
    """Give every row to ``reader``; what was in the file, which is whole if this returns.

    Raises:
        OperatorMistake: it is no backup, is damaged or cut off, or of a newer format.
    """
    lines = _Lines(path, reader)
    read_lines(path, identity, lines.take)
    return lines.contents()


class _Lines:
    def __init__(self, path: Path, reader: Reader) -> None:
        self._path = path
        self._reader = reader
        self._digest = hashlib.sha256()
        self._header: dict[str, str] | None = None
        self._end: dict[str, dict[str, int]] | None = None
        self._table = ""
        self._columns: list[str] = []
        self._rows: list[dict[str, object]] = []
        self._counts: dict[str, int] = {}

    def take(self, line: bytes) -> None:
        try:
            self._read(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise OperatorMistake(f"{self._path} is no backup, or is damaged.") from error
        self._digest.update(line + b"\n")

    def contents(self) -> Contents:
        if self._header is None or self._end is None:
            raise OperatorMistake(f"{self._path} is cut off: it is not the whole backup.")
        return Contents(self._header["revision"], self._header["made_at"], self._end["end"], self._end["numbers"])

    def _read(self, said: object) -> None:
        if self._header is None:
            self._begin(said)
        elif isinstance(said, list):
            self._rows.append(dict(zip(self._columns, map(from_json, said), strict=True)))
            self._counts[self._table] += 1
            if len(self._rows) >= _AT_ONCE:
                self._hand_over()
        elif isinstance(said, dict) and "table" in said:
            self._hand_over()
            self._table, self._columns = said["table"], said["columns"]
            self._counts[self._table] = 0
        elif isinstance(said, dict) and said["sha256"] == self._digest.hexdigest() and said["end"] == self._counts:
            self._hand_over()
            self._end = said
        else:
            raise ValueError("not what was written")

    def _begin(self, said: object) -> None:
        if not isinstance(said, dict) or "backup" not in said:
            raise ValueError("no header")
        if said["backup"] != FORMAT:
            raise OperatorMistake(f"{self._path} was made by a newer Bandmate: pip install --upgrade bandmate")
        self._header = said
        self._reader.begin(said["revision"])

    def _hand_over(self) -> None:
        if self._rows:
            self._reader.rows(self._table, self._rows)
        self._rows = []
