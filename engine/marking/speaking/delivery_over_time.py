"""What the pictures of a test show: the pace of each answer, and the silences of each part."""

from __future__ import annotations

from collections.abc import Mapping

from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.test import SpeakingTest
from engine.marking.speaking.answers import answers_of
from engine.marking.speaking.observations import PARTS
from engine.marking.speaking.pictures import Pace, Silences
from engine.marking.speaking.sound.fluency import fluency

_TOO_SHORT = 4
"""Words: the pace of fewer is chance."""


def paces(test: SpeakingTest, heard: Mapping[str, HeardTurn]) -> tuple[Pace, ...]:
    """One for each spoken answer of a few words or more, in order; none for typed ones."""
    found: list[Pace] = []
    for answer in answers_of(test, heard):
        if answer.sound is not None and answer.sound.runs and len(answer.text.words) >= _TOO_SHORT:
            rate = fluency(answer.sound, answer.heard.transcript).speech_rate
            found.append(Pace(answer.part, answer.began, answer.seconds, rate, answer.unscripted))
    return tuple(found)


def silences(test: SpeakingTest, heard: Mapping[str, HeardTurn]) -> tuple[Silences, ...]:
    """One for each part that was spoken, with its silences."""
    found: list[Silences] = []
    answers = [answer for answer in answers_of(test, heard) if answer.sound is not None and answer.sound.runs]
    for part in PARTS:
        here = [answer for answer in answers if answer.part == part]
        pauses = [
            pause
            for answer in here
            if answer.sound is not None
            for pause in fluency(answer.sound, answer.heard.transcript).pauses
        ]
        if here:
            between = tuple(pause.span.seconds for pause in pauses if pause.within is False)
            within = tuple(pause.span.seconds for pause in pauses if pause.within)
            unplaced = tuple(pause.span.seconds for pause in pauses if pause.within is None)
            found.append(Silences(part, between, within, unplaced))
    return tuple(found)
