"""Errors of grammar planted into a text: learners' commonest ones, one word at a time, as many as are wanted."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from engine.ielts.text import Text

# What a learner might write in place of a word; nothing: the word is left out.
_IN_PLACE = {
    "a": "", "an": "", "the": "", "is": "are", "are": "is", "was": "were", "were": "was", "has": "have", "have": "has",
    "does": "do", "do": "does", "to": "for", "of": "", "in": "at", "on": "in", "for": "to", "with": "by", "this": "these",
    "these": "this", "many": "much", "much": "many", "their": "they", "they": "their", "who": "which", "people": "peoples",
    "can": "can to", "will": "will be", "would": "would to", "should": "should to", "there": "it", "because": "because of",
    "children": "childs", "that": "what", "than": "then", "more": "more much",
}  # fmt: skip
_REGULAR: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"(?!\w*thing$)[a-z]{3,}ing$", lambda word: word[:-3]),
    (r"[a-z]{3,}ed$", lambda word: word[:-2]),
    (r"[a-z]{3,}ies$", lambda word: word[:-3] + "y"),
    (r"[a-z]{3,}[^s]s$", lambda word: word[:-1]),
    (r"[a-z]{3,}tion$", lambda word: word + "s"),
    (r"[a-z]{3,}ly$", lambda word: word[:-2]),
)


def planted(text: str, in_a_hundred: float, seed: int = 1) -> str:
    """``text`` with errors in that many of a hundred words, or in as many as can bear one."""
    words = Text(text).words
    mends = [(word, wrong) for word in words if (wrong := _wrong(word.text)) is not None]
    wanted = min(len(mends), round(in_a_hundred * len(words) / 100))
    for word, wrong in sorted(random.Random(seed).sample(mends, wanted), key=lambda each: -each[0].start):
        text = text[: word.start] + wrong + text[word.end :]
    return re.sub(r"(?<=\S)  +", " ", text)


def _wrong(word: str) -> str | None:
    """One way to get ``word`` wrong; capitals are left alone, so that no sentence loses its beginning."""
    if word in _IN_PLACE:
        return _IN_PLACE[word]
    return next((spoil(word) for form, spoil in _REGULAR if re.match(form, word)), None)
