"""Which version of an adapter serves: a file in the home folder that every worker looks at before each answer.

So a promotion, or a rollback, holds from the next answer on, in every process, and nothing is started anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import OperatorMistake

_FILE = "promoted.json"


class _Versions(BaseModel):
    """Folders in the order of promotion; ``serving`` counts from 1, 0 is what the settings name."""

    model_config = ConfigDict(extra="forbid")

    folders: list[Path]
    serving: int


class Promotions:
    """The promoted adapters of one home folder."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE
        self._read_at: int | None = None
        self._known: dict[str, _Versions] = {}

    def serving(self, name: str) -> tuple[str, Path] | None:
        """The version of the adapter ``name`` that serves now, such as ``essay_v2``, and its folder; None: none does.

        Raises:
            OperatorMistake: the file is damaged.
        """
        found = self._all().get(name)
        return (f"{name}_v{found.serving}", found.folders[found.serving - 1]) if found and found.serving else None

    def promote(self, name: str, folder: Path) -> str:
        """Lets the adapter in ``folder`` serve as ``name`` from now on; gives the version's name."""
        known = dict(self._all())
        versions = known.get(name, _Versions(folders=[], serving=0))
        folders = [*versions.folders, folder.resolve()]
        known[name] = _Versions(folders=folders, serving=len(folders))
        self._write(known)
        return f"{name}_v{len(folders)}"

    def roll_back(self, name: str) -> str | None:
        """Lets the version before serve again; its name, or None where what the settings name serves again.

        Raises:
            OperatorMistake: nothing was promoted.
        """
        known = dict(self._all())
        versions = known.get(name)
        if versions is None or not versions.serving:
            raise OperatorMistake(f"No adapter was promoted as {name}.")
        known[name] = _Versions(folders=versions.folders, serving=versions.serving - 1)
        self._write(known)
        return f"{name}_v{versions.serving - 1}" if versions.serving > 1 else None

    def _all(self) -> dict[str, _Versions]:
        try:
            changed = self._path.stat().st_mtime_ns
            if changed != self._read_at:
                told = json.loads(self._path.read_text("utf-8"))
                self._known = {name: _Versions.model_validate(each) for name, each in told.items()}
                self._read_at = changed
        except FileNotFoundError:
            self._known, self._read_at = {}, None
        except (OSError, ValueError, AttributeError, ValidationError) as error:
            raise OperatorMistake(f"{self._path} is damaged: remove it and promote the adapter again.") from error
        return self._known

    def _write(self, known: dict[str, _Versions]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_name(f".{_FILE}.half")
        half.write_text(json.dumps({name: json.loads(each.model_dump_json()) for name, each in known.items()}), "utf-8")
        half.replace(self._path)
        self._read_at = None
