"""A text cut into the words that the tagger reads, each with its place, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.ielts.text import Text

LONGEST = 60
"""Words of a sentence that are read together: a longer one (a text without stops) is read in pieces."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.]*\d%?|\d%?|[^\s\w]|_")
_MAY_END = frozenset(",;:")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of letters, a figure, or one mark, at ``text[start:end]``; ``text`` has plain apostrophes."""

    start: int
    end: int
    text: str


def sentences_of(text: str) -> tuple[tuple[Word, ...], ...]:
    """The words of each sentence, in order; none is empty."""
    found = []
    for sentence in Text(text).sentences:
        found += _pieces(words_of(text, sentence.start, sentence.end))
    return tuple(found)


def words_of(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of ``text[start:end]``, with places in ``text``."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return tuple(Word(m.start(), m.end(), m.group().replace("’", "'")) for m in found)


def _pieces(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """At most :data:`LONGEST` words each, cut after a comma where there is one in the second half."""
    found = []
    while len(words) > LONGEST:
        commas = (at + 1 for at in range(LONGEST - 1, LONGEST // 2, -1) if words[at].text in _MAY_END)
        cut = next(commas, LONGEST)
        found.append(words[:cut])
        words = words[cut:]
    return [*found, words] if words else found
