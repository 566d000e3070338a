"""Speaking bands beside examiners' bands, and beside what the mean and the number of words alone would say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.errors import LearnerMistake, OperatorMistake
from engine.evaluate.scored import Scored, ScoredEssay
from engine.evaluate.speaking.rater import Rated, Rater
from engine.evaluate.speaking.spoken import Spoken
from engine.marking.llm.fusion import fit

_LEAST = 3


def against_examiners(rater: Rater, candidates: Sequence[Spoken]) -> Scored:
    """What ``rater`` says of those whose band is known.

    Raises:
        OperatorMistake: fewer than three have one, or the rater gave none.
    """
    known = _known(candidates)
    rated = [(each, number, _rated(rater, each)) for number, each in enumerate(known)]
    rows = tuple(_row(each, number, found) for each, number, found in rated if found is not None)
    if not rows:
        raise OperatorMistake(
            f"{rater.name} gave no candidate a band: too little was said, or no answer could be used."
        )
    return Scored(system=rater.name, essays=rows, failed=len(known) - len(rows))


def baselines(candidates: Sequence[Spoken]) -> tuple[Scored, Scored]:
    """The mean, and a line over the logarithm of the number of words, each learnt from all other candidates.

    Raises:
        OperatorMistake: fewer than three have a band.
    """
    known = _known(candidates)
    people = np.array([each.band for each in known], float)
    lengths = np.log([max(each.words, 1) for each in known])
    everybody = np.arange(len(known))
    constant, words = [], []
    for at in everybody:
        rest = everybody != at
        constant.append(float(people[rest].mean()))
        slope, start = np.polyfit(lengths[rest], people[rest], 1) if np.ptp(lengths[rest]) > 0 else (0.0, constant[-1])
        words.append(float(slope * lengths[at] + start))
    one, other = (
        Scored(system=name, essays=tuple(_row(each, at, Rated(values[at])) for at, each in enumerate(known)))
        for name, values in (("constant", constant), ("words", words))
    )
    return one, other


def fused(offline: Scored, model: Scored) -> Scored:
    """Both together, each candidate with the weight that fits all others best.

    Raises:
        OperatorMistake: fewer than two candidates got a band from both.
    """
    said = {each.essay: each.said for each in model.essays}
    both = [each for each in offline.essays if each.essay in said]
    if len(both) < 2:
        raise OperatorMistake("Fewer than two candidates got a band from both: there is nothing to fit a weight on.")
    rows = []
    for at, each in enumerate(both):
        rest = [*both[:at], *both[at + 1 :]]
        weighed = fit([other.said for other in rest], [said[other.essay] for other in rest], [o.people for o in rest])
        rows.append(
            each.model_copy(update={"said": weighed.overall(each.said, said[each.essay]), "low": None, "high": None})
        )
    name = f"{model.system}, fused"
    return Scored(system=name, essays=tuple(rows), failed=len(offline.essays) + offline.failed - len(rows))


def _rated(rater: Rater, spoken: Spoken) -> Rated | None:
    try:
        return rater.rate(spoken)
    except LearnerMistake:
        return None


def _known(candidates: Sequence[Spoken]) -> list[Spoken]:
    known = [each for each in candidates if each.band is not None]
    if len(known) < _LEAST:
        raise OperatorMistake("Fewer than three candidates have an examiner's band: there is nothing to measure with.")
    return known


def _row(each: Spoken, group: int, rated: Rated) -> ScoredEssay:
    return ScoredEssay(
        essay=each.id,
        task="S",
        group=group,
        people=each.band or 0.0,
        said=rated.overall,
        low=rated.low,
        high=rated.high,
    )
