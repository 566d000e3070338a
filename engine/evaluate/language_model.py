"""A language model beside the offline scorer, against examiners: each alone, and both with the weight that fits best."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.evaluate.essays import Marked
from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.metrics import Agreement, agreement, named
from engine.ielts.bands import round_to_band
from engine.marking.llm.fusion import Fusion, fit
from engine.marking.llm.marker import LlmMarker

Bands = npt.NDArray[np.float64]
Which = Literal["offline", "model", "fused"]


@dataclass(frozen=True, slots=True)
class ModelMeasurement:
    """``fused`` is cross-validated over prompts; ``fusion`` is fitted on all. ``failed`` essays got no record."""

    offline: Agreement
    model: Agreement
    fused: Agreement
    fusion: Fusion
    failed: int

    @property
    def each(self) -> dict[Which, Agreement]:
        """Each alone, and both."""
        return {"offline": self.offline, "model": self.model, "fused": self.fused}

    def as_json(self, which: Which) -> dict[str, object]:
        """The numbers of one at the top, as ``evaluate writing --json`` has them, and below them those of each."""
        return {
            **named(self.each[which]),
            "weight": self.fusion.weight,
            "failed": self.failed,
            **{name: named(agreement) for name, agreement in self.each.items()},
        }


def measure(marker: LlmMarker, essays: tuple[Marked, ...], *, at_once: int = 1, seed: int = 0) -> ModelMeasurement:
    """Marks ``essays`` with both, ``at_once`` together, and compares.

    The offline scorer looks better than it is on essays that it was fitted on, and then the model's weight comes out
    too small: measure on others.

    Raises:
        OperatorMistake: the model is set up wrongly, or gave no record for any essay.
    """

    def both(marked: Marked) -> tuple[float, float] | None:
        try:
            return marker.each_alone(marked.essay)
        except (TryAgain, ModelMisbehaved):
            return None

    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(both, essays))
    rows = [(*pair, marked) for pair, marked in zip(answers, essays, strict=True) if pair is not None]
    if not rows:
        raise OperatorMistake("the language model gave no record for any essay")
    offline, model = (np.array([row[side] for row in rows], dtype=float) for side in (0, 1))
    people = np.array([marked.band for *_, marked in rows])
    groups = prompt_groups([marked.essay.task.prompt or "" for *_, marked in rows])
    return ModelMeasurement(
        offline=agreement(_rounded(offline), people),
        model=agreement(_rounded(model), people),
        fused=agreement(_rounded(_cross_fused(offline, model, people, folds(groups, seed))), people),
        fusion=fit(offline.tolist(), model.tolist(), people.tolist()),
        failed=len(essays) - len(rows),
    )


def _cross_fused(offline: Bands, model: Bands, people: Bands, fold: npt.NDArray[np.int64]) -> Bands:
    """Each essay fused with the weight that the essays on other prompts give."""
    fused = offline.copy()
    for number in np.unique(fold):
        held, rest = fold == number, fold != number
        if rest.any():
            weight = fit(offline[rest].tolist(), model[rest].tolist(), people[rest].tolist()).weight
            fused[held] = (1 - weight) * offline[held] + weight * model[held]
    return fused


def _rounded(bands: Bands) -> Bands:
    return np.array([float(round_to_band(min(max(band, 0.0), 9.0))) for band in bands])
