"""Words of everyday things, which are rare in texts and known to every beginner."""

from __future__ import annotations

from engine.marking.errors.inflections import singular
from engine.marking.tables import table

_THINGS = frozenset(word for field in table("everyday", dict[str, str]).values() for word in field.split())


def is_everyday(word: str) -> bool:
    """Whether ``word`` (in small letters, singular or plural) is one of them."""
    return word in _THINGS or singular(word) in _THINGS
