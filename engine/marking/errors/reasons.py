"""Why something is an error: the name of its kind, the rule of grammar and one example, in the learner's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.ielts.languages import Language, language_of
from engine.marking.errors.error import Kind

OTHER = "other"
"""The kind of what a language model proposes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """``name`` is the kind's in the plural (``articles``); ``wrong`` and ``right`` are a sentence of ours, in English."""

    name: str
    rule: str
    wrong: str
    right: str


def reason(kind: str, language: str | None = None) -> Reason:
    """Why errors of ``kind`` (a :class:`Kind`, its value, or ``other``) are errors; English where there is no other.

    Raises:
        KeyError: there is no such kind.
    """
    return _reasons()[kind, language_of(language)]


@cache
def _reasons() -> Mapping[tuple[str, Language], Reason]:
    """Every reason, by kind and language.

    Raises:
        ValueError: the data file lacks a kind or a language, or an example changes nothing.
    """
    data = tomllib.loads(files("engine.data").joinpath("errors/kinds.toml").read_text("utf-8"))
    if set(data) != {*Kind, OTHER}:
        raise ValueError("kinds.toml must have every kind of error, and 'other'")
    found = {
        (kind, language): Reason(record[language]["name"], record[language]["rule"], record["wrong"], record["right"])
        for kind, record in data.items()
        for language in Language
    }
    if any(each.wrong == each.right or not each.rule for each in found.values()):
        raise ValueError("a kind of error needs a rule and an example")
    return found
