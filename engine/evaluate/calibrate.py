"""Fit the offline scorer to examiners' bands, and say honestly how near it comes: ``bandmate calibrate``.

Everything is seeded, so the same essays give the same file. The agreement that is published comes from essays whose
prompt, and any prompt much like it, the fit had not seen. The constants of this file were chosen on folds of seed 0;
what is reported is measured on the folds of :data:`REPORT_SEEDS`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import Ridge

from engine.evaluate.essays import Marked, read_essays
from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.metrics import agreement
from engine.ielts.bands import Band, Criterion, round_to_band
from engine.marking.band_model import MODEL_FILE, BandModel, Trees, Vector
from engine.marking.measures.collect import Measures, measure
from engine.marking.measures.naturalness import Naturalness
from engine.marking.ngrams import presence
from engine.marking.offline import SCORER, OfflineScorer, around
from engine.marking.text import Text

REPORT_SEEDS = (11, 12, 13)
COVERAGE = 0.8
_RIDGE, _NGRAM_RIDGE, _TREES, _LEAF = 300.0, 0.5, 160, 4
_BLEND = np.array([0.3, 0.45, 0.25])
_SPREAD = 1.45
_LEANING = 0.5

# Which measures speak for which criterion; the first criterion has what is left of length and relevance.
_SPEAKS_FOR = {
    Criterion.TASK_RESPONSE: ("length.", "layout.last", "linking.example", "lexis.long"),
    Criterion.COHERENCE: ("layout.", "linking.", "reference.", "overlap.", "sentence.distinct"),
    Criterion.LEXICAL: ("lexis.", "formulaic.", "errors.spelling", "errors.usage"),
    Criterion.GRAMMAR: ("sentence.", "clause.", "verb.", "grammar.", "punctuation.", "errors."),
}
# Not part of the regression: they only ever lower a band, see engine.marking.limits.
_LIMITS_ONLY = ("relevance.", "own.")


@dataclass(frozen=True)
class Sample:
    """Essays as the fit sees them: measures, n-gram presence (n, buckets), bands (n,), tasks (n,) of 1 or 2."""

    essays: tuple[Marked, ...]
    measures: tuple[Measures, ...]
    ngrams: npt.NDArray[np.float32]
    bands: Vector
    tasks: npt.NDArray[np.int64]
    naturalness: Naturalness


def calibrate(data: Path, out: Path, seeds: Sequence[int] = REPORT_SEEDS) -> dict[str, float | int | str]:
    """Fit on all essays of ``data``, write the model and ``accuracy.json`` into ``out``; returns the accuracy.

    Raises:
        OperatorMistake: the data cannot be read.
    """
    sample = prepare(read_essays(data))
    everything = np.arange(len(sample.bands))
    groups = prompt_groups([marked.essay.task.prompt or "" for marked in sample.essays])
    raw, rounded = cross_validate(sample, groups, seeds)
    width = widths(raw[0], sample)
    model = replace(fit(sample, everything), width=width)
    out.mkdir(parents=True, exist_ok=True)
    with (out / MODEL_FILE).open("wb") as file:
        model.save(file)
    accuracy = _accuracy(sample, groups, raw, rounded, seeds)
    (out / "accuracy.json").write_text(json.dumps(accuracy, indent=2) + "\n", "utf-8")
    return accuracy


def prepare(essays: tuple[Marked, ...]) -> Sample:
    """Measure every essay once."""
    naturalness = Naturalness.learn([Text(marked.essay.text) for marked in essays])
    measures = tuple(measure(marked.essay, naturalness) for marked in essays)
    return Sample(
        essays=essays,
        measures=measures,
        ngrams=np.array([presence(each.own.text.raw) for each in measures]),
        bands=np.array([marked.band for marked in essays]),
        tasks=np.array([marked.essay.task.number for marked in essays]),
        naturalness=naturalness,
    )


def fit(sample: Sample, rows: npt.NDArray[np.int64]) -> BandModel:
    """The model fitted to the essays numbered ``rows``."""
    names = tuple(name for name in sample.measures[0].numbers if not name.startswith(_LIMITS_ONLY))
    raw = np.array([[sample.measures[row].numbers[name] for name in names] for row in rows])
    mean, scale = raw.mean(axis=0), np.where(raw.std(axis=0) > 1e-6, raw.std(axis=0), 1.0)
    features = np.clip((raw - mean) / scale, -4.0, 4.0)
    bands, tasks = sample.bands[rows], sample.tasks[rows]
    centre = np.array([bands[tasks == task].mean() if (tasks == task).any() else bands.mean() for task in (1, 2)])
    # One shared slope a measure and a smaller one a task: a task alone has few essays.
    is_two = np.where(tasks == 2, 1.0, -1.0)[:, None]
    linear = Ridge(_RIDGE).fit(np.hstack([features, features * is_two, is_two * 3]), bands)
    shared, apart = linear.coef_[: len(names)], linear.coef_[len(names) : -1]
    forest = ExtraTreesRegressor(_TREES, min_samples_leaf=_LEAF, max_features=0.3, random_state=0, n_jobs=1)
    forest.fit(np.hstack([features, tasks[:, None].astype(float)]), bands)
    ngrams = Ridge(_NGRAM_RIDGE, solver="cholesky").fit(sample.ngrams[rows], bands)
    return BandModel(
        names=names,
        mean=mean.astype(np.float32).astype(np.float64),
        scale=scale.astype(np.float32).astype(np.float64),
        intercept=linear.intercept_ + np.array([-3.0, 3.0]) * linear.coef_[-1],
        slopes=np.stack([shared - apart, shared + apart]).astype(np.float32).astype(np.float64),
        trees=_flatten(forest),
        ngram_weights=ngrams.coef_.astype(np.float16),
        ngram_intercept=float(ngrams.intercept_),
        blend=_BLEND,
        centre=centre,
        spread=_SPREAD,
        leanings=_leanings(features, bands, names),
        width=np.array([1.0, 1.0]),
        coverage=COVERAGE,
        naturalness=sample.naturalness,
    )


def _leanings(features: Vector, bands: Vector, names: tuple[str, ...]) -> dict[Criterion, Vector]:
    """For each criterion, slopes of its own measures, less the mean of the four criteria's slopes, halved.

    The data has overall bands only, so how the criteria differ cannot be fitted; this says which criterion's own
    measures predict a higher band than the others' do, and no more.
    """
    slopes = {}
    for criterion, prefixes in _SPEAKS_FOR.items():
        own = np.array([name.startswith(prefixes) for name in names])
        found = np.zeros(len(names))
        found[own] = Ridge(_RIDGE).fit(features[:, own], bands).coef_
        slopes[criterion] = found
    middle = sum(slopes.values()) / len(slopes)
    return {criterion: _LEANING * (each - middle) for criterion, each in slopes.items()}


def _flatten(forest: ExtraTreesRegressor) -> Trees:
    parts: dict[str, list[npt.NDArray[np.float64]]] = {
        key: [] for key in ("feature", "threshold", "left", "right", "value")
    }
    roots, base = [], 0
    for each in forest.estimators_:
        tree = each.tree_
        leaf = tree.children_left < 0
        roots.append(base)
        parts["feature"].append(np.where(leaf, -1, tree.feature))
        parts["threshold"].append(np.where(leaf, 0.0, tree.threshold))
        parts["left"].append(np.where(leaf, 0, tree.children_left + base))
        parts["right"].append(np.where(leaf, 0, tree.children_right + base))
        parts["value"].append(tree.value[:, 0, 0])
        base += tree.node_count
    joined = {key: np.concatenate(value) for key, value in parts.items()}
    return Trees(
        feature=joined["feature"].astype(np.int16),
        threshold=joined["threshold"].astype(np.float32),
        left=joined["left"].astype(np.int32),
        right=joined["right"].astype(np.int32),
        value=joined["value"].astype(np.float32),
        roots=np.array(roots, dtype=np.int32),
    )


def cross_validate(sample: Sample, groups: npt.NDArray[np.int64], seeds: Sequence[int]) -> tuple[Vector, Vector]:
    """Unrounded and reported overall bands of essays that the fit had not seen; both shape (seeds, n)."""
    raw = np.zeros((len(seeds), len(sample.bands)))
    rounded = np.zeros_like(raw)
    for index, seed in enumerate(seeds):
        fold = folds(groups, seed)
        for number in np.unique(fold):
            model = fit(sample, np.flatnonzero(fold != number))
            scorer = OfflineScorer(model)
            for row in np.flatnonzero(fold == number):
                score = scorer.score_measured(sample.essays[row].essay, sample.measures[row])
                raw[index, row], rounded[index, row] = score.target, float(score.overall)
    return raw, rounded


def widths(raw: Vector, sample: Sample, rows: npt.NDArray[np.bool_] | None = None) -> Vector:
    """For each task, the least reach of the interval that holds :data:`COVERAGE` of the examiners' bands."""
    rows = np.ones(len(sample.bands), dtype=bool) if rows is None else rows
    found = []
    for task in (1, 2):
        chosen = rows & (sample.tasks == task)
        pairs = list(zip(raw[chosen], sample.bands[chosen], strict=True))
        steps = np.arange(0.4, 3.0, 0.05)
        held = [
            np.mean([Band(b) in around(round_to_band(r), r, w, COVERAGE) for r, b in pairs]) if pairs else 1.0
            for w in steps
        ]
        found.append(float(steps[int(np.argmax(np.array(held) >= COVERAGE))]))
    return np.array(found)


