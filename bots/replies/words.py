"""The sentences of one language, from ``bots/locales``: a folder is a language, and every file in it is read."""

from __future__ import annotations

import html
from collections.abc import Generator, Iterable
from functools import cache
from pathlib import Path

from fluent.runtime import FluentLocalization
from fluent.runtime.fallback import AbstractResourceLoader
from fluent.syntax import FluentParser
from fluent.syntax.ast import Resource as FluentResource

LOCALES = Path(__file__).parents[1] / "locales"
FALLBACK = "en"
_REGIONS = {"zh-cn": "zh-hans", "zh-sg": "zh-hans"}
"""Tags that name a script by a country."""


class Words:
    """The sentences of one language; what it does not say is said in English."""

    def __init__(self, language: str | None) -> None:
        self.language = locale_of(language)
        self._bundle = _localization(self.language)

    def __call__(self, key: str, **facts: str | float) -> str:
        """A sentence with its facts, which are escaped."""
        safe = {name: html.escape(v, quote=False) if isinstance(v, str) else v for name, v in facts.items()}
        return str(self._bundle.format_value(key, safe))

    def listed(self, items: Iterable[str]) -> str:
        """Things in a row, as this language writes them."""
        return self("list-separator").join(items)

    def knows(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return str(self._bundle.format_value(key, {})) != key


@cache
def languages() -> tuple[str, ...]:
    """The locales that there are."""
    return tuple(sorted(folder.name for folder in LOCALES.iterdir() if any(folder.glob("*.ftl"))))


@cache
def locale_of(tag: str | None) -> str:
    """The locale for a tag such as a chat platform gives (``zh-hans``, ``en-GB``, ``zh``); English where there is none.

    ``zh`` may be read by whoever reads a locale of Chinese; ``zh-hant`` may not.
    """
    wanted = (tag or FALLBACK).lower().replace("_", "-")
    wanted = _REGIONS.get(wanted, wanted)
    known = {name.lower(): name for name in languages()}
    parts = wanted.split("-")
    for length in range(len(parts), 0, -1):
        if (found := known.get("-".join(parts[:length]))) is not None:
            return found
    scripts = [name for name in known if name.startswith(f"{wanted}-")]
    return known[scripts[0]] if scripts else FALLBACK


class _Locales(AbstractResourceLoader):
    """Reads our translations; the library's own loader leaves its files open."""

    def resources(self, locale: str, resource_ids: list[str]) -> Generator[list[FluentResource], None, None]:
        """The resources of a locale; a file that it lacks says nothing."""
        paths = (LOCALES / locale / name for name in resource_ids)
        yield [FluentParser().parse(path.read_text("utf-8")) for path in paths if path.exists()]


@cache
def _localization(locale: str) -> FluentLocalization:
    files = sorted({path.name for path in LOCALES.glob("*/*.ftl")})
    # Isolation marks around numbers help in right-to-left text, and show as boxes in some chats.
    return FluentLocalization([locale, FALLBACK], files, _Locales(), use_isolating=False)
