"""The tagger's edits carried out: which place in the text changes, and into what.

An edit is ``DELETE``, ``SWAP`` (with the next word), ``SPLIT`` (a new sentence begins here), ``INS_x`` (x before this
word), ``REP_x``, ``V_`` and a Penn tag, ``N_SG``, ``N_PL``, ``F_a_b`` (suffix a becomes b), ``POSS`` (the apostrophe),
``SPELL`` or ``FLAG`` (wrong; no mend is known).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engine.marking.errors.inflections import plural, singular, verb_form
from engine.marking.errors.words import Word
from engine.marking.tables import table
from engine.marking.words.lexis import zipf

_A_WORD = 2.0  # Zipf: a word made with a suffix must be one


@dataclass(frozen=True, slots=True)
class Mend:
    """``replacement`` in place of ``text[start:end]``; ``""`` leaves it out."""

    start: int
    end: int
    replacement: str


def carried_out(edit: str, text: str, words: Sequence[Word], at: int) -> Mend | None:
    """What ``edit`` of word number ``at`` of a sentence changes; None where it cannot be carried out."""
    word = words[at]
    name, _, what = edit.partition("_")
    if name == "DELETE":
        return Mend(word.start, word.end, "")
    if name == "SWAP":
        return _swapped(text, words, at)
    if name == "SPLIT":
        return _split(words, at)
    if name == "INS":
        return _put_before(what, text, words, at)
    new = _changed(name, what, word.text)
    if new is None:
        return None
    new = in_case_of(word.text, new)
    return None if new == word.text else Mend(word.start, word.end, new)


def _changed(name: str, what: str, word: str) -> str | None:
    """One word for another: replaced, inflected, derived."""
    if name == "REP":
        return what
    if name == "V":
        return verb_form(word, what)
    if name == "N":
        return singular(word) if what == "SG" else plural(word)
    if name == "POSS":
        return _possessive(word)
    if name == "F":
        old, _, new = what.partition("_")
        stem = word.lower().removesuffix(old) if old else word.lower()
        made = stem + new
        return made if (stem != word.lower() or not old) and zipf(made) > _A_WORD else None
    return None


def _possessive(word: str) -> str | None:
    if not word.isalpha() or len(word) < 3:
        return None
    if word.lower().endswith("s"):
        one = singular(word)
        return f"{word[:-1]}'s" if one == word[:-1].lower() else None
    return f"{word}'s"


def _put_before(what: str, text: str, words: Sequence[Word], at: int) -> Mend | None:
    """A comma goes to the end of the word before; a word at the beginning takes the capital letter."""
    word = words[at]
    if what == ",":
        if not at or not words[at - 1].text[-1:].isalnum():
            return None
        start = words[at - 1].end
        return Mend(start, word.end, f",{text[start : word.start] or ' '}{text[word.start : word.end]}")
    if not word.text[:1].isalnum():
        # Before a mark the new word follows the last one, and the mark stays where it is.
        return Mend(word.start, word.end, f" {what}{word.text}") if at else None
    if at:
        return Mend(word.start, word.end, f"{what} {text[word.start : word.end]}")
    old = text[word.start : word.end]
    kept = old == "I" or old[1:].lower() != old[1:] or old.lower() in _names()
    lower = old if kept else old[:1].lower() + old[1:]
    return Mend(word.start, word.end, f"{in_case_of(old, what)} {lower}")


def _swapped(text: str, words: Sequence[Word], at: int) -> Mend | None:
    if at + 1 >= len(words) or not (words[at].text[:1].isalpha() and words[at + 1].text[:1].isalpha()):
        return None
    first, second = words[at], words[at + 1]
    between = text[first.end : second.start]
    begins = at == 0 and first.text[:1].isupper() and first.text != "I"
    left = second.text[:1].upper() + second.text[1:] if begins else second.text
    right = first.text[:1].lower() + first.text[1:] if begins else first.text
    return None if left == first.text else Mend(first.start, second.end, f"{left}{between}{right}")


def _split(words: Sequence[Word], at: int) -> Mend | None:
    if not at or not words[at].text[:1].isalpha():
        return None
    before = at - 2 if words[at - 1].text in {",", ";"} and at > 1 else at - 1
    if not words[before].text[-1:].isalnum():
        return None
    word = words[at].text
    return Mend(words[before].end, words[at].end, f". {word[:1].upper()}{word[1:]}")


def in_case_of(old: str, new: str) -> str:
    """``new`` with the capitals of ``old``."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


@cache
def _names() -> frozenset[str]:
    return frozenset(table("names", dict[str, list[str]])["names"])


def applied(text: str, mends: Sequence[Mend]) -> str:
    """``text`` with every mend made; they may not overlap. A word that goes takes one of its spaces along."""
    for mend in sorted(mends, key=lambda each: (-each.start, -each.end)):
        start, end = with_its_space(text, mend) if not mend.replacement else (mend.start, mend.end)
        text = text[:start] + mend.replacement + text[end:]
    return text


def with_its_space(text: str, mend: Mend) -> tuple[int, int]:
    """Where to cut so that a word that is left out leaves no second space behind."""
    start, end = mend.start, mend.end
    if start and text[start - 1] == " " and (end == len(text) or not text[end].isalnum() or text[end].isspace()):
        return start - 1, end
    if end < len(text) and text[end] == " " and (not start or text[start - 1].isspace()):
        return start, end + 1
    return start, end
