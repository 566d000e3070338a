"""One thing heard in a test, before it is tied to a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.ielts.bands import Criterion
from engine.ielts.speaking.report import Moment
from engine.ielts.text import Span
from engine.marking.sentences import Fact, Said
from engine.marking.speaking.answers import Answer

LONGEST_QUOTE = 140
"""Characters: a longer stretch is cut at a word's end."""
_BREAK = re.compile(r"[,;:.!?]\s+")
_CONTEXT = 45


@dataclass(frozen=True, slots=True)
class Evidence:
    """``good`` or not, about one aspect of one criterion; ``weight`` from 0 to 1 says how telling it is.

    ``topic`` says which sort of weakness it is, where an aspect has several and each its own advice.
    """

    criterion: Criterion
    aspect: str
    good: bool
    weight: float
    moment: Moment
    message: Said
    topic: str = ""


def asset(criterion: Criterion, aspect: str, weight: float, moment: Moment, name: str, **facts: Fact) -> Evidence:
    """Something that earns a band; ``name`` is a sentence of :mod:`engine.marking.sentences`."""
    return Evidence(criterion, aspect, good=True, weight=weight, moment=moment, message=Said(name, facts))


def limit(
    criterion: Criterion, aspect: str, weight: float, moment: Moment, name: str, *, topic: str = "", **facts: Fact
) -> Evidence:
    """Something that holds a speaker at a band."""
    said = Said(name, facts)
    return Evidence(criterion, aspect, good=False, weight=weight, moment=moment, message=said, topic=topic)


def sentence_around(answer: Answer, start: int, end: int) -> Span:
    """The sentence around ``said[start:end]``, or where it is long the part of it between two commas."""
    inside = [each for each in answer.text.sentences if each.start <= start < each.end]
    whole = inside[0] if inside else Span(start, end, answer.said[start:end])
    if len(whole.text) <= LONGEST_QUOTE and whole.end >= end:
        return whole
    last = max(whole.end, end)
    first, close = whole.start, last
    if start - first > _CONTEXT:
        breaks = [match.end() for match in _BREAK.finditer(answer.said, first, start)]
        near = [at for at in breaks if start - at <= LONGEST_QUOTE // 2]
        first = near[-1] if near else answer.said.index(" ", start - _CONTEXT) + 1
        first = min(first, start)
    if close - end > _CONTEXT:
        after = _BREAK.search(answer.said, end, close)
        far = answer.said.find(" ", end + _CONTEXT, close)
        near_break = (
            after is not None and after.start() - end <= LONGEST_QUOTE // 2 and after.start() - first > _CONTEXT
        )
        close = after.start() if after is not None and near_break else far if far > 0 else close
    return Span(first, close, answer.said[first:close])


def shortened(span: Span) -> Span:
    """The span, or its beginning up to a word's end."""
    if len(span.text) <= LONGEST_QUOTE:
        return span
    cut = span.text.rfind(" ", 0, LONGEST_QUOTE)
    cut = cut if cut > 0 else LONGEST_QUOTE
    return Span(span.start, span.start + cut, span.text[:cut])


def quote(answer: Answer, span: Span) -> Moment:
    """A stretch of an answer as a moment, shortened where it is long."""
    short = shortened(span)
    return answer.moment(short.start, short.end)


def quoted(text: str, most: int = 60) -> str:
    """The candidate's words inside a message: in typographic quotes, on one line, not too long."""
    flat = " ".join(text.split())
    if len(flat) > most:
        flat = flat[: max(flat.rfind(" ", 0, most), 1)] + " …"
    return f"“{flat}”"
