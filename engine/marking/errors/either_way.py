"""What is right in two ways: the tagger, which has learnt one of them, is not to call the other wrong.

A comma before the "and" of a list is a matter of taste ("buses, trams and trains"), and so is the number of a verb after a
noun for several in one ("the data show", "the data shows").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engine.marking.errors.error import Kind
from engine.marking.errors.words import Word
from engine.marking.tables import table

_A_LIST = 6  # words within which another comma makes a list of what "and" joins
_NUMBER = frozenset({Kind.AGREEMENT, Kind.NUMBER, Kind.VERB_FORM})


def is_list_comma(words: Sequence[Word], at: int) -> bool:
    """Whether a comma before word ``at`` would be the one before the last item of a list."""
    before = [word.text for word in words[max(0, at - _A_LIST) : at]]
    return words[at].text.lower() in {"and", "or"} and "," in before


def follows_several_in_one(words: Sequence[Word], at: int, kind: Kind) -> bool:
    """Whether an error of ``kind`` at word ``at`` is the number of a verb after a noun that is both one and many."""
    return kind in _NUMBER and at > 0 and words[at - 1].text.lower() in _several_in_one()


@cache
def _several_in_one() -> frozenset[str]:
    return frozenset(table("either_way", dict[str, list[str]])["several_in_one"])
