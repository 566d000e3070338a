"""Fit the offline scorer to examiners' bands, and say honestly how near it comes: ``bandmate calibrate``.

Everything is seeded, so the same essays give the same file. The agreement that is published comes from essays whose
prompt, and any prompt much like it, the fit had not seen; what needs no band (n-gram frequencies, naturalness) is
counted over all texts. The constants of this file were chosen on folds of seeds 0
to 3; what is reported is measured on the folds of :data:`REPORT_SEEDS`.

The fit is ridge regression in its dual form (Saunders, Gammerman and Vovk 1998): with fewer essays than measures and
n-grams, a system of as many equations as there are essays is solved. Each kind of measure has the same say, however
many measures it has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.linear_model import Ridge

from engine.evaluate.essays import Marked, read_essays
from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.metrics import agreement
from engine.ielts.bands import Band, Criterion, round_to_band
from engine.marking.band_model import MODEL_FILE, BandModel, NgramWeights, Vector, standardised
from engine.marking.measures.collect import Measures, measure
from engine.marking.measures.naturalness import Naturalness
from engine.marking.ngrams import BUCKETS, KINDS, Touched, touched, vector
from engine.marking.offline import SCORER, OfflineScorer, around
from engine.marking.text import Text

REPORT_SEEDS = (11, 12, 13)
COVERAGE = 0.8
_MEASURES = 0.15  # prior variance of what the measures explain; the next, of what each kind of n-gram does
_NGRAMS: Mapping[str, float] = {"characters": 0.4, "classes": 0.4}
_NOISE = (0.8, 0.6)  # variance of what no measure explains: bands of Task 1 and of Task 2
_OWN_SLOPES = 0.4  # how much a task's own slopes may vary, beside 1 for those that both share
_OWN_LEVEL = 0.3
_LEAST_ESSAYS = 3  # an n-gram in fewer essays than this is left out
_SPREAD = 1.5
_LEANING_RIDGE, _LEANING = 300.0, 0.5

# Measures of a kind share its say; a kind is known by how its names begin.
_KINDS = {
    "errors": ("errors.",),
    "patterns": ("patterns.",),
    "cohesion": ("linking.", "reference.", "overlap.", "formulaic."),
    "layout": ("layout.",),
    "length": ("length.",),
    "words": ("lexis.",),
    "punctuation": ("punctuation.",),
    "sentences": ("sentence.", "clause.", "verb.", "grammar."),
    "describing": ("describing.",),
}
# Which measures speak for which criterion; the first criterion has what is left of length and relevance.
_SPEAKS_FOR = {
    Criterion.TASK_RESPONSE: ("length.", "layout.last", "linking.example", "lexis.long", "describing."),
    Criterion.COHERENCE: ("layout.", "linking.", "reference.", "overlap.", "sentence.distinct"),
    Criterion.LEXICAL: ("lexis.", "formulaic.", "errors.spelling", "errors.usage", "errors.log_misspelt"),
    Criterion.GRAMMAR: ("sentence.", "clause.", "verb.", "grammar.", "punctuation.", "errors.", "patterns."),
}
# Not part of the regression: they only ever lower a band, see engine.marking.limits.
_LIMITS_ONLY = ("relevance.", "own.")


@dataclass(frozen=True)
class Ngrams:
    """N-grams of one kind: ``worth`` (BUCKETS,), the essays' vectors (n, BUCKETS) and their centred kernel (n, n)."""

    worth: npt.NDArray[np.float32]
    vectors: csr_array
    kernel: Vector


@dataclass(frozen=True)
class Sample:
    """Essays as the fit sees them: measures, n-grams by kind, bands (n,), tasks (n,) of 1 or 2."""

    essays: tuple[Marked, ...]
    measures: tuple[Measures, ...]
    ngrams: Mapping[str, Ngrams]
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
    """Measure every essay once. Nothing here looks at a band."""
    naturalness = Naturalness.learn([Text(marked.essay.text) for marked in essays])
    measures = tuple(measure(marked.essay, naturalness) for marked in essays)
    found = [touched(each.own.text) for each in measures]
    return Sample(
        essays=essays,
        measures=measures,
        ngrams={kind: _ngrams([each[kind] for each in found]) for kind in KINDS},
        bands=np.array([marked.band for marked in essays]),
        tasks=np.array([marked.essay.task.number for marked in essays]),
        naturalness=naturalness,
    )


