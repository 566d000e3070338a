"""Corrections that a model proposes: held against the text, cut to what they change, and put beside the checker's."""

from __future__ import annotations

from collections.abc import Iterable

from engine.ielts.reports import Correction
from engine.marking.llm.steering import spells_machinery

_LONGEST_GAIN = 3
"""Words by which a replacement may be longer than what it replaces: more is a rewriting."""


def proposal(original: str, replacement: str, why: str, text: str) -> Correction | None:
    """The correction, if ``original`` stands in ``text`` at exactly one place and something changes there.

    Words that both sides begin or end with are left out, so that only what is wrong is replaced.
    """
    wanted = original.strip()
    at = text.find(wanted)
    if not wanted or at < 0 or text.find(wanted, at + 1) >= 0 or not _is_whole(text, at, at + len(wanted)):
        return None
    old, new = wanted.split(" "), replacement.strip().split(" ")
    if "\n" in wanted or len(new) - len(old) > _LONGEST_GAIN or spells_machinery(replacement):
        return None
    same = 0
    while same < min(len(old), len(new)) - 1 and old[same] == new[same]:
        same += 1
    end = 0
    while end < min(len(old), len(new)) - same - 1 and old[-1 - end] == new[-1 - end]:
        end += 1
    start = at + sum(len(word) + 1 for word in old[:same])
    cut = " ".join(old[same : len(old) - end])
    better = " ".join(new[same : len(new) - end])
    if not cut.strip() or better == cut or better.split() == cut.split():
        return None
    return Correction(start, start + len(cut), cut, better, why.strip(), text)


def merged(checked: Iterable[Correction], proposed: Iterable[Correction]) -> tuple[Correction, ...]:
    """The checker's corrections, and those of the model's that touch none of them nor each other, in order of place.

    The checker's stand where both see something: they come from rules that were read one by one.
    """
    kept = list(checked)
    for new in proposed:
        if all(new.end < old.start or old.end < new.start for old in kept):
            kept.append(new)
    return tuple(sorted(kept, key=lambda each: each.start))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the place begins and ends where words do."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())
