"""Memorised language: stock phrases, template openings, proverbs. Shares of words from 0 to 1."""

from __future__ import annotations

import re

from engine.ielts.text import Text
from engine.marking.numbers import Numbers, share
from engine.marking.words.lists import IDIOMS, STOCK

_STOCK = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(STOCK, key=len, reverse=True))) + r")\b")
_IDIOM = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(IDIOMS, key=len, reverse=True))) + r")\b")


def formulaic(text: Text) -> Numbers:
    """How much of the text is phrases that fit any topic."""
    joined = " ".join(text.lower)
    opening = " ".join(text.lower[:60])
    total = len(text.lower)
    return {
        "formulaic.stock": min(share(_words_in(_STOCK, joined), total), 0.3),
        "formulaic.opening": float(len(_STOCK.findall(opening))),
        "formulaic.idioms": min(share(_words_in(_IDIOM, joined), total), 0.3),
    }


def _words_in(pattern: re.Pattern[str], text: str) -> int:
    return sum(len(match.group().split()) for match in pattern.finditer(text))