def _ngrams(found: Sequence[Touched]) -> Ngrams:
    often = np.bincount(np.concatenate([each.buckets for each in found]), minlength=BUCKETS)
    rarity = np.log((1 + len(found)) / (1 + often)) + 1  # smoothed inverse document frequency
    worth = np.where(often >= _LEAST_ESSAYS, rarity, 0.0).astype(np.float32)
    rows = [vector(each, worth) for each in found]
    starts = np.concatenate([[0], np.cumsum([buckets.size for buckets, _ in rows])])
    columns, values = np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows])
    vectors = csr_array((values, columns, starts), shape=(len(rows), BUCKETS))
    kernel = (vectors @ vectors.T).toarray()
    across = kernel.mean(axis=0)
    return Ngrams(worth, vectors, kernel - across[:, None] - across[None, :] + kernel.mean())


def fit(sample: Sample, rows: npt.NDArray[np.int64]) -> BandModel:
    """The model fitted to the essays numbered ``rows``."""
    names = tuple(name for name in sample.measures[0].numbers if not name.startswith(_LIMITS_ONLY))
    raw = np.array([[sample.measures[row].numbers[name] for name in names] for row in rows])
    mean, scale = _centre_and_scale(raw)
    say = _say(names)
    features = standardised(raw, mean, scale)
    bands, tasks = sample.bands[rows], sample.tasks[rows]
    alike = tasks[:, None] == tasks[None, :]
    kernel = (features * say) @ (features * say).T
    kernel += sum(_NGRAMS[kind] * sample.ngrams[kind].kernel[np.ix_(rows, rows)] for kind in KINDS)
    kernel = kernel * (1 + _OWN_SLOPES * alike) / (1 + _OWN_SLOPES) + _OWN_LEVEL * alike
    noise = np.where(tasks == 1, *_NOISE)
    weights = np.linalg.solve(kernel + np.diag(noise), bands - bands.mean())
    # What each essay adds to the slopes of either task, shape (2, rows).
    shares = np.stack([weights * (1 + _OWN_SLOPES * (tasks == task)) / (1 + _OWN_SLOPES) for task in (1, 2)])
    return BandModel(
        names=names,
        mean=mean,
        scale=scale,
        intercept=bands.mean() + _OWN_LEVEL * np.array([weights[tasks == task].sum() for task in (1, 2)]),
        slopes=(shares @ features * say**2).astype(np.float32).astype(np.float64),
        ngrams={kind: _ngram_weights(sample.ngrams[kind], rows, _NGRAMS[kind] * shares) for kind in KINDS},
        centre=np.array([bands[tasks == task].mean() if (tasks == task).any() else bands.mean() for task in (1, 2)]),
        spread=_SPREAD,
        leanings=_leanings(features, bands, names),
        width=np.array([1.0, 1.0]),
        coverage=COVERAGE,
        naturalness=sample.naturalness,
    )


def _centre_and_scale(raw: Vector) -> tuple[Vector, Vector]:
    """Mean and deviation of each measure over the essays of which it says something; 0 and 1 where it says nothing."""
    said = ~np.isnan(raw)
    count = np.maximum(said.sum(axis=0), 1)
    mean = np.where(said, raw, 0.0).sum(axis=0) / count
    deviation = np.sqrt((np.where(said, raw - mean, 0.0) ** 2).sum(axis=0) / count)
    scale = np.where(deviation > 1e-6, deviation, 1.0)
    return mean.astype(np.float32).astype(np.float64), scale.astype(np.float32).astype(np.float64)


def _say(names: tuple[str, ...]) -> Vector:
    """Prior deviation of each measure's slope, shape (measures,)."""
    kinds = [next(kind for kind, prefixes in _KINDS.items() if name.startswith(prefixes)) for name in names]
    members = Counter(kinds)
    return np.sqrt([_MEASURES / len(members) / members[kind] for kind in kinds])


def _ngram_weights(ngrams: Ngrams, rows: npt.NDArray[np.int64], shares: Vector) -> NgramWeights:
    middle = np.asarray(ngrams.vectors.mean(axis=0)).ravel()
    weights = np.stack([ngrams.vectors[rows].T @ share - share.sum() * middle for share in shares])
    kept = (weights * (ngrams.worth > 0)).astype(np.float16)
    return NgramWeights(ngrams.worth, kept, kept.astype(np.float64) @ middle)


def _leanings(features: Vector, bands: Vector, names: tuple[str, ...]) -> dict[Criterion, Vector]:
    """For each criterion, slopes of its own measures, less the mean of the four criteria's slopes, halved.

    The data has overall bands only, so how the criteria differ cannot be fitted; this says which criterion's own
    measures predict a higher band than the others' do, and no more.
    """
    slopes = {}
    for criterion, prefixes in _SPEAKS_FOR.items():
        own = np.array([name.startswith(prefixes) for name in names])
        found = np.zeros(len(names))
        found[own] = Ridge(_LEANING_RIDGE).fit(features[:, own], bands).coef_
        slopes[criterion] = found
    middle = sum(slopes.values()) / len(slopes)
    return {criterion: _LEANING * (each - middle) for criterion, each in slopes.items()}


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
