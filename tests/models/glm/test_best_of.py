"""Answers that are drawn, a reward model on the served weights, and the best of several answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

import torch
from peft import PeftModel
from transformers import AutoModelForSequenceClassification

from engine.errors import OperatorMistake, TryAgain
from engine.finetune.data.preference import read_preferences
from engine.finetune.training.examples import ExampleEncoder
from engine.finetune.training.preferring import pair_ids, prefer
from engine.marking.llm.explaining import LlmExplainer
from engine.marking.llm.marker import LlmMarker
from engine.models.local.best_of import BestOf
from engine.models.local.loading import load
from engine.models.local.model import LocalModel
from engine.ports import Completion, Prompt, Request, Stopped
from engine.settings import Settings
from engine.wiring import build_explainer, build_marker
from tests.finetune.training.conftest import native, recipe_of
from tests.finetune.training.test_preferring import LORA, pairs

if TYPE_CHECKING:
    from engine.finetune.training.recipe import Recipe

__all__ = ["native", "recipe_of"]

ASKED = Request(Prompt("Explain.", "Why?"), max_tokens=16, max_seconds=600)


@pytest.fixture
def model(native: Path) -> Iterator[LocalModel]:
    found = LocalModel(native, precision="float32", rows=4)
    yield found
    found.close()


def test_what_is_drawn_differs_by_seed_and_is_the_same_for_the_same(model: LocalModel) -> None:
    def says(temperature: float, seed: int) -> str:
        drawn = Request(ASKED.prompt, 16, 60, temperature=temperature, seed=seed)
        return model.generate(drawn).text

    likeliest = model.generate(ASKED).text
    assert says(1.0, 1) == says(1.0, 1)
    assert len({likeliest, says(1.0, 1), says(1.0, 2)}) == 3
    assert says(1e-4, 3) == likeliest, "the colder, the likelier"


def test_a_reward_on_the_served_weights_is_the_trained_models_own(
    model: LocalModel, recipe_of: Callable[..., Recipe], native: Path, tmp_path: Path
) -> None:
    data = pairs(tmp_path / "pairs.jsonl")
    told = recipe_of(**LORA, goal="reward", train=data, steps=8)
    folder = prefer(told).folder
    pair = next(iter(read_preferences(data)))
    before = model.generate(ASKED)
    good, bad = model.rewards(folder, Prompt(pair.shared, pair.own), (pair.chosen or "", pair.rejected or ""), 60)
    assert good > bad
    encoder = ExampleEncoder(load(native, "float32"), told.length)
    classifier = AutoModelForSequenceClassification.from_pretrained(native, num_labels=1, dtype=torch.float32)
    classifier.config.pad_token_id = load(native, "float32").tokenizer.pad_token_id
    trained = PeftModel.from_pretrained(classifier, str(folder)).eval()
    row = pair_ids(pair, encoder, whole=True)
    with torch.no_grad():
        own = [
            float(trained(input_ids=torch.tensor([row[name]])).logits[0, 0]) for name in ("chosen_ids", "rejected_ids")
        ]
    assert [good, bad] == pytest.approx(own, abs=1e-4)
    assert model.generate(ASKED) == before, "who is asked next is answered without it"
    with pytest.raises(OperatorMistake, match="no adapter"):
        model.rewards(tmp_path, ASKED.prompt, ("a",), 60)


class Candidates(LocalModel):
    """Says another thing for each seed, and gives points by the length of an answer."""

    def __init__(self, says: Mapping[int, Completion | Exception], trouble: Exception | None = None) -> None:
        self.says, self.trouble = says, trouble

    def generate(self, request: Request, on_text: object = None) -> Completion:  # noqa: ARG002
        said = self.says[request.seed]
        if isinstance(said, Exception):
            raise said
        return said

    def rewards(self, folder: Path, prompt: Prompt, answers: object, seconds: float) -> tuple[float, ...]:  # noqa: ARG002
        assert seconds > 0
        if self.trouble is not None:
            raise self.trouble
        return tuple(float(len(each)) for each in answers)  # type: ignore[attr-defined]


def said(text: str, stopped: Stopped = Stopped.END) -> Completion:
    return Completion(text, stopped, 1, 1)


def test_the_best_is_given_and_what_fails_or_was_cut_short_is_not_among_them(caplog: pytest.LogCaptureFixture) -> None:
    away, cut = TryAgain("busy"), said("the longest of them all", Stopped.TIME)
    best: dict[int, Completion | Exception] = {0: said("short"), 1: said("longer"), 2: away, 3: cut}
    assert BestOf(Candidates(best), Path("r"), 4).generate(ASKED).text == "longer"
    only: dict[int, Completion | Exception] = {0: said("short"), 1: away, 2: cut}
    assert BestOf(Candidates(only), Path("r"), 3).generate(ASKED).text == "short"
    with caplog.at_level(logging.WARNING):
        assert BestOf(Candidates(best, OperatorMistake("no reward")), Path("r"), 4).generate(ASKED).text == "short"
    assert "no reward" in caplog.text
    with pytest.raises(TryAgain):
        BestOf(Candidates({0: away, 1: said("longer")}), Path("r"), 2).generate(ASKED)
    urgent = Request(ASKED.prompt, 16, 60, urgent=True)
    assert BestOf(Candidates(best), Path("r"), 4).generate(urgent).text == "short"


def test_only_words_about_a_mark_are_chosen_so_and_only_with_weights_in_the_worker(
    settings: Settings, native: Path
) -> None:
    local = settings.model_copy(update={"llm": "chatglm2", "llm_path": native, "llm_reward": Path("models/reward")})
    explainer = build_explainer(local)
    assert isinstance(explainer, LlmExplainer)
    assert isinstance(explainer._model, BestOf)
    marker = build_marker(local)
    assert isinstance(marker, LlmMarker)
    assert isinstance(marker._model, LocalModel), "no mark is chosen by what learners like"
    served = local.model_copy(update={"llm": "server", "llm_url": "http://127.0.0.1:9/v1"})
    with pytest.raises(OperatorMistake, match="BANDMATE_LLM_REWARD"):
        build_explainer(served)
