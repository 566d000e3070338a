"""What mending is worth: the mended answer is marked again, by the same scorer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from engine.ielts.bands import Criterion
from engine.ielts.reports import Correction, Worth, by_kind
from engine.ielts.writing import Essay
from engine.marking.corrections import mended
from engine.marking.writing.offline import Scores

NOISE = 0.5
"""Bands: a criterion moves by so much between two half bands when hardly anything changes, so less is never told."""
_LANGUAGE = frozenset({Criterion.LEXICAL, Criterion.GRAMMAR})
"""The criteria that errors of language bear on: that a scorer moves the others too says nothing about ideas."""
_RANKED = 3
"""Kinds of error that are mended alone, to see which is worth most: each costs one more marking."""


class Scorer(Protocol):
    """What gives the bands."""

    def score(self, essay: Essay) -> Scores:
        """Bands, ranges and measures."""


def worth_of(essay: Essay, scores: Scores, corrections: Sequence[Correction], scorer: Scorer) -> tuple[Worth, ...]:
    """One for each criterion of language that rises by more than :data:`NOISE` when what is shown as mended is mended."""
    sure = [each for each in corrections if each.mended]
    if not sure:
        return ()
    after = scorer.score(replace(essay, text=mended(essay.text, sure)))
    risen = [
        (old.criterion, old.band, new.band)
        for old, new in zip(scores.criteria, after.criteria, strict=True)
        if old.criterion in _LANGUAGE and float(new.band) - float(old.band) > NOISE
    ]
    if not risen:
        return ()
    kinds = by_kind(sure)
    alone = {
        kind: scorer.score(replace(essay, text=mended(essay.text, found))).target
        for kind, found in kinds[:_RANKED]
        if len(kinds) > 1
    }
    ranked = tuple(sorted((kind for kind, _ in kinds[:_RANKED]), key=lambda kind: -alone.get(kind, 0.0)))
    return tuple(Worth(criterion, before, then, len(sure), ranked) for criterion, before, then in risen)
