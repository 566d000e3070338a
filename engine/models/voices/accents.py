"""The accents that a learner may choose from, for the engine that speaks here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def accents(engine: str) -> Mapping[str, str]:
    """Names of accents, each with the engine's own name of its voice; empty where there is only one voice."""
    found: Mapping[str, str] = tomllib.loads((files("engine.data") / "voices.toml").read_text("utf-8")).get(engine, {})
    return found
