"""Bands of the criteria over a whole test, each with the range it likely lies in.

A band is the calibration's weighted mean under whatever limits it; the ranges are assumed, as nothing was fitted.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.report import CRITERIA
from engine.marking.speaking.calibration import SpeakingCalibration
from engine.marking.speaking.judgement.proof import Proof
from engine.marking.speaking.measures import SpeechMeasures
from engine.marking.writing.offline import around

_UNHEARD = (4.0, 7.0)
"""Bands between which an estimate stays for which the most telling measure is missing."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One criterion: ``target`` is the estimate before it was rounded to ``band``; not ``enough``: only the range counts."""

    criterion: Criterion
    band: Band
    target: float
    interval: Interval
    enough: bool = True


@dataclass(frozen=True, slots=True)
class Ratings:
    """One rating over the whole test; ``unrounded`` is the mean of the criteria."""

    criteria: tuple[Rating, ...]
    unrounded: float
    overall: Band
    interval: Interval


def rate(proof: Proof, calibration: SpeakingCalibration) -> Ratings:
    """The four criteria, or three where answers were typed: pronunciation cannot be read."""
    measures = proof.measures
    marked = CRITERIA[:-1] if measures.typed else CRITERIA
    criteria = tuple(_rate(proof, calibration, criterion) for criterion in marked)
    mean = mean_of([each.band for each in criteria])
    overall = round_to_band(mean)
    sure = measures.scope is Scope.TEST and not proof.thin
    width = calibration.width if sure else calibration.width_little
    return Ratings(criteria, mean, overall, around(overall, mean, width, calibration.coverage))


def _rate(proof: Proof, calibration: SpeakingCalibration, criterion: Criterion) -> Rating:
    measures = proof.measures
    little = measures.scope is not Scope.TEST or criterion in proof.thin
    target = calibration.band(criterion, measures.numbers)
    if target is None or _half_heard(measures, criterion):
        low, high = _UNHEARD
        target = min(max(target if target is not None else (low + high) / 2, low), high)
        little = True
    target = min(target, ceiling(proof, calibration, criterion))
    band = round_to_band(target)
    width = calibration.width_little if little else calibration.width
    return Rating(
        criterion, band, target, around(band, target, width, calibration.coverage), criterion not in proof.thin
    )


def _half_heard(measures: SpeechMeasures, criterion: Criterion) -> bool:
    """Fluency without sound, and pronunciation without a recogniser's confidence, are guesses at best."""
    needed = {Criterion.FLUENCY: "speech.rate", Criterion.PRONUNCIATION: "sound.recognised"}.get(criterion)
    return needed is not None and needed not in measures.numbers


def ceiling(proof: Proof, calibration: SpeakingCalibration, criterion: Criterion) -> float:
    """The highest band that so little speech can show, or so much silence, or so much that is learnt, astray or not one's own.

    In grammar also the highest that so many errors can, and so few structures: neither makes up for the other; in lexical
    resource the highest that words so common can. In pronunciation the
    highest that so short groups of words can, as clear words one by one have no rhythm.
    """
    limits, measures = calibration.limits, proof.measures
    amount = "test_words" if measures.scope is Scope.TEST else "drill_words"
    found = [limits[amount].band(measures.words), limits["silence"].band(measures.silence)]
    if criterion is not Criterion.PRONUNCIATION:
        found += [limits["recited"].band(measures.own.not_own), limits["learnt"].band(proof.learnt)]
    if criterion in (Criterion.FLUENCY, Criterion.LEXICAL):
        found.append(limits["astray"].band(proof.astray))
    if criterion is Criterion.LEXICAL:
        found.append(limits["level"].band(measures.numbers["lexis.level"]))
    if criterion is Criterion.GRAMMAR:
        found.append(limits["errors"].band(measures.numbers["grammar.errors"]))
        found.append(limits["range"].band(measures.numbers["grammar.structures"]))
    if criterion is Criterion.PRONUNCIATION and "sound.chunks" in measures.numbers:
        found.append(limits["chunks"].band(measures.numbers["sound.chunks"]))
    return min(found)
