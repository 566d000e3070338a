"""Sounds from letters, for names and new words that no dictionary has: rough, and enough to find them in a recording."""

from __future__ import annotations

import re

_SOUNDS = {
    "tion": "SH AH N", "sion": "ZH AH N", "ough": "AO", "igh": "AY", "tch": "CH", "sch": "SH", "dge": "JH",
    "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "wh": "W", "ck": "K", "ng": "NG", "qu": "K W", "zh": "JH", "kn": "N",
    "wr": "R", "gh": "G", "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "ai": "EY", "ay": "EY", "oi": "OY",
    "oy": "OY", "au": "AO", "aw": "AO", "ei": "EY", "ie": "IY", "oa": "OW", "ue": "UW", "ew": "UW", "er": "ER", "ir": "ER",
    "ur": "ER", "ar": "AA R", "or": "AO R", "uo": "W OW", "ia": "Y AA", "iu": "Y UW", "ao": "AW", "x": "K S",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K",
    "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W",
    "y": "IY", "z": "Z",
}  # fmt: skip
_LETTERS = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def phones_of(word: str) -> str:
    """The sounds of a written word in ARPAbet, one at least: letters that stand together are read together."""
    plain = _DOUBLED.sub(r"\1", word.lower())
    if len(plain) > 3 and plain.endswith("e") and plain[-2] not in "aeiouy":
        plain = plain[:-1]
    return " ".join(_SOUNDS[letters] for letters in _LETTERS.findall(plain)) or "AH"


def number_words(figures: str) -> list[str]:
    """A number in figures as it is said; a year from 1100 to 1999 in two halves, what is too long figure by figure."""
    number = int(figures) if len(figures) < 7 else -1
    if number < 0 or (len(figures) > 1 and figures[0] == "0"):
        return [_NAMES[int(figure)] for figure in figures]
    if 1100 <= number < 2000 and number % 100 > 9:
        return [*number_words(str(number // 100)), *number_words(str(number % 100))]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number_words(str(number % size)) if number % size else []
            return [*number_words(str(number // size)), name, *rest]
    if number < 20:
        return [_NAMES[number]]
    return [_TENS[number // 10 - 2], *([_NAMES[number % 10]] if number % 10 else [])]
