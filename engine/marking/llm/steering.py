"""Does a text talk to the marker instead of answering the task? Then the model reads it without the orders in it.

The test may be too strict: an essay that is wrongly suspected loses a sentence before the model, and what the model's
band might have added. The offline scorer reads all of it.
"""

from __future__ import annotations

import re

from pydantic import BaseModel

from engine.ielts.text import Text
from engine.marking.tables import table


class _Steering(BaseModel):
    """``engine/data/language/steering.toml``."""

    fragments: dict[str, str]
    patterns: dict[str, list[str]]


_TABLE = table("steering", _Steering)


def _pattern(*names: str) -> re.Pattern[str]:
    rows = "|".join(row for name in names for row in _TABLE.patterns[name])
    for name, fragment in _TABLE.fragments.items():
        rows = rows.replace(f"{{{name}}}", fragment)
    return re.compile(rows, re.IGNORECASE | re.DOTALL)


_SPELLED = _pattern("machinery", "links")
_STEERS = _pattern("orders", "machinery", "hidden")


def steers(text: str) -> bool:
    """Whether ``text`` gives orders to whoever marks it, spells a model's machinery, or hides something."""
    return _STEERS.search(text) is not None


def spells_machinery(text: str) -> bool:
    """Whether what a model wrote holds spellings of a template or a record, or a link: nothing for a learner's eyes."""
    return _SPELLED.search(text) is not None


def without_orders(text: str) -> str:
    """``text`` without what :func:`steers` sees in it, so that nothing is left that steers.

    Sentences that give orders go, each with the one after it, which goes on giving them; where an order runs over
    several lines, those lines go.
    """
    left = "\n".join(_without_orders(line) for line in text.split("\n"))
    while (found := _STEERS.search(left)) is not None:
        before, after = left.rfind("\n", 0, found.start()) + 1, left.find("\n", found.end() - 1)
        left = left[:before] + (left[after + 1 :] if after >= 0 else "")
    return left


def _without_orders(line: str) -> str:
    if not steers(line):
        return line
    kept, after_order = [], False
    for sentence in Text(line).sentences:
        order = steers(sentence.text)
        if not order and not after_order:
            kept.append(sentence.text)
        after_order = order
    return " ".join(kept)
