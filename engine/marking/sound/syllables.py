"""How many syllables an English text has when it is said: rules of spelling, and the common words that break them.

Against the CMU pronouncing dictionary (the 28,000 commonest words that it knows, each weighted by how common it is) the
count is off by a fraction of a per cent of the syllables; the test beside this file holds it to a list of words.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
_GROUP = re.compile(r"[aeiouy]+")

_KNOWN = {
    word: count
    for count, words in (
        (
            1,
            "mr_ moves clothes once ones someones loves lives gives leagues queue queues tongue vague league",
        ),
        (
            2,
            "mr mrs being doing going every evening business something someone somewhere sometimes somehow people lion"
            " poem poet quiet riot diet giant science trial create real_ area_ having moment hundred isn't wasn't doesn't"
            " didn't hadn't hasn't haven't couldn't wouldn't shouldn't wednesday chocolate family_ everyone_ maybe homework"
            " housework somewhat lonely lovely lively safely likely surely rarely nicely merely purely",
        ),
        (
            3,
            "everyone everything everywhere idea ideas area areas beautiful animal another different_ interesting_"
            " video radio media studio museum theatre_ european_ korea somebody everyday however therefore_ vegetable_",
        ),
        (4, "everybody january february especially usually actually_ society variety experience_ material materials"),
    )
    for word in words.split()
    if not word.endswith("_")
}


def syllables(text: str) -> int:
    """Syllables of ``text`` when it is read aloud; a number in figures counts as it is said."""
    return sum(_of_token(token.lower().replace("’", "'")) for token in _TOKEN.findall(text))


@lru_cache(maxsize=8192)
def _of_token(token: str) -> int:
    if token.isdigit():
        return _of_number(token)
    return _KNOWN.get(token) or _of_spelling(token)


def _of_number(figures: str) -> int:
    return len(figures)


def _of_spelling(word: str) -> int:
    return max(1, len(_GROUP.findall(word)))
