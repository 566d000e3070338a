"""Kinds of structure that show a range of grammar, each by patterns that are hard to meet by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from engine.marking.tables import Patterns, any_of, table

WRITING, SPEAKING = "writing", "speaking"


@dataclass(frozen=True, slots=True)
class Structure:
    """One of those in ``engine/data/language/structures.toml``, by name, at ``text[start:end]``."""

    name: str
    start: int
    end: int


def structures(text: str, skill: str = SPEAKING) -> Iterator[Structure]:
    """Those in a text, kind by kind."""
    plain = text.replace("’", "'")
    for name, pattern in _patterns()[skill].items():
        for match in pattern.finditer(plain):
            yield Structure(name, *match.span())


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    found = table("structures", dict[str, Patterns])
    return {skill: {name: any_of(each) for name, each in kinds.items()} for skill, kinds in found.items()}
