"""What the examiner says, cut into sentences: the pieces that are spoken one by one and found again in the cache."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from engine.ielts.text import Text

LONGEST = 400
"""Characters of one piece; a longer sentence is cut at a clause, else between two words."""
_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+[-–—]+\s+")


def spoken_sentences(text: str) -> tuple[str, ...]:
    """The sentences of ``text`` in order, with plain spaces and no control characters; none where nothing can be said."""
    pieces = (spoken(sentence.text) for sentence in Text(text).sentences)
    return tuple(short for piece in pieces if piece for short in _cut(piece))


def spoken(text: str) -> str:
    """``text`` without what no voice may see: control characters are commands to some engines."""
    plain = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(plain.split())


def _cut(piece: str) -> Iterator[str]:
    if len(piece) <= LONGEST:
        yield piece
        return
    line = ""
    for part in _parts(piece):
        if line and len(line) + 1 + len(part) > LONGEST:
            yield line
            line = part
        else:
            line = f"{line} {part}" if line else part
    yield line


def _parts(piece: str) -> Iterator[str]:
    """Clauses; words of a clause that is too long; ends of a word that is."""
    for clause in _CLAUSE.split(piece):
        if len(clause) <= LONGEST:
            yield clause
            continue
        for word in clause.split():
            yield from (word[start : start + LONGEST] for start in range(0, len(word), LONGEST))
