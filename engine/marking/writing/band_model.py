"""From measures to bands, with numpy alone. Fitted by ``engine.evaluate.calibrate``; one small file holds it all.

The overall band is one regularised linear model (ridge regression) on examiners' bands: of the measures, and of hashed
n-grams of characters and of word classes, with slopes that are partly shared by the two tasks and partly a task's
own. A regression to noisy bands shrinks towards the mean; its spread is widened again by a constant (variance
matching), or bands 4 and 8 would never be given. The interval grows with how unlike a text is to those of the fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from engine.ielts.bands import Criterion
from engine.marking.words.naturalness import Naturalness
from engine.marking.writing.measures.collect import Measures
from engine.marking.writing.ngrams import KINDS, Touched, touched, vector

Vector = npt.NDArray[np.float64]
_FURTHEST = 3.0  # standard deviations: what lies further out tells no more of a band
_STRANGEST = 8.0  # standard deviations: nor, further out than this, of how strange a text is


@dataclass(frozen=True)
class NgramWeights:
    """For one kind of n-gram: ``worth`` of each bucket (inverse document frequency), and its weight in each task.

    Shapes (buckets,) and (2 tasks, buckets); ``offset``, shape (2,), is what the mean text of the fit comes to.
    """

    worth: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float16]
    offset: Vector

    def predict(self, found: Touched, task: int) -> float:
        """What these n-grams add, in bands."""
        buckets, values = vector(found, self.worth)
        return float(values @ self.weights[task - 1, buckets]) - float(self.offset[task - 1])


@dataclass(frozen=True)
class BandModel:
    """Everything fitted. Vectors of measures are in the order of ``names``; ``slopes`` is shape (2 tasks, measures).

    ``width`` is how far below and above the unrounded band its interval reaches, a task each, in bands, for a text as
    unlike the mean of the fit as half of the fitted texts are at most; ``typical`` is that median unlikeness.
    """

    names: tuple[str, ...]
    mean: Vector
    scale: Vector
    intercept: Vector
    slopes: Vector
    ngrams: Mapping[str, NgramWeights]
    centre: Vector
    spread: float
    leanings: dict[Criterion, Vector]
    width: Vector
    typical: Vector
    coverage: float
    naturalness: Naturalness

    def features(self, measures: Measures) -> Vector:
        """The measures, standardised and held within three standard deviations; 0 for what says nothing of the text."""
        raw = np.array([measures.numbers[name] for name in self.names])
        return standardised(raw, self.mean, self.scale)

    def overall(self, measures: Measures, task: int) -> float:
        """The unrounded overall band, 0 to 9."""
        row = task - 1
        found = touched(measures.own.text)
        expected = self.intercept[row] + self.slopes[row] @ self.features(measures)
        expected += sum(self.ngrams[kind].predict(found[kind], task) for kind in KINDS)
        return float(np.clip(self.centre[row] + self.spread * (expected - self.centre[row]), 0.0, 9.0))

    def unlikeness(self, measures: Measures) -> float:
        """How far the measures lie from the mean of the fit: root mean square, in standard deviations."""
        own = np.array([not name.startswith(_NO_PLACE) for name in self.names])
        raw = np.array([measures.numbers[name] for name in self.names])[own]
        return unlikeness(raw, self.mean[own], self.scale[own])

    def stretch(self, measures: Measures, task: int) -> float:
        """How much wider than a typical text's the interval is: 1 or more."""
        return float(max(1.0, self.unlikeness(measures) / self.typical[task - 1]))

    def reach(self, measures: Measures, task: int) -> float:
        """How far below and above the unrounded band the interval reaches, in bands: further for an unlike text."""
        return float(self.width[task - 1]) * self.stretch(measures, task)

    def leaning(self, measures: Measures, criterion: Criterion) -> float:
        """How far this criterion's own measures lie above or below what the whole answer suggests, in bands."""
        key = Criterion.TASK_RESPONSE if criterion is Criterion.TASK_ACHIEVEMENT else criterion
        return float(self.leanings[key] @ self.features(measures))

    def save(self, file: IO[bytes]) -> None:
        """Write the model as one compressed archive of arrays; nothing in it can run."""
        arrays: dict[str, Any] = {
            "names": np.array(self.names),
            "mean": self.mean.astype(np.float32),
            "scale": self.scale.astype(np.float32),
            "intercept": self.intercept,
            "slopes": self.slopes.astype(np.float32),
            "centre": self.centre,
            "spread": self.spread,
            "leanings": np.array([list(self.leanings[key]) for key in _LEANING]).astype(np.float32),
            "width": self.width,
            "typical": self.typical,
            "coverage": self.coverage,
            "natural_table": self.naturalness.log_probability.astype(np.float16),
            "natural": np.array(
                [
                    self.naturalness.centre,
                    self.naturalness.spread,
                    self.naturalness.between,
                    self.naturalness.tolerance,
                ]
            ),
        }
        for kind in KINDS:
            arrays |= {f"{kind}_{key}": value for key, value in vars(self.ngrams[kind]).items()}
        np.savez_compressed(file, **arrays)

    @classmethod
    def read(cls, file: IO[bytes]) -> BandModel:
        """The model in ``file``."""
        with np.load(file, allow_pickle=False) as data:
            centre, spread, between, tolerance = map(float, data["natural"])
            return cls(
                names=tuple(map(str, data["names"])),
                mean=data["mean"].astype(np.float64),
                scale=data["scale"].astype(np.float64),
                intercept=data["intercept"],
                slopes=data["slopes"].astype(np.float64),
                ngrams={
                    kind: NgramWeights(**{key: data[f"{kind}_{key}"] for key in NgramWeights.__annotations__})
                    for kind in KINDS
                },
                centre=data["centre"],
                spread=float(data["spread"]),
                leanings=dict(zip(_LEANING, data["leanings"].astype(np.float64), strict=True)),
                width=data["width"],
                typical=data["typical"],
                coverage=float(data["coverage"]),
                naturalness=Naturalness(data["natural_table"].astype(np.float32), centre, spread, between, tolerance),
            )


def standardised(raw: Vector, mean: Vector, scale: Vector) -> Vector:
    """``raw`` less ``mean``, in units of ``scale``, held within limits; shapes (..., measures) and (measures,)."""
    held: Vector = np.nan_to_num(np.clip((raw - mean) / scale, -_FURTHEST, _FURTHEST))
    return held


def unlikeness(raw: Vector, mean: Vector, scale: Vector) -> float:
    """Root mean square of the measures of one text in standard deviations, those that say nothing of it left out."""
    held = np.clip((raw - mean) / scale, -_STRANGEST, _STRANGEST)
    said = held[~np.isnan(held)]
    return float(np.sqrt(np.mean(said**2))) if said.size else 0.0


_NO_PLACE = ("hidden.",)  # the encoder's state has no scale on which far means strange
_LEANING = (Criterion.TASK_RESPONSE, Criterion.COHERENCE, Criterion.LEXICAL, Criterion.GRAMMAR)
MODEL_FILE = "offline-3.npz"


@cache
def shipped() -> BandModel:
    """The model that comes with Bandmate, read once."""
    with files("engine.data").joinpath("calibration", MODEL_FILE).open("rb") as file:
        return BandModel.read(file)
