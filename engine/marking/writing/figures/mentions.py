"""Where a sentence names a series or a point of a visual, also misspelt by a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz.distance import OSA

from engine.marking.writing.figures.grid import Grid

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_YEAR = re.compile(r"(?<![\d,.$£€])(1[89]\d\d|20\d\d)(?!\d|,\d|\.\d|\s?%| per ?cent)")
_LONG = 6  # letters: a shorter word one letter away is another word

LOST, NO_POINT = -1, -2
"""A year that the visual does not have among its own, and a year where it has none at all."""


@dataclass(frozen=True, slots=True)
class Mention:
    """``axis`` ``series`` or ``point`` and its place there, or :data:`LOST` or :data:`NO_POINT`."""

    start: int
    end: int
    axis: Literal["series", "point"]
    index: int


def mentions(text: str, grid: Grid) -> list[Mention]:
    """Every series and point that ``text`` names, in order; where names overlap the longest counts."""
    found = [*_years(text, grid)]
    tokens = [(each.start(), each.end(), _plain(each.group())) for each in _TOKEN.finditer(text)]
    taken = [(each.start, each.end) for each in found]
    for name, axis, index in _names(grid):
        size = len(name)
        for at in range(len(tokens) - size + 1):
            here = tokens[at : at + size]
            start, end = here[0][0], here[-1][1]
            if all(_alike(word, token[2]) for word, token in zip(name, here, strict=True)) and not any(
                start < taken_end and taken_start < end for taken_start, taken_end in taken
            ):
                found.append(Mention(start, end, axis, index))
                taken.append((start, end))
    return sorted(found, key=lambda each: each.start)


def _years(text: str, grid: Grid) -> list[Mention]:
    years = {point: place for place, point in enumerate(grid.points) if _YEAR.fullmatch(point)}
    return [
        Mention(each.start(), each.end(), "point", years.get(each.group(), LOST if years else NO_POINT))
        for each in _YEAR.finditer(text)
    ]


def _names(grid: Grid) -> Sequence[tuple[tuple[str, ...], Literal["series", "point"], int]]:
    found: list[tuple[tuple[str, ...], Literal["series", "point"], int]] = []
    labels: tuple[tuple[Literal["series", "point"], tuple[str, ...]], ...] = (
        ("series", grid.series),
        ("point", grid.points),
    )
    for axis, each in labels:
        for index, label in enumerate(each):
            if _YEAR.fullmatch(label):
                continue
            for name in (label, *grid.panel.names.get(label, ())):
                words = tuple(_plain(word) for word in _TOKEN.findall(name))
                if words:
                    found.append((words, axis, index))
    return sorted(found, key=lambda each: -sum(map(len, each[0])))


def _plain(word: str) -> str:
    """Lower case, without an accent, a possessive or a plural s."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace("é", "e")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _alike(name: str, word: str) -> bool:
    if name == word:
        return True
    return (
        min(len(name), len(word)) >= _LONG
        and name[0] == word[0]
        and not word.isdigit()
        and int(OSA.distance(name, word, score_cutoff=1)) <= 1
    )
