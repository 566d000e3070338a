"""One text through all the rules, one after the other until none finds anything: so cleaning twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle, islice

from engine.finetune.data.rules import Found, cleaning_rules

_MOST_ROUNDS = 20
"""A text that still changes then is taken as it is; none was ever seen to need more than four."""


@dataclass(frozen=True)
class Cleaned:
    """``changes``: name of the rule, text before and after, for every time that one changed something."""

    text: str
    found: Found
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def cleaned(text: str) -> Cleaned:
    """What is left of ``text``, and what was found in it."""
    found = Found()
    changes: list[tuple[str, str, str]] = []
    rules = cleaning_rules()
    unchanged = 0
    for rule in islice(cycle(rules), _MOST_ROUNDS * len(rules)):
        before, text = text, rule.apply(text, found)
        unchanged = unchanged + 1 if text == before else 0
        if text != before:
            changes.append((rule.name, before, text))
        if unchanged == len(rules):
            break
    return Cleaned(text, found, changes)
