"""One thing seen in a text, before it is tied to a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.ielts.bands import Criterion
from engine.ielts.reports import Correction
from engine.ielts.text import Span, Text
from engine.ielts.writing import Essay
from engine.marking.errors.error import ReadWord
from engine.marking.errors.lint import Lint
from engine.marking.sentences import Fact, Said
from engine.marking.words.lists import FUNCTION
from engine.marking.writing.measures.collect import Measures

QUOTE = 160
"""Characters: a longer quote is cut at a word's end."""


CLEAN = 0.1
"""Probability of an error under which a word counts as right: only what is right may be praised."""
_TASTE = frozenset({"Style", "Readability", "Enhancement", "Formatting"})


@dataclass(frozen=True, slots=True)
class Observation:
    """``good`` or not, about one aspect of one criterion; ``weight`` from 0 to 1 says how telling it is.

    ``topic`` says which sort of weakness it is, where an aspect has several and each its own advice.
    """

    criterion: Criterion
    aspect: str
    good: bool
    weight: float
    start: int
    end: int
    message: Said
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the detectors look at: the essay as it was sent, its parts, its measures, and what was found wrong.

    ``corrections`` are those that the learner is shown; ``words`` is how likely an error is at every word, and ``lints``
    what the checkers say, shown or not. All offsets are into the essay.
    """

    essay: Essay
    text: Text
    measures: Measures
    lints: Sequence[Lint]
    corrections: Sequence[Correction]
    words: Sequence[ReadWord]

    def is_clean(self, span: Span) -> bool:
        """Whether nothing in it looks wrong: no correction, no lint that matters, and no word that may be one."""
        return not (
            any(span.start < each.end and each.start < span.end for each in self.corrections)
            or any(span.start <= lint.start < span.end and lint.kind not in _TASTE for lint in self.lints)
            or any(span.start < word.end and word.start < span.end and word.probability >= CLEAN for word in self.words)
        )

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds this place, or the last one before it.

        Raises:
            IndexError: the text has no sentences.
        """
        before = [sentence for sentence in self.text.sentences if sentence.start <= offset]
        return before[-1] if before else self.text.sentences[0]

    @property
    def closing(self) -> Span:
        """The last sentence that says something: a signature is none.

        Raises:
            IndexError: the text has no sentences.
        """
        telling = [sentence for sentence in self.text.sentences if len(sentence.text.split()) >= 5]
        return telling[-1] if telling else self.text.sentences[-1]

    def sentences_of(self, paragraph: Span) -> list[Span]:
        """The sentences of one paragraph."""
        return [s for s in self.text.sentences if paragraph.start <= s.start < paragraph.end]


def asset(
    criterion: Criterion, aspect: str, weight: float, start: int, end: int, name: str, **facts: Fact
) -> Observation:
    """Something that earns a band; ``name`` is a sentence of :mod:`engine.marking.sentences`."""
    return Observation(criterion, aspect, good=True, weight=weight, start=start, end=end, message=Said(name, facts))


def limit(
    criterion: Criterion, aspect: str, weight: float, start: int, end: int, name: str, *, topic: str = "", **facts: Fact
) -> Observation:
    """Something that holds a text at a band."""
    return Observation(
        criterion, aspect, good=False, weight=weight, start=start, end=end, message=Said(name, facts), topic=topic
    )


def cut(span: Span) -> tuple[int, int]:
    """The span, or its beginning up to a word's end, as offsets."""
    if len(span.text) <= QUOTE:
        return span.start, span.end
    end = span.text.rfind(" ", 0, QUOTE)
    return span.start, span.start + (end if end > QUOTE // 3 else QUOTE)


def quoted(text: str, most: int = 60) -> str:
    """A phrase of the learner's inside a message: in typographic quotes, on one line, not too long."""
    flat = " ".join(text.split())
    if len(flat) > most:
        flat = flat[: flat.rfind(" ", 0, most)] + " …"
    return f"“{flat}”"


def stems(text: str) -> set[str]:
    """Content words by their first five letters, so that ``educate`` meets ``education``."""
    return {stem(word) for word in Text(text).lower if is_content(word)}


def stem(word: str) -> str:
    """The first five letters, without a plural s."""
    return word.removesuffix("s")[:5]


def is_content(word: str) -> bool:
    """Whether a word carries meaning of its own."""
    return len(word) > 3 and word not in FUNCTION and word not in _LIGHT


def is_figure(word: str) -> bool:
    """Whether a word is part of a figure or a date: it comes back because the data does, and no other says it."""
    return word in _OF_FIGURES


def names_in(text: Text) -> frozenset[str]:
    """Words, in lower case, that never stand without a capital letter."""
    return frozenset({word.text.lower() for word in text.words} - {word.text for word in text.words})


_OF_FIGURES = frozenset(
    "hundred hundreds thousand thousands million millions billion billions percent percentage year years month months".split()
)
_LIGHT = frozenset(
    "people person thing things make makes made making take takes like good many much very also however therefore"
    " example instance first second firstly secondly finally overall conclusion opinion think believe agree disagree"
    " important because although become becomes became hand hands side point view fact order".split()
)
