"""A text cut into paragraphs, sentences and words, each with its place in the original.

Offsets are Python string offsets into the text as the learner sent it, so that a quote can always be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_PARAGRAPH = re.compile(r"\S(?:.*\S)?")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|fig|mr|mrs|ms|dr|prof|st|u\.s|u\.k)|\b[A-Za-z])$", re.IGNORECASE
)
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|[.!?](?=[A-Z][a-z])")


def tokens(text: str) -> list[str]:
    """The words of ``text`` in lower case, with typographic apostrophes made plain."""
    return [word.lower() for word in _WORD.findall(text.replace("’", "'"))]


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` of the original, kept beside its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Text:
    """A learner's text and its parts; every part is computed once, when it is first asked for."""

    raw: str

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Lines with at least a letter or a digit: a line break in a chat is a new paragraph, a line of dashes is none."""
        lines = (Span(m.start(), m.end(), m.group()) for m in _PARAGRAPH.finditer(self.raw))
        return tuple(line for line in lines if any(char.isalnum() for char in line.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences, none of which crosses a paragraph. A stop without a space (``end.Next``) ends one too."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in _sentences(paragraph))

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """Words of letters, with apostrophes and hyphens inside; numbers are no words here."""
        return tuple(Span(m.start(), m.end(), m.group()) for m in _WORD.finditer(self.raw))

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The words in lower case, with typographic apostrophes made plain."""
        return tuple(tokens(self.raw))

    @cached_property
    def sentence_words(self) -> tuple[tuple[str, ...], ...]:
        """For each sentence that has words: those words in lower case."""
        each = (tuple(tokens(sentence.text)) for sentence in self.sentences)
        return tuple(words for words in each if words)


def _sentences(paragraph: Span) -> list[Span]:
    found: list[Span] = []
    start = 0
    for match in _END.finditer(paragraph.text):
        is_stop = match.group().startswith(".")
        if is_stop and _ABBREVIATION.search(paragraph.text, start, match.start()) and match.end() < len(paragraph.text):
            continue
        _add(found, paragraph, start, match.end())
        start = match.end()
    _add(found, paragraph, start, len(paragraph.text))
    return found


def _add(found: list[Span], paragraph: Span, start: int, end: int) -> None:
    piece = paragraph.text[start:end]
    stripped = piece.strip()
    if any(char.isalnum() for char in stripped):
        begin = paragraph.start + start + len(piece) - len(piece.lstrip())
        found.append(Span(begin, begin + len(stripped), stripped))
