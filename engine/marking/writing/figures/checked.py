"""What was checked in an essay about a known visual, and what of it the band may not go above."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.charts.shipped import chart_of
from engine.ielts.writing import Essay
from engine.marking.writing.figures.check import claims
from engine.marking.writing.figures.claim import Claim
from engine.marking.writing.figures.features import Feature, features

_LIMITS = ((4, 0.5, 5.0), (3, 0.3, 6.0), (2, 0.15, 7.0), (1, 0.0, 8.0))
"""Wrong claims, their share of all that were checked, and the highest band of Task Achievement with so many.

Rules W1A.TA.8.g to 5.g: a slip is rare; a few slips; detail that is not exact; wrong details mixed in.
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """Claims that agree with the visual and that contradict it, and its main features; ``typed`` by the writer."""

    agreeing: tuple[Claim, ...]
    wrong: tuple[Claim, ...]
    features: tuple[Feature, ...]
    typed: bool = False


def checked(essay: Essay) -> Checked | None:
    """The essay held against its visual; ``None`` where the question is about none whose data are known."""
    if essay.task.code != "W1A":
        return None
    known = chart_of(essay.task.prompt)
    chart = known or essay.task.typed
    if chart is None:
        return None
    found = claims(essay.text, chart)
    return Checked(
        tuple(each for each in found if each.wrong is None),
        tuple(each for each in found if each.wrong is not None),
        features(essay.text, chart),
        typed=known is None,
    )


def accuracy_limit(found: Checked | None) -> float:
    """The highest band that Task Achievement can have with these figures; 9 where none is wrong or none was checked."""
    if found is None or not found.wrong:
        return 9.0
    share = len(found.wrong) / (len(found.wrong) + len(found.agreeing))
    return next(band for least, part, band in _LIMITS if len(found.wrong) >= least and share >= part)
