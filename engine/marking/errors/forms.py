"""Other forms of words, by the names that tables of language give them (``engine/data/language/slips/forms.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from engine.marking.errors.inflections import singular, verb_form
from engine.marking.tables import table

_CAPITAL, _NOUN = "capital", "NN"


class _Forms(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tags: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


def is_form(name: str) -> bool:
    """Whether a form has this name."""
    return name == _CAPITAL or name in _forms().tags or name in _forms().words


def in_form(word: str, name: str) -> str | None:
    """``word`` in the form ``name``, in lower case but for ``capital``; None where neither table nor dictionary knows it."""
    if name == _CAPITAL:
        return word.capitalize()
    word = word.lower()
    if (listed := _forms().words.get(name, {}).get(word)) is not None:
        return listed
    tag = _forms().tags.get(name)
    if tag is None:
        return None
    return singular(word) if tag == _NOUN else verb_form(word, tag)


@cache
def _forms() -> _Forms:
    return table("slips/forms", _Forms)
