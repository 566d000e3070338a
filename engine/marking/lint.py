"""Something that looks wrong in a text, whoever found it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lint:
    """Something that looks wrong at ``text[start:end]``.

    ``rule`` is the name of the check (harper's own, or ``Slip`` and a number), ``kind`` its class (``Spelling``,
    ``Agreement``, ``Grammar``, ``Punctuation``, ...); ``replacements`` are whole replacements for the span, the
    likeliest first, maybe none.
    """

    start: int
    end: int
    rule: str
    kind: str
    message: str
    replacements: tuple[str, ...]
