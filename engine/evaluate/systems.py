"""Systems that give bands, beside baselines that know next to nothing: what a system adds is what it has over those."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.evaluate.essays import Marked
from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.scored import Scored, ScoredEssay, essay_digest
from engine.ielts.writing import count_words
from engine.marking.llm.marker import LlmMarker
from engine.marking.writing.offline import OfflineScorer

BASELINES = ("constant", "words")
Essays = tuple[Marked, ...]
Vector = npt.NDArray[np.float64]


def baseline(name: str, essays: Essays) -> Scored:
    """``constant`` gives everybody the mean band, ``words`` reads task and length alone; both from other questions.

    Raises:
        OperatorMistake: there is no such baseline, or all essays are on one question.
    """
    groups = prompt_groups([marked.essay.task.prompt or "" for marked in essays])
    people = np.array([marked.band for marked in essays])
    lengths = np.log([max(count_words(marked.essay.text), 1) for marked in essays])
    second = np.array([float(marked.essay.task.number == 2) for marked in essays])
    ones = np.ones(len(essays))
    features = {"constant": [ones], "words": [ones, lengths, second, lengths * second]}.get(name)
    if features is None:
        raise OperatorMistake(f"There is no baseline called {name}.")
    table = np.stack(features, axis=1)
    fold = folds(groups, seed=0)
    said = np.zeros(len(essays))
    for number in np.unique(fold):
        held, rest = fold == number, fold != number
        if not rest.any():
            raise OperatorMistake("All essays are on one question: a baseline needs others to learn from.")
        weights, *_ = np.linalg.lstsq(table[rest], people[rest], rcond=None)
        said[held] = table[held] @ weights
    return _scored(name, essays, groups, said.tolist())


def offline(essays: Essays) -> Scored:
    """The offline scorer, with the ranges that it shows."""
    scorer = OfflineScorer.load()
    groups = prompt_groups([marked.essay.task.prompt or "" for marked in essays])
    found = [scorer.score(marked.essay) for marked in essays]
    ranges = [(float(each.interval.low), float(each.interval.high)) for each in found]
    return _scored(scorer.name, essays, groups, [each.target for each in found], ranges)


def language_model(marker: LlmMarker, essays: Essays, *, fused: bool, at_once: int = 1) -> Scored:
    """A language model's own overall band; or ``fused`` with the offline scorer's, as reports have it.

    Raises:
        OperatorMistake: it is set up wrongly, or gave no band for any essay.
    """

    def band(marked: Marked) -> float | None:
        try:
            return marker.mark(marked.essay).unrounded if fused else marker.each_alone(marked.essay)[1]
        except (TryAgain, ModelMisbehaved):
            return None

    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(band, essays))
    rows = [(marked, said) for marked, said in zip(essays, answers, strict=True) if said is not None]
    if not rows:
        raise OperatorMistake("the language model gave no record for any essay")
    kept = tuple(marked for marked, _ in rows)
    groups = prompt_groups([marked.essay.task.prompt or "" for marked in kept])
    name = f"{marker.model_name}, fused" if fused else marker.model_name
    return _scored(name, kept, groups, [said for _, said in rows], failed=len(essays) - len(rows))


def _scored(
    name: str,
    essays: Essays,
    groups: npt.NDArray[np.int64],
    said: list[float],
    ranges: list[tuple[float, float]] | None = None,
    failed: int = 0,
) -> Scored:
    shown: list[tuple[float, float]] | list[tuple[None, None]] = ranges or [(None, None)] * len(essays)
    return Scored(
        system=name,
        failed=failed,
        essays=tuple(
            ScoredEssay(
                essay=essay_digest(marked), task=marked.essay.task.code, group=int(group), people=marked.band,
                said=band, low=low, high=high,
            )
            for marked, group, band, (low, high) in zip(essays, groups, said, shown, strict=True)
        ),
    )  # fmt: skip
