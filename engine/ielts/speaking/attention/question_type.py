"""Is an answer of the sort that its question asks for: a reason to "why", a frequency to "how often", a place to "where"?

Told only where nothing in the answer shows that it is. Two sorts were left out: of good answers to questions that compare two
things 7 of 100 showed no sign of comparing, and of good answers to "would you" 1 of 6; what is here accused none of those, nor of
46 others (``tests/ielts/test_question_types.py``).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.ielts.speaking.attention.follow_up import gives_reason
from engine.ielts.text import tokens

WHY = "why"
_WHY = re.compile(r"\bwhy\b[^.?!]*\?\s*$", re.IGNORECASE)
_OF_ONESELF = re.compile(r"^\W*(?:i|my|in my|we)\b", re.IGNORECASE)
_ABOUT_YOU = re.compile(r"\byou(?:r|rs)?\b", re.IGNORECASE)
_FEW = 2


@dataclass(frozen=True, slots=True)
class _Type:
    name: str
    asks: re.Pattern[str]
    signs: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Table:
    unsure: re.Pattern[str]
    yes_or_no: re.Pattern[str]
    cause: re.Pattern[str]
    types: tuple[_Type, ...]


def missed(answer: str, question: str) -> str | None:
    """What a question asks for and its answer does not give, by its name in ``language/question_types.toml`` (or ``why``).

    ``None``: the answer may well be of the right sort, says that its speaker does not know, or is hardly one.
    """
    table = _table()
    asked = question.strip()
    if len(tokens(answer)) < _FEW or table.unsure.search(answer):
        return None
    if _WHY.search(asked):
        return None if gives_reason(answer) or not _no_reason(answer, asked) else WHY
    found = next((each for each in table.types if each.asks.search(asked)), None)
    return None if found is None or found.signs.search(answer) else found.name


def answers_why(answer: str, question: str) -> bool:
    """Whether a question asked why, and the answer may well say so: then its first clause is a reason, "because" or not."""
    return bool(_WHY.search(question.strip())) and missed(answer, question) is None


def _no_reason(answer: str, question: str) -> bool:
    """Agreeing, or telling of oneself where people in general were asked about; anything else may be a reason without "because"."""
    if _table().cause.search(answer):
        return False
    return bool(_table().yes_or_no.search(answer) or (_OF_ONESELF.search(answer) and not _ABOUT_YOU.search(question)))


@cache
def _table() -> _Table:
    """What ships in ``engine/data/language``.

    Raises:
        KeyError: a line is missing. re.error: a pattern is none.
    """
    found = tomllib.loads(files("engine.data").joinpath("language", "question_types.toml").read_text("utf-8"))
    types = (_Type(each["name"], _pattern(each["asks"]), re.compile(each["signs"])) for each in found["type"])
    return _Table(_pattern(found["unsure"]), _pattern(found["yes_or_no"]), _pattern(found["cause"]), tuple(types))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
