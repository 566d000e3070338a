"""What a heading, or a question, is about: task, criterion, band."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from engine.ielts.passages import ANYTHING, Scope

_BAND = re.compile(
    r"\bbands?(?: score)?\s*[:=]?\s*([0-9](?:\.[05])?)\b(?!\s*(?:-|–|to)\s*\d)|\b([0-9](?:\.[05])?)\s*分", re.IGNORECASE
)


def about_in(*headings: str, given: Scope = ANYTHING) -> Scope:
    """What headings, or a question, are about; the last heading before the others, and what is ``given`` before all."""
    task, criterion, band = given.task, given.criterion, given.band
    for heading in reversed(headings):
        if band is None and (found := _BAND.search(heading)):
            band = float(found[1] or found[2])
        task = task or next((name for name, pattern in _about()["tasks"] if pattern.search(heading)), None)
        criterion = criterion or next((name for name, pattern in _about()["criteria"] if pattern.search(heading)), None)
    if criterion in ("TA", "TR"):
        # The two are one idea under two names: which one is told by the task.
        criterion = {"W2": "TR", "W1A": "TA", "W1G": "TA"}.get(task or "", criterion)
    if criterion == "CC" and task == "S":
        criterion = "FC"
    return replace(given, task=task, criterion=criterion, band=band if band is None or band <= 9 else None)


@cache
def _about() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    table = tomllib.loads(files("engine.data").joinpath("retrieval/headings.toml").read_text("utf-8"))
    return {
        kind: [(name, re.compile("|".join(rows), re.IGNORECASE)) for name, rows in table[kind].items()]
        for kind in ("tasks", "criteria")
    }
