"""The fit of the offline scorer to examiners' bands.

Ridge regression in its dual form (Saunders, Gammerman and Vovk 1998): with fewer essays than measures and n-grams, a
system of as many equations as there are essays is solved. Measures of a kind share that kind's say, however many
there are of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.linear_model import Ridge

from engine.evaluate.essays import Marked
from engine.evaluate.folds import folds
from engine.ielts.bands import Criterion
from engine.ielts.text import Text
from engine.marking.words.naturalness import Naturalness
from engine.marking.writing.band_model import BandModel, NgramWeights, Vector, standardised
from engine.marking.writing.measures.collect import Measures, measure
from engine.marking.writing.ngrams import BUCKETS, KINDS, Touched, touched, vector

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Constants:
    """What no regression fits.

    ``form`` and ``ngrams`` are prior variances: of what each kind of measure about the form of an answer explains, and
    each kind of n-gram. ``spread`` widens the bands that the regression gives.
    """

    form: float
    ngrams: float
    spread: float = 1.4


#: What :func:`choose` has to choose from.
CHOICES = tuple(Constants(form, ngrams) for form, ngrams in product((1 / 60, 0.05, 0.1), (0.4, 0.8)))
COVERAGE = 0.8

_FORM = ("layout", "length", "describing")
_OTHERS = {"errors": 0.1, "hidden": 0.05, "words": 1 / 60, "sentences": 1 / 60, "cohesion": 1 / 60}
_NOISE = (0.8, 0.6)  # variance of what no measure explains: bands of Task 1 and of Task 2
_OWN_SLOPES = 0.1  # how much a task's own slopes may vary, beside 1 for those that both share
_OWN_LEVEL = 0.3
_LEAST_ESSAYS = 3  # an n-gram in fewer essays than this is left out
_LEANING_RIDGE, _LEANING = 300.0, 1.0

# A kind is known by how the names of its measures begin.
_KINDS = {
    "errors": ("errors.",),
    "hidden": ("hidden.",),
    "cohesion": ("linking.", "reference.", "overlap.", "formulaic."),
    "layout": ("layout.",),
    "length": ("length.",),
    "words": ("lexis.",),
    "sentences": ("sentence.", "clause.", "verb.", "grammar."),
    "describing": ("describing.",),
}
# Which measures speak for which criterion. Misspelt, misformed and misused words are errors of vocabulary to examiners.
_OF_WORDS = ("errors.spelling", "errors.word-form", "errors.wrong-word")
_SPEAKS_FOR = {
    Criterion.TASK_RESPONSE: ("length.", "layout.last", "linking.example", "lexis.long", "describing."),
    Criterion.COHERENCE: ("layout.", "linking.", "reference.", "overlap.", "sentence.distinct"),
    Criterion.LEXICAL: ("lexis.", "formulaic.", *_OF_WORDS),
    Criterion.GRAMMAR: ("sentence.", "clause.", "verb.", "grammar.", "errors."),
}
# Not part of the regression: they only ever lower a band, see engine.marking.writing.limits.
_LIMITS_ONLY = ("relevance.", "own.")


@dataclass(frozen=True)
class Ngrams:
    """N-grams of one kind: ``worth`` (BUCKETS,), the essays' vectors (n, BUCKETS) and their centred kernel (n, n)."""

    worth: npt.NDArray[np.float32]
    vectors: csr_array
    kernel: Vector


@dataclass(frozen=True)
class Sample:
    """Essays as the fit sees them: measures, n-grams by kind, bands (n,), tasks (n,) of 1 or 2.

    ``raw`` are the measures called ``names``, shape (n, measures), not a number where one says nothing.
    """

    essays: tuple[Marked, ...]
    measures: tuple[Measures, ...]
    names: tuple[str, ...]
    raw: Vector
    ngrams: Mapping[str, Ngrams]
    bands: Vector
    tasks: Rows
    naturalness: Naturalness


