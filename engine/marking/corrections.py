"""What the error finder found, as the corrections that a learner is shown: each with the rule of grammar that it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from engine.ielts.reports import Correction, Worth
from engine.marking.errors.error import Error
from engine.marking.errors.reasons import reason
from engine.marking.sentences import Sentences

_MARKS = (",", ".", ";", ":", "!", "?")


def corrections(text: str, errors: Iterable[Error], language: str | None = None) -> tuple[Correction, ...]:
    """The ``errors`` in ``text``, in order of place and none overlapping another, with the reason in ``language``."""
    ranked = sorted(errors, key=lambda each: each.start)
    shown: list[Correction] = []
    free = 0  # the end of the last one: no neighbour is taken along that another correction holds
    for each, after in zip_longest(ranked, ranked[1:]):
        start, end = _readable(text, each, free, after.start if after else len(text))
        better = each.replacement
        if better is not None:
            better = text[start : each.start] + better + text[each.end : end]
            better = better.lstrip() if each.replacement == "" and start == each.start else better
        why = reason(each.kind, language).rule
        shown.append(Correction(start, end, text[start:end], better, why, text, kind=str(each.kind)))
        free = end
    return tuple(shown)


def _readable(text: str, error: Error, least: int, most: int) -> tuple[int, int]:
    """What cannot be read alone takes a neighbour along: a mark of punctuation the word before it, a word that goes the next."""
    start, end = error.start, error.end
    if (error.replacement or "").startswith(_MARKS) or not any(char.isalnum() for char in text[start:end]):
        before = re.search(r"\S+[ ]*$", text[least:start])
        start -= len(before.group()) if before else 0
    elif error.replacement is not None and not error.replacement.strip():
        after = re.match(r"[ ]*[\w'’-]+", text[end:most])
        end += after.end() if after else 0
    return start, end


def mended(text: str, corrections: Iterable[Correction]) -> str:
    """``text`` with these corrections made, as far as they say what should stand there."""
    for each in sorted(corrections, key=lambda each: -each.start):
        if each.replacement is not None:
            text = text[: each.start] + each.replacement + text[each.end :]
    return text


def around(text: str, start: int, end: int, words: int = 3) -> tuple[str, str]:
    """A few words before ``text[start:end]`` and after it, as far as they stand on its line and in its sentence."""
    before = re.search(rf"(?:[^\s.!?]+[ ]+){{0,{words}}}$", text[:start].rsplit("\n", 1)[-1])
    after = re.match(rf"[^\s]*(?:[ ]+[^\s]+){{0,{words}}}", text[end:])
    tail = re.split(r"(?<=[.!?])[ ]", after.group() if after else "")[0]
    return before.group() if before else "", tail


def worth_told(gains: Sequence[Worth], say: Sentences) -> str:
    """What one mending is worth to each criterion that gains by it, as one sentence."""
    first = gains[0]
    return say(
        "worth",
        gains=tuple(
            say(
                "worth-gain",
                criterion=say(f"criterion-{each.criterion}"),
                before=str(each.before),
                after=str(each.after),
            )
            for each in gains
        ),
        places=first.places,
        count=len(first.kinds),
        kinds=tuple(reason(kind, say.language).name for kind in first.kinds),
    )
