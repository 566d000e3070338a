"""Names and rare words are no misspellings, whatever a tagger that has never met them makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.marking.errors.words import Word
from engine.marking.words.lexis import zipf

_WRITTEN = 1.5  # Zipf: of a word that a dictionary has and nobody writes, the tagger knows better
_COMMON = 3.5  # Zipf: too common for a dictionary not to have it


def is_excused(words: Sequence[Word], at: int, *, in_dictionary: bool) -> bool:
    """Whether word ``at`` of a sentence is a name, an abbreviation, a figure, or a word after all."""
    word = words[at].text
    if not word[:1].isalpha() or len(word) == 1 or not word.isascii():
        return True
    if word[1:] != word[1:].lower():
        return True
    common = zipf(word.lower())
    if word[0].isupper() and (at > 0 or common == 0 or _is_capital(words, at + 1)):
        return True
    return common >= (_WRITTEN if in_dictionary else _COMMON)


def _is_capital(words: Sequence[Word], at: int) -> bool:
    """Whether there is such a word and it begins with a capital letter: two together are a name."""
    return at < len(words) and words[at].text[:1].isupper() and words[at].text != "I"
