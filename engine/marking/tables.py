"""Tables of language: what a linguist can edit without reading code, in ``engine/data/language``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

_Shape = TypeVar("_Shape")
Patterns = Mapping[str, list[str]]
"""By name: alternatives, each a regular expression."""


def table(name: str, shape: type[_Shape]) -> _Shape:
    """The table ``engine/data/language/<name>.toml``.

    Raises:
        ValueError: it has another shape; the message names the place.
    """
    found = tomllib.loads(files("engine.data").joinpath("language", f"{name}.toml").read_text("utf-8"))
    try:
        return TypeAdapter(shape).validate_python(found)
    except ValidationError as wrong:
        raise ValueError(f"{name}.toml: {wrong}") from wrong


def any_of(alternatives: list[str]) -> re.Pattern[str]:
    """One pattern that meets what any of these meets, upper and lower case alike.

    Raises:
        ValueError: one of them is no regular expression.
    """
    try:
        return re.compile("|".join(alternatives), re.IGNORECASE)
    except re.error as wrong:
        raise ValueError(f"no pattern: {wrong.pattern!r}: {wrong}") from wrong