def prepare(essays: tuple[Marked, ...]) -> Sample:
    """Measure every essay once. Nothing here looks at a band."""
    naturalness = Naturalness.learn([Text(marked.essay.text) for marked in essays])
    measures = tuple(measure(marked.essay, naturalness) for marked in essays)
    names = tuple(name for name in measures[0].numbers if not name.startswith(_LIMITS_ONLY))
    found = [touched(each.own.text) for each in measures]
    return Sample(
        essays=essays,
        measures=measures,
        names=names,
        raw=np.array([[each.numbers[name] for name in names] for each in measures]),
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


def choose(sample: Sample, rows: Rows, groups: Rows, choices: Sequence[Constants] = CHOICES) -> Constants:
    """Of ``choices``, those with the least error on the essays numbered ``rows``, like prompts kept together.

    The error is that of the bands before they are widened.
    """
    features = standardised(sample.raw[rows], *_centre_and_scale(sample.raw[rows]))
    bands, tasks = sample.bands[rows], sample.tasks[rows]
    fold = folds(groups[rows], seed=0)

    def error(constants: Constants) -> float:
        kernel = _kernel(sample, features, rows, constants)
        squares = 0.0
        for number in range(int(fold.max()) + 1):
            inside, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
            weights = _dual_weights(kernel[np.ix_(inside, inside)], bands[inside], tasks[inside])
            across = _between_tasks(kernel[np.ix_(held, inside)], tasks[held], tasks[inside])
            squares += float(((bands[inside].mean() + across @ weights - bands[held]) ** 2).sum())
        return squares

    return min(choices, key=error)


def fit(sample: Sample, rows: Rows, constants: Constants) -> BandModel:
    """The model fitted to the essays numbered ``rows``; its ``width`` is still to be measured."""
    raw = sample.raw[rows]
    mean, scale = _centre_and_scale(raw)
    features = standardised(raw, mean, scale)
    bands, tasks = sample.bands[rows], sample.tasks[rows]
    weights = _dual_weights(_kernel(sample, features, rows, constants), bands, tasks)
    # What each essay adds to the slopes of either task, shape (2, rows).
    shares = np.stack([weights * (1 + _OWN_SLOPES * (tasks == task)) / (1 + _OWN_SLOPES) for task in (1, 2)])
    model = BandModel(
        names=sample.names,
        mean=mean,
        scale=scale,
        intercept=bands.mean() + _OWN_LEVEL * np.array([weights[tasks == task].sum() for task in (1, 2)]),
        slopes=(shares @ features * _deviations(sample.names, constants) ** 2).astype(np.float32).astype(np.float64),
        ngrams={kind: _ngram_weights(sample.ngrams[kind], rows, constants.ngrams * shares) for kind in KINDS},
        centre=np.array([bands[tasks == task].mean() if (tasks == task).any() else bands.mean() for task in (1, 2)]),
        spread=constants.spread,
        leanings=_leanings(features, bands, sample.names),
        width=np.ones(2),
        typical=np.ones(2),
        coverage=COVERAGE,
        naturalness=sample.naturalness,
    )
    return replace(model, typical=_typical(model, sample, rows))


def _typical(model: BandModel, sample: Sample, rows: Rows) -> Vector:
    unlike = np.array([model.unlikeness(sample.measures[row]) for row in rows])
    tasks = sample.tasks[rows]
    return np.array([np.median(unlike[tasks == task] if (tasks == task).any() else unlike) for task in (1, 2)])


def _kernel(sample: Sample, features: Vector, rows: Rows, constants: Constants) -> Vector:
    """How alike the essays numbered ``rows`` are, shape (rows, rows)."""
    scaled = features * _deviations(sample.names, constants)
    kernel: Vector = scaled @ scaled.T
    return kernel + sum(constants.ngrams * sample.ngrams[kind].kernel[np.ix_(rows, rows)] for kind in KINDS)


def _between_tasks(kernel: Vector, one: Rows, other: Rows) -> Vector:
    """``kernel`` with slopes and level that are partly a task's own; shapes (a, b), (a,) and (b,)."""
    alike = one[:, None] == other[None, :]
    found: Vector = kernel * (1 + _OWN_SLOPES * alike) / (1 + _OWN_SLOPES) + _OWN_LEVEL * alike
    return found


def _dual_weights(kernel: Vector, bands: Vector, tasks: Rows) -> Vector:
    noise = np.diag(np.where(tasks == 1, *_NOISE))
    found: Vector = np.linalg.solve(_between_tasks(kernel, tasks, tasks) + noise, bands - bands.mean())
    return found


def _centre_and_scale(raw: Vector) -> tuple[Vector, Vector]:
    """Mean and deviation of each measure over the essays of which it says something; 0 and 1 where it says nothing."""
    said = ~np.isnan(raw)
    count = np.maximum(said.sum(axis=0), 1)
    mean = np.where(said, raw, 0.0).sum(axis=0) / count
    deviation = np.sqrt((np.where(said, raw - mean, 0.0) ** 2).sum(axis=0) / count)
    scale = np.where(deviation > 1e-6, deviation, 1.0)
    return mean.astype(np.float32).astype(np.float64), scale.astype(np.float32).astype(np.float64)


def _deviations(names: tuple[str, ...], constants: Constants) -> Vector:
    """Prior deviation of each measure's slope, shape (measures,)."""
    variance = {**_OTHERS, **dict.fromkeys(_FORM, constants.form)}
    kinds = [next(kind for kind, prefixes in _KINDS.items() if name.startswith(prefixes)) for name in names]
    members = Counter(kinds)
    return np.sqrt([variance[kind] / members[kind] for kind in kinds])


def _ngram_weights(ngrams: Ngrams, rows: Rows, shares: Vector) -> NgramWeights:
    middle = np.asarray(ngrams.vectors.mean(axis=0)).ravel()
    weights = np.stack([ngrams.vectors[rows].T @ share - share.sum() * middle for share in shares])
    kept = (weights * (ngrams.worth > 0)).astype(np.float16)
    return NgramWeights(ngrams.worth, kept, kept.astype(np.float64) @ middle)


def _leanings(features: Vector, bands: Vector, names: tuple[str, ...]) -> dict[Criterion, Vector]:
    """For each criterion, slopes of its own measures, less the mean of the four criteria's slopes, times a constant.

    The data has overall bands only, so how the criteria differ cannot be fitted; this says which criterion's own
    measures predict a higher band than the others' do, and no more.
    """
    slopes = {}
    for criterion, prefixes in _SPEAKS_FOR.items():
        of_another = _OF_WORDS if criterion is Criterion.GRAMMAR else ()
        own = np.array([name.startswith(prefixes) and name not in of_another for name in names])
        found = np.zeros(len(names))
        found[own] = Ridge(_LEANING_RIDGE).fit(features[:, own], bands).coef_
        slopes[criterion] = found
    middle = sum(slopes.values()) / len(slopes)
    return {criterion: _LEANING * (each - middle) for criterion, each in slopes.items()}
