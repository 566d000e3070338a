"""The terms that text is searched by, the same on every database: stems of English words, pairs of Chinese characters.

English is stemmed by Snowball (Porter2); Chinese is written without spaces, and pairs of neighbouring characters find
words without a dictionary (Nie, Gao, Zhang and Zhou 2000). Which words say nothing, and which are alike:
``engine/data/retrieval/words.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import snowballstemmer

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_HAN}]+|\d+(?:\.\d+)?|[^\W\d_{_HAN}]+(?:'[a-z]+)?")
_IS_HAN = re.compile(f"[{_HAN}]")
_SOUGHT = 6
_RAREST, _PAIR, _NUMBER, _EVERYWHERE = 8.0, 3.0, 1.0, 1.5


@dataclass(frozen=True, slots=True)
class Term:
    """A stem (or a pair, or a number) and how much it tells: words that are everywhere tell little."""

    stem: str
    weight: float


def stems(text: str) -> list[str]:
    """The stems of ``text`` in its order, each as often as it is there; nothing but letters and digits is in one."""
    found: list[str] = []
    for token in _tokens(text):
        if _IS_HAN.match(token):
            found += _pairs(token)
        elif (stem := _stem(token)) is not None:
            found.append(stem)
    return found


def terms(question: str) -> list[Term]:
    """The terms of a question, each once, with weights: 8 less the word's Zipf frequency (Speer 2022), at least 1.

    Less for words that are everywhere in what is said of the exam.
    """
    weights: dict[str, float] = {}
    everywhere = _table().everywhere
    for token in _tokens(question):
        if _IS_HAN.match(token):
            weights |= dict.fromkeys(_pairs(token), _PAIR)
        elif (stem := _stem(token)) is not None:
            weights[stem] = _EVERYWHERE if stem in everywhere else max(weights.get(stem, 0.0), _weight(token))
    return [Term(stem, weight) for stem, weight in weights.items()]


def sought(question: str) -> list[str]:
    """The stems to search for: those of the terms that tell most, as each one more makes a search slower."""
    return [term.stem for term in sorted(terms(question), key=lambda term: -term.weight)[:_SOUGHT]]


def is_chinese(text: str) -> bool:
    """Whether it is asked in Chinese: a single Chinese word among English ones is enough."""
    return _IS_HAN.search(text) is not None


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _TOKEN.findall(plain)


@lru_cache(maxsize=50_000)
def _stem(token: str) -> str | None:
    """``None``: it says nothing."""
    if token[0].isdigit():
        return token.replace(".", "p")
    word = token.removesuffix("'s").replace("'", "")
    if word in _table().silent or not word:
        return None
    word = _table().alike.get(word, word)
    stem: str = _stemmer().stemWord(word)
    return "".join(char for char in stem if char.isalnum()) or None


def _pairs(run: str) -> list[str]:
    pairs = []
    for part in _table().silent_chinese.split(run):
        if len(part) == 1:
            pairs.append(part)
        pairs += [part[at : at + 2] for at in range(len(part) - 1)]
    return pairs


@lru_cache(maxsize=50_000)
def _weight(token: str) -> float:
    from wordfreq import zipf_frequency

    if token[0].isdigit():
        return _NUMBER
    return max(_RAREST - zipf_frequency(token, "en"), 1.0)


@dataclass(frozen=True)
class _Words:
    silent: frozenset[str]
    silent_chinese: re.Pattern[str]
    alike: Mapping[str, str]
    everywhere: frozenset[str]


@cache
def _table() -> _Words:
    table: dict[str, Any] = words_table()
    alike = {word: group.split()[0] for group in table["alike"] for word in group.split()}
    chinese = sorted(table["silent_chinese"].split(), key=len, reverse=True)
    everywhere = frozenset(_stemmer().stemWord(alike.get(word, word)) for word in table["everywhere"].split())
    silent = frozenset(word.replace("'", "") for word in table["silent"].split())
    return _Words(silent, re.compile("|".join(map(re.escape, chinese))), alike, everywhere)


@cache
def words_table() -> dict[str, Any]:
    """``engine/data/retrieval/words.toml``."""
    return tomllib.loads(files("engine.data").joinpath("retrieval/words.toml").read_text("utf-8"))


@cache
def _stemmer() -> Any:  # noqa: ANN401 - the library has no types
    return snowballstemmer.stemmer("english")
