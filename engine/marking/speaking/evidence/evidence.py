"""One thing heard in a test, before it is tied to a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.ielts.bands import Criterion
from engine.ielts.speaking_report import Moment
from engine.marking.speaking.answers import Answer
from engine.marking.text import Span

LONGEST_QUOTE = 140
"""Characters: a longer stretch is cut at a word's end."""
_BREAK = re.compile(r"[,;:.!?]\s+")
_CONTEXT = 45


@dataclass(frozen=True, slots=True)
class Evidence:
    """``good`` or not, about one aspect of one criterion; ``weight`` from 0 to 1 says how telling it is."""

    criterion: Criterion
    aspect: str
    good: bool
    weight: float
    moment: Moment
    message: str


def asset(criterion: Criterion, aspect: str, weight: float, moment: Moment, message: str) -> Evidence:
    """Something that earns a band."""
    return Evidence(criterion, aspect, good=True, weight=weight, moment=moment, message=message)


def limit(criterion: Criterion, aspect: str, weight: float, moment: Moment, message: str) -> Evidence:
    """Something that holds a speaker at a band."""
    return Evidence(criterion, aspect, good=False, weight=weight, moment=moment, message=message)


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
        close = after.start() if after and after.start() - end <= LONGEST_QUOTE // 2 else far if far > 0 else close
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


def some(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"
