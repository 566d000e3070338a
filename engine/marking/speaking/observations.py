"""What was seen in each part, without bands; and whether the answers that nobody can prepare were as fluent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.ielts.recollection import PartNumber
from engine.ielts.speaking_report import Observation
from engine.marking.speaking.evidence.evidence import some
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures, delivery

_ENOUGH = 25
"""Words: with fewer, nothing can be said about how fluently they come."""
_SLOWER = 0.85
_MORE_PAUSES = 3.0
PARTS: tuple[PartNumber, ...] = (1, 2, 3)


def observations(measures: SpeechMeasures) -> tuple[Observation, ...]:
    """One for each part that was answered, then one on the unscripted follow-ups, if there were any."""
    return (*_parts(measures), *_unscripted(measures))


def _parts(measures: SpeechMeasures) -> Iterator[Observation]:
    for part in PARTS:
        here = [each for each in measures.heard if each.answer.part == part]
        if not here:
            continue
        words = sum(len(each.answer.text.words) for each in here)
        told = f"{some(len(here), 'answer')}, {some(words, 'word')} ({round(words / len(here))} an answer)."
        numbers = delivery(here)
        if numbers:
            told += f" {_pace(numbers)}"
        errors = [error for each in here for error in each.errors]
        if errors:
            told += f" {some(len(errors), 'error')} that we are sure of."
        yield Observation(part, told)


def _pace(numbers: dict[str, float]) -> str:
    told = f"{numbers['speech.rate']:.1f} syllables a second, {numbers['speech.run']:.0f} between two pauses"
    if "pauses.within" in numbers:
        return f"{told}; {some(round(numbers['pauses.within']), 'silence')} inside clauses in a hundred words."
    return f"{told}; {some(round(numbers['pauses.any']), 'silence')} in a hundred words."


def _unscripted(measures: SpeechMeasures) -> Iterator[Observation]:
    asked = [each for each in measures.heard if each.answer.unscripted]
    others = [each for each in measures.heard if not each.answer.unscripted]
    if not asked or not others:
        return
    yield Observation(3, _compare(asked, others), unscripted=True)


def _compare(asked: Sequence[HeardAnswer], others: Sequence[HeardAnswer]) -> str:
    here, there = delivery(asked), delivery(others)
    words = sum(len(each.answer.text.words) for each in asked)
    which = f"{some(len(asked), 'question')} that nobody can prepare for"
    if words < _ENOUGH or not here or not there:
        average, elsewhere = words / len(asked), sum(len(each.answer.text.words) for each in others) / len(others)
        return f"To {which} you gave {average:.0f} words an answer, and {elsewhere:.0f} to the others."
    silences = "pauses.within" if "pauses.within" in here and "pauses.within" in there else None
    told = f"To {which} you spoke at {here['speech.rate']:.1f} syllables a second, to the others at {there['speech.rate']:.1f}"
    if silences:
        told += f", with {here[silences]:.0f} against {there[silences]:.0f} silences inside clauses in a hundred words"
    slower = here["speech.rate"] < _SLOWER * there["speech.rate"]
    broken = silences is not None and here[silences] > there[silences] + _MORE_PAUSES
    if slower or broken:
        return f"{told}. Fluency drops where there is nothing to rehearse; that is what to practise."
    return f"{told}. Fluency holds without rehearsal."
