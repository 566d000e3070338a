"""Names in what a learner wrote: capitalised words that no sentence and no list of ordinary ones accounts for."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from engine.ielts.speaking.known_words import NO_PLACES

_SENTENCE = re.compile(r"[.!?\n]+\s*")
_NAME = re.compile(r"[^\W\d_a-z][\w'-]*(?: [^\W\d_a-z][\w'-]*)*")
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BETWEEN = re.compile(r"[,.;:!?]")
_ALIKE, _ALIKE_NAMES = 0.6, 0.4  # ratio of letters: a name is misheard as another name more often than as a word
_BESIDE_IT = 2  # words: of a shorter answer what is written is all of it
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

    A first word of a sentence is a name only before another capital, or alone in the text ("Tuan." is what somebody is called).
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


def put_into(heard: str, name: str) -> str | None:
    """``heard`` with ``name`` in place of the words that it was misheard as ("I am LaiYai." and "Li Wei": "I am Li Wei.").

    ``None`` where ``name`` is no name and nothing else, or nothing that was heard resembles it, or hardly more was heard.
    """
    wanted = name.strip(" .!?")
    words = list(_WORD.finditer(heard))
    count = len(wanted.split())
    if names_in(f"{wanted}.") != (wanted,) or len(words) < count + _BESIDE_IT:
        return None
    stretches = [(run.start(), run.end(), _ALIKE_NAMES) for run in _NAME.finditer(heard) if run.start() > 0]
    stretches += [
        (first.start(), last.end(), _ALIKE)
        for length in range(count + 1)
        for first, last in zip(words, words[length:], strict=False)
        if not _BETWEEN.search(heard, first.start(), last.end())
    ]
    alike, start, end = max(
        (_likeness(wanted, heard[start:end]) / least, start, end) for start, end, least in stretches
    )
    return f"{heard[:start]}{wanted}{heard[end:]}" if alike >= 1 else None


def _likeness(name: str, stretch: str) -> float:
    """The ratio of letters that both have in one order, from 0 to 1."""
    one, other = ("".join(filter(str.isalpha, each.lower())) for each in (name, stretch))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper()
