"""Bands of the criteria over a whole test, each with the range it likely lies in.

A band is the calibration's weighted mean under whatever limits it; the ranges are assumed, as nothing was fitted.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.speaking_plan import Scope
from engine.ielts.speaking_report import CRITERIA
from engine.marking.offline import around
from engine.marking.speaking.calibration import SpeakingCalibration
from engine.marking.speaking.measures import SpeechMeasures

_UNHEARD = (4.0, 7.0)
"""Bands between which an estimate stays for which the most telling measure is missing."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One criterion: ``target`` is the estimate before it was rounded to ``band``."""

    criterion: Criterion
    band: Band
    target: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Ratings:
    """One rating over the whole test; ``unrounded`` is the mean of the criteria."""

    criteria: tuple[Rating, ...]
    unrounded: float
    overall: Band
    interval: Interval


def rate(measures: SpeechMeasures, calibration: SpeakingCalibration) -> Ratings:
    """The four criteria, or three where answers were typed: pronunciation cannot be read."""
    marked = CRITERIA[:-1] if measures.typed else CRITERIA
    criteria = tuple(_rate(measures, calibration, criterion) for criterion in marked)
    mean = mean_of([each.band for each in criteria])
    overall = round_to_band(mean)
    width = calibration.width if measures.scope is Scope.TEST else calibration.width_little
    return Ratings(criteria, mean, overall, around(overall, mean, width, calibration.coverage))


def _rate(measures: SpeechMeasures, calibration: SpeakingCalibration, criterion: Criterion) -> Rating:
    little = measures.scope is not Scope.TEST
    target = calibration.band(criterion, measures.numbers)
    if target is None or _half_heard(measures, criterion):
        low, high = _UNHEARD
        target = min(max(target if target is not None else (low + high) / 2, low), high)
        little = True
    target = min(target, ceiling(measures, calibration, criterion))
    band = round_to_band(target)
    width = calibration.width_little if little else calibration.width
    return Rating(criterion, band, target, around(band, target, width, calibration.coverage))


def _half_heard(measures: SpeechMeasures, criterion: Criterion) -> bool:
    """Fluency without sound, and pronunciation without a recogniser's confidence, are guesses at best."""
    needed = {Criterion.FLUENCY: "speech.rate", Criterion.PRONUNCIATION: "sound.recognised"}.get(criterion)
    return needed is not None and needed not in measures.numbers


def ceiling(measures: SpeechMeasures, calibration: SpeakingCalibration, criterion: Criterion) -> float:
    """The highest band that so little speech, so much silence or so much that is not the candidate's own can show."""
    limits = calibration.limits
    amount = "test_words" if measures.scope is Scope.TEST else "drill_words"
    found = [limits[amount].band(measures.words), limits["silence"].band(measures.silence)]
    if criterion is not Criterion.PRONUNCIATION:
        found.append(limits["recited"].band(measures.own.not_own))
    return min(found)
