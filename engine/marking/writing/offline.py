"""The offline scorer: real measures of the text, and a small fitted model. No GPU, no network, no weights to fetch."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import product

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.text import Text, tokens
from engine.ielts.writing import Essay
from engine.marking.errors import finder as errors
from engine.marking.errors.error import Kind
from engine.marking.words.lexis import zipf
from engine.marking.writing.band_model import BandModel, shipped
from engine.marking.writing.limits import ceiling, lost_to_punctuation
from engine.marking.writing.measures.collect import Finder, Measures, measure

SCORER = "offline-3"
_RARE = 3.0  # Zipf: once in a million words
_STREWN = 0.04  # more rare words than this are not a choice of words but a show of them


@dataclass(frozen=True, slots=True)
class CriterionBand:
    """One criterion's band and the range it likely lies in."""

    criterion: Criterion
    band: Band
    interval: Interval


@dataclass(frozen=True, slots=True)
class Scores:
    """Bands for one answer; ``unrounded`` is the mean of the four criteria and ``overall`` that mean, rounded.

    ``target`` is what the model said before the criteria were put on half bands.
    """

    overall: Band
    unrounded: float
    target: float
    interval: Interval
    criteria: tuple[CriterionBand, ...]
    measures: Measures


class OfflineScorer:
    """Scores with a :class:`BandModel`. The same answer always gets the same bands."""

    name = SCORER

    def __init__(self, model: BandModel, finder: Finder) -> None:
        self._model, self._finder = model, finder

    @classmethod
    def load(cls) -> OfflineScorer:
        """The scorer with the model and the error finder that come with Bandmate.

        Raises:
            OperatorMistake: the finder's weights are missing or damaged.
        """
        return cls(shipped(), errors.shipped())

    def score(self, essay: Essay) -> Scores:
        """Bands for ``essay``, whatever it holds: no text is refused here."""
        scores = scores_of(self._model, essay, self._measure(essay))
        plain = without_rare_words(scores.measures.own.text.raw, _not_for_show(essay, scores.measures))
        if plain is None:
            return scores
        # Rare words strewn into a text must not lift it: it is worth what it is worth without them, at most.
        without = scores_of(self._model, essay, self._measure(replace(essay, text=plain)))
        return min(scores, without, key=lambda each: each.target)

    def _measure(self, essay: Essay) -> Measures:
        return measure(essay, self._model.naturalness, self._finder)


def scores_of(model: BandModel, essay: Essay, measures: Measures) -> Scores:
    """Bands for an answer that has been measured already."""
    overall = model.overall(measures, essay.task.number)
    ceilings = [ceiling(essay, measures, criterion) for criterion in essay.task.criteria]
    lost = [lost_to_punctuation(measures, criterion) for criterion in essay.task.criteria]
    wanted = [
        min(overall + model.leaning(measures, criterion) - less, limit)
        for criterion, limit, less in zip(essay.task.criteria, ceilings, lost, strict=True)
    ]
    held = any(limit < 9 for limit in ceilings) or any(lost)
    target = min(overall, sum(wanted) / 4) if held else overall
    bands = spread_over(wanted, ceilings, target)
    mean = mean_of(bands)
    rounded = round_to_band(mean)
    width = model.reach(measures, essay.task.number)
    return Scores(
        overall=rounded,
        unrounded=mean,
        target=target,
        interval=around(rounded, target, width, model.coverage),
        criteria=tuple(
            CriterionBand(criterion, band, around(band, want, width, model.coverage))
            for criterion, band, want in zip(essay.task.criteria, bands, wanted, strict=True)
        ),
        measures=measures,
    )


def without_rare_words(text: str, spared: Collection[str] = ()) -> str | None:
    """The text without its rare words, but for those ``spared``; ``None`` where they are as few as in anybody's."""
    words = Text(text).words
    rare = [
        word
        for word in words
        if len(word.text) > 4
        and word.text[0].islower()
        and 0 < zipf(word.text) < _RARE
        and word.text.lower() not in spared
    ]
    if len(rare) <= _STREWN * len(words):
        return None
    kept, at = [], 0
    for word in rare:
        kept.append(text[at : word.start])
        at = word.end
    return "".join([*kept, text[at:]])


def _not_for_show(essay: Essay, measures: Measures) -> frozenset[str]:
    """Rare words that are no show of words: the question's own, and misspelt ones (a text must not gain by losing slips)."""
    text = measures.own.text.raw
    misspelt = {
        text[error.start : error.end].lower() for error in measures.reading.errors if error.kind is Kind.SPELLING
    }
    return frozenset(tokens(essay.task.prompt or "")) | misspelt


def spread_over(wanted: list[float], ceilings: list[float], target: float) -> list[Band]:
    """Four half bands, each next to the one wanted and under its ceiling, whose mean is nearest to ``target``.

    The mean goes to the same half band as ``target`` where it can: means come in eighths, and as one that ends in .25
    goes up, an eighth of all answers would else get half a band too much. Among equals, the four that lie nearest to
    the ones wanted.
    """
    choices = []
    for want, limit in zip(wanted, ceilings, strict=True):
        low = math.floor(2 * min(max(want, 0.0), limit)) / 2
        choices.append([band for band in (low, low + 0.5) if band <= min(limit, 9.0)])
    rounded = round_to_band(target)
    best = min(
        product(*choices),
        key=lambda four: (
            abs(float(round_to_band(sum(four) / 4)) - float(rounded)),
            round(abs(sum(four) / 4 - target), 6),
            sum((a - b) ** 2 for a, b in zip(four, wanted, strict=True)),
        ),
    )
    return [Band(band) for band in best]


def around(band: Band, centre: float, width: float, coverage: float) -> Interval:
    """Every half band within ``width`` of the unrounded ``centre``, and ``band`` itself in any case."""
    low = min(max(math.ceil(2 * (centre - width)) / 2, 0.0), float(band))
    high = max(min(math.floor(2 * (centre + width)) / 2, 9.0), float(band))
    return Interval(Band(low), Band(high), coverage)
