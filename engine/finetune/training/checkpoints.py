"""Checkpoints that a killed run can go on from: one counts only when it was finished."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from engine.errors import OperatorMistake

LEAST_KEPT = 2
"""Checkpoints of a run that stay."""
_WHOLE = "whole"
_RUN = "run.json"


def mark_whole(checkpoint: Path) -> None:
    """Says that everything of ``checkpoint`` was written; the mark is made last."""
    (checkpoint / _WHOLE).touch()


def newest(folder: Path) -> Path | None:
    """The newest whole checkpoint in ``folder``; those that were cut off are removed."""
    found = sorted(folder.glob("checkpoint-*"), key=lambda each: int(each.name.split("-")[1]))
    for each in found:
        if not (each / _WHOLE).exists():
            shutil.rmtree(each)
    return next((each for each in reversed(found) if each.exists()), None)


def claim(folder: Path, recipe: str, data: str) -> None:
    """Makes ``folder`` this run's own, or finds that it is: same recipe, same data.

    Raises:
        OperatorMistake: another run's checkpoints are in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = {"recipe": recipe, "data": data}
    path = folder / _RUN
    if path.exists() and json.loads(path.read_text("utf-8")) != told:
        raise OperatorMistake(
            f"{folder} holds another run, with another recipe or other data: remove it, or name another target."
        )
    path.write_text(json.dumps(told), "utf-8")
