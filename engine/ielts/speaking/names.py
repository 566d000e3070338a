"""Names in what a learner wrote: capitalised words that no sentence and no list of ordinary ones accounts for."""

from __future__ import annotations

import re

from engine.ielts.speaking.known_words import NO_PLACES

_SENTENCE = re.compile(r"[.!?\n]+\s*")
_NAME = re.compile(r"[^\W\d_a-z][\w'-]*(?: [^\W\d_a-z][\w'-]*)*")
_MOST_WORDS = 4
_NO_NAMES = NO_PLACES | {
    "In",
    "At",
    "On",
    "From",
    "To",
    "With",
    "When",
    "If",
    "Because",
    "After",
    "Before",
    "Since",
    "For",
}


_ANSWERS = frozenset(
    "Ok Okay Sure Maybe Perhaps Never Always Sometimes Often Rarely Usually Both Neither Nothing Nobody Everything".split()
)
"""One word that answers a question, and is no name."""


def names_in(text: str) -> tuple[str, ...]:
    """Names in ``text``, in order, each once.

    A first word of a sentence is a name only before another capital, or alone in the text:
    "Tuan." is what somebody is called.

    Nothing is a name in a text that is all capitals, or in words that are ("IELTS").
    """
    found: dict[str, None] = {}
    for sentence in _SENTENCE.split(text):
        for match in _NAME.finditer(sentence):
            words = match.group().split()
            led = 0
            while words and words[0].partition("'")[0] in _NO_NAMES:
                words.pop(0)
                led += 1
            while words and words[-1].partition("'")[0] in _NO_NAMES:
                words.pop()
            alone = text.strip(" .!") == match.group() and match.group() not in _ANSWERS
            ordinary = match.start() == 0 and not led and len(words) == 1 and not alone
            if words and not ordinary and len(words) <= _MOST_WORDS and not any(_shouted(word) for word in words):
                found[" ".join(words)] = None
    return tuple(found)


def _shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper()
