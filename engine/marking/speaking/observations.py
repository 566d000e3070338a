"""What was seen in each part, without bands; and whether the answers that nobody can prepare were as fluent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.recollection import PartNumber
from engine.ielts.speaking.report import Observation
from engine.marking.sentences import Sentences
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures, delivery

_ENOUGH = 25
"""Words: with fewer, nothing can be said about how fluently they come."""
_SLOWER = 0.85
_MORE_PAUSES = 3.0
PARTS: tuple[PartNumber, ...] = (1, 2, 3)


def observations(measures: SpeechMeasures, say: Sentences) -> tuple[Observation, ...]:
    """One for each part that was answered, then one on the unscripted follow-ups, if there were any."""
    return (*_parts(measures, say), *_unscripted(measures, say))


def _parts(measures: SpeechMeasures, say: Sentences) -> Iterator[Observation]:
    for part in PARTS:
        here = [each for each in measures.heard if each.answer.part == part]
        if not here:
            continue
        words = sum(len(each.answer.text.words) for each in here)
        told = [say("part-answers", count=len(here), words=words, average=round(words / len(here)))]
        if numbers := delivery(here):
            told.append(_pace(numbers, say))
        if errors := sum(len(each.errors) for each in here):
            told.append(say("part-errors", count=errors))
        yield Observation(part, " ".join(told))


def _pace(numbers: Mapping[str, float], say: Sentences) -> str:
    pace, run = f"{numbers['speech.rate']:.1f}", round(numbers["speech.run"])
    if "pauses.within" in numbers:
        return say("part-pace-within", pace=pace, run=run, silences=round(numbers["pauses.within"]))
    return say("part-pace", pace=pace, run=run, silences=round(numbers["pauses.any"]))


def _unscripted(measures: SpeechMeasures, say: Sentences) -> Iterator[Observation]:
    asked = [each for each in measures.heard if each.answer.unscripted]
    # Nobody answers a question for as long as the long turn lasts.
    others = [
        each for each in measures.heard if not each.answer.unscripted and each.answer.stage is not Stage.LONG_TURN
    ]
    if asked and others:
        yield Observation(3, _compare(asked, others, say), unscripted=True)


def _compare(asked: Sequence[HeardAnswer], others: Sequence[HeardAnswer], say: Sentences) -> str:
    here, there = delivery(asked), delivery(others)
    words = sum(len(each.answer.text.words) for each in asked)
    if words < _ENOUGH or not here or not there:
        elsewhere = sum(len(each.answer.text.words) for each in others) / len(others)
        return say("unprepared-words", count=len(asked), here=round(words / len(asked)), there=round(elsewhere))
    within = "pauses.within"
    both = within in here and within in there
    slower = here["speech.rate"] < _SLOWER * there["speech.rate"]
    broken = both and here[within] > there[within] + _MORE_PAUSES
    paces = {"here": f"{here['speech.rate']:.1f}", "there": f"{there['speech.rate']:.1f}"}
    told = [say("unprepared-pace", count=len(asked), **paces)]
    if both:
        told.append(say("unprepared-silences", here=round(here[within]), there=round(there[within])))
    told.append(say("unprepared-drops" if slower or broken else "unprepared-holds"))
    return " ".join(told)
