"""What a text is about: its content words in their plain form, and the fields that they belong to."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from engine.ielts.text import tokens

_SHORTEST = 3
_SUFFIXES = ("ings", "ing", "ies", "ied", "es", "ed", "s")


def root(word: str) -> str:
    """A word without the commonest endings; "studies", "studied" and "studying" have one root, and it need be no word."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST and not word.endswith("ss"):
            bare = word.removesuffix(suffix)
            word = bare[:-1] if suffix[0] in "ie" and len(bare) > _SHORTEST and bare[-1] == bare[-2] else bare
            break
    return word.removesuffix("e").removesuffix("y").removesuffix("i") if len(word) > _SHORTEST else word


def about(text: str) -> Counter[str]:
    """The roots of the words that say what a text is about, each with how often it comes."""
    return Counter(each for word in tokens(text) if len(word) >= _SHORTEST and (each := root(word)) not in _everyday())


def fields(roots: Iterator[str] | Counter[str]) -> Counter[str]:
    """The fields that these roots belong to, each with how many different ones of it there are."""
    return Counter(field for each in set(roots) for field in _by_root().get(each, ()))


@cache
def _table() -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    found = tomllib.loads(files("engine.data").joinpath("language", "fields.toml").read_text("utf-8"))
    return _roots(found["everyday"]), {name: _roots(words) for name, words in found["fields"].items()}


def _roots(words: str) -> frozenset[str]:
    return frozenset(root(word) for word in words.split())


@cache
def _everyday() -> frozenset[str]:
    small = (
        "and but the for are was were been being have has had does did will would can could may might must shall should"
    )
    small += (
        " not you your yours they them their she her his him its this that these those there here what which who whom"
    )
    small += (
        " whose when where why how from with without into onto about above after before between over under than then"
    )
    small += (
        " too very only own some any all both each every either such don't doesn't didn't isn't it's i'm i've i'd we're"
    )
    small += (
        " they're you're that's there's can't won't wouldn't couldn't wasn't aren't haven't hasn't let's he's she's"
    )
    return _table()[0] | _roots(small)


@cache
def _by_root() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, roots in _table()[1].items():
        for each in roots:
            found.setdefault(each, set()).add(name)
    return {each: frozenset(names) for each, names in found.items()}
