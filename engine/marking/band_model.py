"""From measures to bands, with numpy alone. Fitted by ``engine.evaluate.calibrate``; one small file holds it all.

The overall band is a blend of three regressions on examiners' bands: a linear model on the measures with one set of
slopes a task, an ensemble of extremely randomised trees (Geurts, Ernst and Wehenkel 2006) on the same measures, and a
linear model on hashed character n-grams. A regression to noisy bands shrinks towards the mean; its spread is widened
again by a constant (variance matching), or bands 4 and 8 would never be given.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from engine.ielts.bands import Criterion
from engine.marking.measures.collect import Measures
from engine.marking.measures.naturalness import Naturalness
from engine.marking.ngrams import presence

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """An ensemble of regression trees, flattened: node arrays of equal length, and where each tree begins.

    ``feature`` is -1 at a leaf; ``left`` and ``right`` are absolute node numbers.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    roots: npt.NDArray[np.int32]

    def predict(self, features: Vector) -> float:
        """Mean of the trees' answers for one vector of features; all trees walk down together."""
        node = self.roots.copy()
        while True:
            feature = self.feature[node]
            inner = feature >= 0
            if not inner.any():
                return float(self.value[node].mean())
            goes_left = features[np.maximum(feature, 0)] <= self.threshold[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)


@dataclass(frozen=True)
class BandModel:
    """Everything fitted. Vectors of measures are in the order of ``names``; ``slopes`` is shape (2 tasks, measures).

    ``width`` is how far below and above the unrounded band its interval reaches, a task each, in bands.
    """

    names: tuple[str, ...]
    mean: Vector
    scale: Vector
    intercept: Vector
    slopes: Vector
    trees: Trees
    ngram_weights: npt.NDArray[np.float16]
    ngram_intercept: float
    blend: Vector
    centre: Vector
    spread: float
    leanings: dict[Criterion, Vector]
    width: Vector
    coverage: float
    naturalness: Naturalness

    def features(self, measures: Measures) -> Vector:
        """The measures as a vector, standardised and held within four standard deviations."""
        raw = np.array([measures.numbers[name] for name in self.names])
        held: Vector = np.clip((raw - self.mean) / self.scale, -4.0, 4.0)
        return held

    def overall(self, measures: Measures, task: int) -> float:
        """The unrounded overall band, 0 to 9."""
        features = self.features(measures)
        row = task - 1
        parts = np.array([
            self.intercept[row] + self.slopes[row] @ features,
            self.trees.predict(np.append(features, float(task))),
            self.ngram_intercept + float(presence(measures.own.text.raw) @ self.ngram_weights.astype(np.float32)),
        ])  # fmt: skip
        blended = float(self.blend @ parts)
        return float(np.clip(self.centre[row] + self.spread * (blended - self.centre[row]), 0.0, 9.0))

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
            **{f"trees_{key}": value for key, value in vars(self.trees).items()},
            "ngram_weights": self.ngram_weights,
            "ngram_intercept": self.ngram_intercept,
            "blend": self.blend,
            "centre": self.centre,
            "spread": self.spread,
            "leanings": np.array([list(self.leanings[key]) for key in _LEANING]).astype(np.float32),
            "width": self.width,
            "coverage": self.coverage,
            "natural_table": self.naturalness.log_probability.astype(np.float16),
            "natural": np.array(
                [
                    self.naturalness.centre,
                    self.naturalness.spread,
                    self.naturalness.between,
                    self.naturalness.tolerance,
                ]
            ),  # fmt: skip
        }
        np.savez_compressed(file, **arrays)

    @classmethod
    def read(cls, file: IO[bytes]) -> BandModel:
        """The model in ``file``."""
        with np.load(file, allow_pickle=False) as data:
            trees = Trees(**{key: data[f"trees_{key}"] for key in Trees.__annotations__})
            centre, spread, between, tolerance = map(float, data["natural"])
            return cls(
                names=tuple(map(str, data["names"])),
                mean=data["mean"].astype(np.float64),
                scale=data["scale"].astype(np.float64),
                intercept=data["intercept"],
                slopes=data["slopes"].astype(np.float64),
                trees=trees,
                ngram_weights=data["ngram_weights"],
                ngram_intercept=float(data["ngram_intercept"]),
                blend=data["blend"],
                centre=data["centre"],
                spread=float(data["spread"]),
                leanings=dict(zip(_LEANING, data["leanings"].astype(np.float64), strict=True)),
                width=data["width"],
                coverage=float(data["coverage"]),
                naturalness=Naturalness(data["natural_table"].astype(np.float32), centre, spread, between, tolerance),
            )


_LEANING = (Criterion.TASK_RESPONSE, Criterion.COHERENCE, Criterion.LEXICAL, Criterion.GRAMMAR)
MODEL_FILE = "offline-1.npz"


@cache
def shipped() -> BandModel:
    """The model that comes with Bandmate, read once."""
    with files("engine.data").joinpath("calibration", MODEL_FILE).open("rb") as file:
        return BandModel.read(file)
