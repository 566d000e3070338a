"""Letters of other scripts that look like Latin ones, inside English text: "сontrol" with a Cyrillic first letter.

They come from a keyboard left in another layout and from scanned books, and hide a word from every check. What looks
like what is Unicode's own table (confusables, UTS 39), through the library confusable-homoglyphs.
"""

from __future__ import annotations

import re
from functools import cache

from engine.marking.text.traced import Traced

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GREEK_OR_CYRILLIC = re.compile(r"(?<![^\W\d_])[\u0370-\u052f]{2,}(?![^\W\d_])")
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f]")
_KNOWN = 3.0  # Zipf: a word that everybody writes


def without_lookalikes(text: Traced) -> Traced:
    """Words of mixed scripts, and whole English words in look-alikes, in Latin letters; other scripts stay as they are."""
    if not _FOREIGN.search(text.text):
        return text
    # Whoever quotes Russian or Greek has words of it that look like no English.
    quotes = any(not _letters_like(word).isascii() for word in _GREEK_OR_CYRILLIC.findall(text.text))
    return text.replaced(_WORD, lambda found: _in_latin(found.group(), quotes=quotes))


def _in_latin(word: str, *, quotes: bool) -> str:
    if word.isascii():
        return word
    plain = _letters_like(word)
    if any(char.isascii() and char.isalpha() for char in word):
        return plain
    if not plain.isascii() or quotes:
        return word
    if len(word) == 1:
        return plain if plain in {"a", "A", "I", "i"} and not _is_small_greek(word) else word
    from wordfreq import zipf_frequency

    return plain if zipf_frequency(plain, "en") >= _KNOWN else word


def _letters_like(word: str) -> str:
    return "".join(char if char.isascii() else _looks_like(char) or char for char in word)


def _is_small_greek(char: str) -> bool:
    """An alpha alone is more likely meant than a slip of the keyboard."""
    return "α" <= char <= "ω"


@cache
def _looks_like(char: str) -> str | None:
    """The Latin letter that ``char`` looks like, in its case; small Cyrillic letters also by the shape of the capital."""
    found = _homoglyph(char)
    if found is None and "а" <= char <= "я":
        capital = _homoglyph(char.upper())
        return capital and capital.lower()
    if found is not None and char.isupper():
        return "I" if found == "l" else found.upper()
    return found


def _homoglyph(char: str) -> str | None:
    from confusable_homoglyphs import confusables

    for entry in confusables.is_confusable(char, greedy=True) or ():
        for glyph in entry["homoglyphs"]:
            if glyph["c"].isascii() and glyph["c"].isalpha():
                return str(glyph["c"])
    return None
