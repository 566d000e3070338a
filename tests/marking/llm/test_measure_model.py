"""A model earns its weight: one that knows gets much, one that guesses nothing."""

from __future__ import annotations

import itertools

import pytest

from engine.errors import ModelMisbehaved, OperatorMistake
from engine.evaluate.essays import Marked
from engine.evaluate.language_model import measure
from engine.ielts.writing import Essay, WritingTask

TRUTH = [4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0, 5.0, 6.0]
TOPICS = ("cities", "schools", "trains", "meat", "paper", "games", "water", "art", "work", "law")
ESSAYS = tuple(
    Marked(Essay(f"{band}", WritingTask(2, prompt=f"{topic} are {topic} because {topic}")), band)
    for topic, band in zip(TOPICS, TRUTH, strict=True)
)


class TwoMinds:
    """The offline scorer always says 6; the model says what it is told to for a true band."""

    def __init__(self, model: dict[float, float] | None, *, fails: int = 0) -> None:
        self._model = model
        self._fails = itertools.count(fails, -1)

    def each_alone(self, essay: Essay) -> tuple[float, float]:
        if next(self._fails) > 0:
            raise ModelMisbehaved("no record")
        band = float(essay.text)
        return 6.0, self._model[band] if self._model else 9.0 - band


def test_a_model_that_knows_counts_fully() -> None:
    found = measure(TwoMinds({band: band for band in TRUTH}), ESSAYS, at_once=3)  # type: ignore[arg-type]
    assert found.fusion.weight == 1.0
    assert found.fused.rmse == 0.0
    assert found.model.qwk == pytest.approx(1.0)
    assert found.offline.rmse > 1.0


def test_a_model_that_is_wrong_counts_nothing() -> None:
    found = measure(TwoMinds(None), ESSAYS)  # type: ignore[arg-type]
    assert found.fusion.weight == 0.0
    assert found.fused == found.offline


def test_essays_without_a_record_are_counted() -> None:
    assert measure(TwoMinds(None, fails=3), ESSAYS).failed == 3  # type: ignore[arg-type]
    with pytest.raises(OperatorMistake, match="no record"):
        measure(TwoMinds(None, fails=99), ESSAYS)  # type: ignore[arg-type]


def test_each_is_reported_alone_and_fused() -> None:
    found = measure(TwoMinds({band: band for band in TRUTH}), ESSAYS)  # type: ignore[arg-type]
    numbers = found.as_json("model")
    names = {"n", "qwk", "rmse", "mse", "pearson", "exact", "within_half", "within_one"}
    assert numbers.keys() == {*names, "weight", "failed", "offline", "model", "fused"}
    assert numbers["rmse"] == 0.0
    assert numbers["offline"]["rmse"] == found.offline.rmse  # type: ignore[index]
    assert found.as_json("fused")["n"] == len(ESSAYS)
