"""Sentences cut where another claim begins, each piece with what it names and what it takes over from before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.ielts.text import Span
from engine.marking.writing.figures.amounts import Amount, amounts
from engine.marking.writing.figures.grid import Grid
from engine.marking.writing.figures.language import words
from engine.marking.writing.figures.mentions import LOST, Mention, mentions

_STRONG = re.compile(
    r"\s*(?:;|,?\s\b(?:while|whereas|whilst|but|although|though|however|and then|then|before|after which|followed by"
    r"|and after that|and it|and they|so it|so they|so that|because|which (?:was|is|were|are|makes?|made|means?))\b)\s*",
    re.IGNORECASE,
)
_WEAK = re.compile(r",(?!\d{3})\s|\s\band\b\s|\s\b(?:against|compared (?:to|with))\b\s", re.IGNORECASE)
_TWO_ENDS = re.compile(r"\b(?:between|from)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence; places are offsets into the essay.

    ``series`` and ``points`` are what it is about: ``own`` is whether it names the series itself, ``framed`` whether its
    points are taken over from the beginning of the sentence. ``lost`` is a moment that the visual does not have.
    """

    start: int
    text: str
    named: tuple[Mention, ...]
    amounts: tuple[Amount, ...]
    series: tuple[int, ...]
    points: tuple[int, ...]
    own: bool
    framed: bool
    lost: bool
    later: bool

    def mentioned(self, axis: str) -> tuple[Mention, ...]:
        """What it names itself on one axis, in order."""
        return tuple(each for each in self.named if each.axis == axis and each.index >= 0)


def clauses(sentences: Sequence[Span], grid: Grid) -> Iterator[tuple[Clause, ...]]:
    """Every sentence as its clauses."""
    before: tuple[int, ...] = ()
    for sentence in sentences:
        found = tuple(_of_sentence(sentence, grid, before))
        named = [each for clause in found for each in clause.series]
        if named:
            before = found[-1].series or (named[-1],)
        yield found


def _of_sentence(sentence: Span, grid: Grid, before: tuple[int, ...]) -> Iterator[Clause]:
    carried = before if words("grammar")["back"].search(sentence.text) else ()
    frame: tuple[int, ...] = ()
    lost_frame = False
    for number, (start, end) in enumerate(_pieces(sentence.text, grid)):
        text = sentence.text[start:end]
        named = mentions(text, grid)
        read = amounts(text, named)
        series = _once(each.index for each in named if each.axis == "series" and not _is_object(each, text))
        bounds = [each for each in named if each.axis == "point" and _is_bound(each, text)]
        points = _once(each.index for each in named if each.axis == "point" and each.index >= 0 and each not in bounds)
        lost = any(each.index == LOST for each in named)
        if not points and not lost and grid.timed:
            if words("grammar")["first"].search(text):
                points = (0,)
            elif words("grammar")["last"].search(text):
                points = (len(grid.points) - 1,)
        if not series and words("grammar")["both"].search(text) and len(grid.series) == 2:
            series = (0, 1)
        own = bool(series)
        if not series and (carried or words("grammar")["pronoun"].search(text)):
            series = carried or (before if number == 0 else ())
        framed = not points and not lost and not bounds
        later = bool(number and words("grammar")["later"].search(sentence.text[max(0, start - 18) : start] + text[:14]))
        if framed:
            away = later or (number and _tells_a_change(text)) or words("grammar")["years_later"].search(text)
            if away:
                frame, lost_frame = (), False
            points, lost = frame, lost_frame
        elif number == 0 or not frame:
            frame, lost_frame = (points if len(points) == 1 and _opens(named, read) else ()), lost
        yield Clause(
            sentence.start + start,
            text,
            tuple(named),
            tuple(read),
            series,
            points,
            own=own,
            framed=framed,
            lost=lost,
            later=later,
        )
        carried = series or carried


def _pieces(text: str, grid: Grid) -> list[tuple[int, int]]:
    """Cut at every strong join; at a weak one only where each side has an amount and a series of its own."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for join in _STRONG.finditer(text):
        if join.start() > start:
            pieces += _weakly(text, start, join.start(), grid)
        start = join.end()
    return [*pieces, *_weakly(text, start, len(text), grid)]


def _weakly(text: str, start: int, end: int, grid: Grid) -> list[tuple[int, int]]:
    if re.search(r"respective", text[start:end], re.IGNORECASE):
        return [(start, end)]
    joins = list(_WEAK.finditer(text, start, end))
    for join in joins:
        left, right = text[start : join.start()], text[join.end() : end]
        if _complete(left, grid) and _complete(right, grid):
            return [*_weakly(text, start, join.start(), grid), *_weakly(text, join.end(), end, grid)]
    return [(start, end)]


def _complete(text: str, grid: Grid) -> bool:
    named = mentions(text, grid)
    found = amounts(text, named)
    series = [each for each in named if each.axis == "series"]
    points = [each for each in named if each.axis == "point"]
    return bool(found) and (
        len(series) == len(found) or (not series and len(points) == len(found) and not _TWO_ENDS.search(text))
    )


def _tells_a_change(text: str) -> bool:
    """Whether it tells how something went on from there, so that its figures are of a later moment."""
    return any(
        words(group)[name].search(text) for group, name in (("direction", "up"), ("direction", "down"), ("ratio", "2"))
    )


def _is_object(mention: Mention, text: str) -> bool:
    """Whether something else is compared with it: ``the same as nuclear``, ``than to Dean Park``."""
    return bool(words("grammar")["compared_with"].search(text[: mention.start]))


def _is_bound(mention: Mention, text: str) -> bool:
    """Whether it is where a time begins or ends: ``after 2000`` is not 2000."""
    return bool(words("grammar")["bound_of_time"].search(text[: mention.start]))


def _opens(named: Sequence[Mention], read: Sequence[Amount]) -> bool:
    """Whether a moment stands at the head, before any amount, so that it holds for what follows."""
    at = next(each.start for each in named if each.axis == "point") if any(e.axis == "point" for e in named) else 0
    return all(at < amount.start for amount in read)


def _once(found: Iterator[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(found))
