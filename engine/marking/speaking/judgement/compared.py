"""What tests of one speaker are compared by, each with how far it varies by chance.

The chance is measured in the test itself: leave one answer out, measure again, and see how far the number moves (the jackknife
of Tukey, as in Efron and Tibshirani 1993, chapter 11). Two tests differ when their difference is more than 2.64 times its standard
error, so that chance alone brings about any of six differences once in twenty times (Bonferroni); anything less is noise and is not
told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from engine.ielts.speaking.report import Measured, SpeakingReport
from engine.marking.sentences import Sentences
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures
from engine.marking.speaking.sound.syllables import syllables

LOOKS_BACK = 3
"""Tests that the newest is compared with."""
_SURE = 2.64
_MOST = 3
_WHOLE = 5.0
"""From which number on nobody needs decimals: 14 pauses, not 14.2."""
_LEAST = 5
"""Answers: with fewer nobody can say how far they vary."""
_LOWER_IS_BETTER = {"pauses", "silences", "fillers", "errors"}


def measured_by(measures: SpeechMeasures) -> Iterator[Measured]:
    """Pauses and fillers a minute, silences inside clauses and errors in a hundred words, syllables a second, words an answer."""
    spoken = [each for each in measures.heard if each.fluency is not None and each.fluency.runs]
    timed = [each for each in spoken if each.answer.placed]
    long = [each for each in measures.heard if each.answer.part == 3]
    if not measures.typed:
        yield from _ratio("pauses", [(_pauses(each), _minutes(each)) for each in spoken])
        yield from _ratio("fillers", [(_fillers(each), _minutes(each)) for each in spoken])
        yield from _ratio("pace", [(float(syllables(each.speech.text)), 60 * _minutes(each)) for each in spoken])
        yield from _ratio("silences", [(_within(each), _hundreds(each)) for each in timed])
    yield from _ratio("errors", [(float(len(each.errors)), _hundreds(each)) for each in measures.heard])
    yield from _ratio("words", [(100 * _hundreds(each), 1.0) for each in long])


def _ratio(name: str, pairs: Sequence[tuple[float, float]]) -> Iterator[Measured]:
    """A ratio of sums and its jackknife standard error; nothing where there is too little."""
    top, bottom, count = sum(a for a, _ in pairs), sum(b for _, b in pairs), len(pairs)
    if count < _LEAST or bottom <= 0 or any(bottom - b <= 0 for _, b in pairs):
        return
    without = [(top - a) / (bottom - b) for a, b in pairs]
    middle = sum(without) / count
    spread = (count - 1) / count * sum((each - middle) ** 2 for each in without)
    yield Measured(name, round(top / bottom, 4), round(math.sqrt(spread), 4))


def compared(before: Sequence[SpeakingReport], now: SpeakingReport, say: Sentences) -> tuple[str, ...]:
    """What moved most surely against the mean of the last tests (:data:`LOOKS_BACK` at most), and what it is held against."""
    told: dict[str, tuple[float, str]] = {}
    last = before[:LOOKS_BACK]
    looked_back = 0
    for each in now.measured:
        earlier = [one for report in last for one in report.measured if one.name == each.name]
        if not earlier:
            continue
        mean = sum(one.value for one in earlier) / len(earlier)
        error = math.hypot(each.error, math.sqrt(sum(one.error**2 for one in earlier)) / len(earlier))
        moved = each.value - mean
        figures = _figures(mean, each.value)
        if abs(moved) > _SURE * error and figures[0] != figures[1]:
            better = (moved < 0) == (each.name in _LOWER_IS_BETTER)
            name = f"compared-{each.name}-{'better' if better else 'worse'}"
            told[each.name] = abs(moved) / max(error, 1e-9), say(name, before=figures[0], now=figures[1])
            looked_back = max(looked_back, len(earlier))
    if not told:
        return ()
    if "pauses" in told:
        told.pop("silences", None)  # some of the same pauses: one figure of them is enough
    surest = sorted(told.values(), key=lambda one: -one[0])[:_MOST]
    return (*(sentence for _, sentence in surest), say("compared-with", tests=looked_back))


def _figures(before: float, now: float) -> tuple[str, str]:
    digits = 0 if min(before, now) >= _WHOLE else 1
    return f"{before:.{digits}f}", f"{now:.{digits}f}"


def _pauses(each: HeardAnswer) -> float:
    return float(len(each.fluency.pauses)) if each.fluency is not None else 0.0


def _within(each: HeardAnswer) -> float:
    return float(each.fluency.pauses_within_clauses) if each.fluency is not None else 0.0


def _fillers(each: HeardAnswer) -> float:
    return float(len(each.fluency.fillers)) if each.fluency is not None else 0.0


def _minutes(each: HeardAnswer) -> float:
    return each.answer.sound.speaking_time / 60 if each.answer.sound is not None else 0.0


def _hundreds(each: HeardAnswer) -> float:
    return len(each.answer.text.words) / 100
