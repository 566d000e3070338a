"""Does an answer sound learnt by heart? By its words: phrases out of a textbook, or what was said to another question."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from engine.ielts.text import Text, tokens

_RUN = 6
"""Words in a row: fewer come twice in anybody's speech."""
_LEAST = 12
_MOSTLY = 0.5
_PHRASES = 3
_DENSE = 2, 45
"""Textbook phrases that are enough in an answer of so many words at most."""


class Sign(StrEnum):
    """What gives a learnt piece away. ``manner`` is heard, not read: a sudden change of level and rhythm."""

    TEXTBOOK = "textbook"
    AGAIN = "again"
    MANNER = "manner"


@dataclass(frozen=True, slots=True)
class Recited:
    """Why an answer sounds learnt, and where: ``text[start:end]`` is what gives it away; ``phrases`` are all such places."""

    sign: Sign
    start: int
    end: int
    phrases: tuple[str, ...] = ()


def recited(text: str, before: Iterable[str]) -> Recited | None:
    """Whether an answer sounds learnt; ``before`` is what was said to other questions."""
    return _textbook(text) or _again(text, before)


def _textbook(text: str) -> Recited | None:
    places = list(_places(text.replace("’", "'")))
    few, words = _DENSE
    if len(places) >= _PHRASES or (len(places) >= few and _LEAST <= len(tokens(text)) <= words):
        start, end = places[0]
        return Recited(Sign.TEXTBOOK, start, end, tuple(text[first:last] for first, last in places))
    return None


def _places(text: str) -> Iterator[tuple[int, int]]:
    seen: set[str] = set()
    for match in _phrases().finditer(text):
        if match.group().lower() not in seen:
            seen.add(match.group().lower())
            yield match.span()


def _again(text: str, before: Iterable[str]) -> Recited | None:
    words = Text(text).words
    said = [word.text.lower().replace("’", "'") for word in words]
    known = {run for each in before for run in _runs(tokens(each))}
    if len(said) < _LEAST or not known:
        return None
    places = {
        at + step for at in range(len(said) - _RUN + 1) if tuple(said[at : at + _RUN]) in known for step in range(_RUN)
    }
    if len(places) < _MOSTLY * len(said):
        return None
    first, last = _longest(sorted(places))
    return Recited(Sign.AGAIN, words[first].start, words[last].end)


def _longest(places: Sequence[int]) -> tuple[int, int]:
    """The longest stretch of places without a gap, as its first and last."""
    best = at = (places[0], places[0])
    for place in places[1:]:
        at = (at[0], place) if place == at[1] + 1 else (place, place)
        best = at if at[1] - at[0] > best[1] - best[0] else best
    return best


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


@cache
def _phrases() -> re.Pattern[str]:
    found = tomllib.loads(files("engine.data").joinpath("language", "textbook.toml").read_text("utf-8"))
    return re.compile("|".join(found["phrases"]), re.IGNORECASE)
