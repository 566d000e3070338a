"""The words of claims, compiled once from ``engine/data/language/claims.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from engine.marking.tables import Patterns, any_of, table


@cache
def words(group: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a group, each meeting any of its alternatives."""
    return {name: any_of(list(patterns)) for name, patterns in _table()[group].items()}


@cache
def _table() -> Mapping[str, Patterns]:
    found: Mapping[str, Patterns] = table("claims", dict[str, dict[str, list[str]]])
    return found
