"""What harper and our own slips find, in the finder's terms: a kind, an exact place, a sure replacement or none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from engine.marking.errors.error import Kind
from engine.marking.errors.found import OFTENER_THAN_NOT, Found, trimmed
from engine.marking.errors.kinds import kind_of_change
from engine.marking.errors.lint import Lint
from engine.marking.errors.spelling import CLEARLY, is_built, likeliest_and_lead
from engine.marking.words.lexis import zipf

_SURE = 0.97  # about what the checkers' places are right of on JFLEG dev
_COMMON = 4.0  # Zipf: what begins a sentence and is nearest to a rarer word is taken for a name

_NEXT_IS_A_NAME = re.compile(r" [A-Z][a-z]+")


def checkers_find(text: str, lints: Sequence[Lint]) -> Iterator[Found]:
    """Everything of ``lints`` that an examiner would mark; names and other scripts are left alone."""
    for lint in lints:
        written = text[lint.start : lint.end]
        if _is_silent(lint) or (not written.isascii() and lint.kind == "Spelling") or "\n" in written:
            continue
        if lint.kind == "Spelling" or lint.rule == "SplitWords":
            if not _is_name(text, lint) and (misspelt := _misspelt(text, lint)) is not None:
                yield misspelt
            continue
        if (found := _found(text, lint, _replacement(lint, text))) is not None:
            yield found


def _found(text: str, lint: Lint, replacement: str | None) -> Found | None:
    source = "slips" if lint.rule.startswith("Slip") else "harper"
    named = _rules()["kinds"].get(lint.rule) or _rules()["families"].get(lint.kind, Kind.WRONG_WORD.value)
    raw = Found(lint.start, lint.end, lint.error_kind or Kind(named), replacement, _SURE, 1.0, source)
    if replacement is None:
        return raw
    found = trimmed(text, raw)
    if found.start >= found.end or text[found.start : found.end] == found.replacement:
        return None
    kind = lint.error_kind or kind_of_change(text[found.start : found.end], found.replacement or "") or found.kind
    return Found(found.start, found.end, kind, found.replacement, _SURE, 1.0, source)


def _misspelt(text: str, lint: Lint) -> Found | None:
    """With the word that was likeliest meant, which is sure if it clearly leads."""
    written = text[lint.start : lint.end]
    if is_built(written):
        return None
    word, lead = likeliest_and_lead(written, lint.replacements) or (None, 0.0)
    if word is not None and f"{word}s" == written.lower():
        return None  # the plural of a word in use, which is only too rare for a dictionary
    if written[:1].isupper() and (word is None or zipf(word) < _COMMON):
        return None  # at the beginning of a sentence, a name
    if word is not None and written[:1].isupper():
        word = word.upper() if written.isupper() and len(written) > 1 else word[:1].upper() + word[1:]
    sureness = 1.0 if lead >= CLEARLY else OFTENER_THAN_NOT
    return Found(lint.start, lint.end, Kind.SPELLING, word, _SURE, sureness, "harper")


def _is_name(text: str, lint: Lint) -> bool:
    """A capital letter inside a sentence, or before another one, is more often a name's than a slip's."""
    if not text[lint.start].isupper():
        return False
    before = text[: lint.start].rstrip()
    return (bool(before) and before[-1] not in ".!?\n") or _NEXT_IS_A_NAME.match(text, lint.end) is not None


def _is_silent(lint: Lint) -> bool:
    return lint.rule in _rules()["silent"] or lint.kind in _rules()["taste"]


def _replacement(lint: Lint, text: str) -> str | None:
    """The replacement to show, if one is sure."""
    original = text[lint.start : lint.end]
    usable = [each for each in lint.replacements if each != original and "\n" not in each]
    if not usable or (re.search(r"\d", original) and lint.rule != "AnA"):
        return None
    if lint.rule == "AnA" and original == "A":
        return None  # "company A and B": a letter of the alphabet is no article
    if lint.rule == "MassNouns":
        return usable[0] if "piece" not in usable[0] and len(original.split()) == 1 else None
    return usable[0] if len(usable) == 1 or lint.rule in _rules()["first"] else None


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(files("engine.data").joinpath("errors/harper.toml").read_text("utf-8"))
