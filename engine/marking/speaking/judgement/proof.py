"""What a test proves: its answers without those that are learnt, and whether there is enough of them for a band."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.ielts.bands import Criterion
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.report import ConcernKind
from engine.ielts.speaking.test import SpeakingTest
from engine.marking.speaking.calibration import SpeakingCalibration
from engine.marking.speaking.judgement.concerns import Judged
from engine.marking.speaking.measures import SpeechMeasures, measured


@dataclass(frozen=True, slots=True)
class Proof:
    """What the bands rest on: ``measures`` without what was learnt; ``learnt`` and ``astray`` are shares of all words said.

    ``thin`` are the criteria on which there is too little for a band.
    """

    measures: SpeechMeasures
    learnt: float
    astray: float
    thin: frozenset[Criterion]


def proof(
    test: SpeakingTest, whole: SpeechMeasures, found: Sequence[Judged], calibration: SpeakingCalibration, least: int
) -> Proof:
    """What is left when the learnt answers are set aside; where less than ``least`` words are left, all of it, held low."""
    learnt = {each.each.answer.turn for each in found if each.kind is ConcernKind.LEARNT}
    astray = {each.each.answer.turn for each in found if each.kind is ConcernKind.ASTRAY}
    left = measured(test, [each for each in whole.heard if each.answer.turn not in learnt], whole.silence)
    rests_on = left if left.words >= least else whole
    return Proof(rests_on, _share(whole, learnt), _share(whole, astray), _thin(left, calibration))


def _share(measures: SpeechMeasures, turns: Collection[str]) -> float:
    words = {each.answer.turn: 0 for each in measures.heard}
    for each in measures.heard:
        words[each.answer.turn] += len(each.answer.text.words)
    return sum(words[turn] for turn in turns) / max(sum(words.values()), 1)


def _thin(measures: SpeechMeasures, calibration: SpeakingCalibration) -> frozenset[Criterion]:
    if measures.scope is not Scope.TEST:
        return frozenset()
    spoken = [each.answer.sound for each in measures.heard if each.answer.sound is not None]
    amounts = {"words": float(measures.words), "seconds": sum(sound.phonation_time for sound in spoken)}
    needed = calibration.gate
    return frozenset(
        criterion
        for criterion, gate in needed.items()
        if any(amounts[of] < least and not (of == "seconds" and measures.typed) for of, least in gate.items())
    )