def _accuracy(
    sample: Sample, groups: npt.NDArray[np.int64], raw: Vector, rounded: Vector, seeds: Sequence[int]
) -> dict[str, float | int | str]:
    each = [agreement(row, sample.bands).as_dict() for row in rounded]
    numbers = {key: round(float(np.mean([one[key] for one in each])), 4) for key in each[0] if key != "n"}
    for task in (1, 2):
        chosen = sample.tasks == task
        kappas = [agreement(row[chosen], sample.bands[chosen]).qwk for row in rounded]
        numbers[f"qwk_task_{task}"] = round(float(np.mean(kappas)), 4)
    return {
        "scorer": SCORER,
        "essays": len(sample.bands),
        "method": f"5-fold cross-validation by groups of like prompts, mean of {len(seeds)} divisions",
        **numbers,
        "interval_coverage": round(_coverage(sample, groups, raw), 4),
    }


def _coverage(sample: Sample, groups: npt.NDArray[np.int64], raw: Vector) -> float:
    """How often the interval holds when its width, too, comes from other prompts."""
    held = []
    fold = folds(groups, 99)
    for number in np.unique(fold):
        inside = fold == number
        width = widths(raw[0], sample, ~inside)
        for row in np.flatnonzero(inside):
            interval = around(round_to_band(raw[0, row]), raw[0, row], width[sample.tasks[row] - 1], COVERAGE)
            held.append(Band(sample.bands[row]) in interval)
    return float(np.mean(held))
