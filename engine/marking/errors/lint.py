"""Something that looks wrong in a text, whoever found it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.marking.errors.error import Kind


@dataclass(frozen=True, slots=True)
class Lint:
    """Something that looks wrong at ``text[start:end]``.

    ``rule`` is the name of the check (harper's own, or ``Slip`` and a number), ``kind`` its class (``Spelling``,
    ``Agreement``, ``Grammar``, ``Punctuation``, ...); ``replacements`` are whole replacements for the span, the
    likeliest first, maybe none. ``error_kind`` is the learner's kind of error, where the rule itself says it.
    """

    start: int
    end: int
    rule: str
    kind: str
    message: str
    replacements: tuple[str, ...]
    error_kind: Kind | None = None
