"""Reward, DPO and KTO on the tiny checkpoint: what was chosen becomes likelier, and serving hears it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

import torch
from safetensors.torch import load_file
from transformers import TrainerCallback, TrainerState

from engine.errors import OperatorMistake
from engine.finetune.data.preference import Preference, read_preferences
from engine.finetune.training.preferring import prefer
from engine.finetune.training.run import train
from engine.models.local.model import LocalModel
from engine.models.weights.quantize import quantize

if TYPE_CHECKING:
    from engine.finetune.training.recipe import Recipe

Make = Callable[..., "Recipe"]
LORA = {"lora": {"rank": 8, "layers": "all"}, "learning_rate": 1e-2, "batch": 4, "accumulate": 1}


def pairs(path: Path) -> Path:
    rows = [
        Preference(
            id=f"p{n}", shared="Explain.", own=f"Why {n}?", chosen='{"answer": "links"}', rejected='{"answer": "no"}'
        )
        for n in range(4)
    ]
    path.write_text("".join(each.model_dump_json() + "\n" for each in rows), "utf-8")
    return path


@pytest.mark.parametrize("goal", ["dpo", "reward"])
def test_pairs_teach_which_answer_comes_first(recipe_of: Make, tmp_path: Path, goal: str) -> None:
    data = pairs(tmp_path / "pairs.jsonl")
    done = prefer(recipe_of(**LORA, goal=goal, train=data, validation=data, steps=12))
    assert done.held_out == 1.0
    assert done.curve[-1][1] < 0.7 * done.curve[0][1]
    assert (done.folder / "adapter_model.safetensors").exists()


def test_a_reward_is_learnt_on_weights_in_four_bits(recipe_of: Make, native: Path, tmp_path: Path) -> None:
    """The recipes name such a folder. It has no head of one output, and nothing else of it may be drawn anew."""
    small = tmp_path / "nf4"
    quantize(native, small)
    data = pairs(tmp_path / "pairs.jsonl")
    recipe = recipe_of(**LORA, goal="reward", model=small, precision="auto", train=data, validation=data, steps=8)
    done = prefer(recipe)
    assert done.held_out == 1.0
    with closing(LocalModel(small, precision="auto", rows=1, context=600)) as model:
        asked = next(read_preferences(data)).asked("-").prompt
        good, bad = model.rewards(done.folder, asked, ('{"answer": "links"}', '{"answer": "no"}'), 60)
    assert good > bad, "serving hears the head on the same weights"


def test_dpo_goes_on_from_an_adapter_and_is_held_to_it(recipe_of: Make, tmp_path: Path) -> None:
    first = train(recipe_of(**LORA, steps=4, target=tmp_path / "first")).folder
    done = prefer(recipe_of(**LORA, goal="dpo", start=first, train=pairs(tmp_path / "pairs.jsonl"), steps=6))
    # The loss of no preference at all is log 2: at the first step the adapter is its own reference.
    assert done.curve[0][1] == pytest.approx(0.6931, abs=1e-3)
    assert done.curve[-1][1] < 0.6
    assert [path.name for path in done.folder.iterdir() if path.is_dir()] == [], "the reference is not saved"


class _Killed(TrainerCallback):  # type: ignore[misc]
    """Ends a run as a kill does, in the middle of a step."""

    def on_step_begin(self, _args: object, state: TrainerState, _control: object, **_: object) -> None:
        if state.global_step == 3:
            raise KeyboardInterrupt


@pytest.mark.parametrize("goal", ["dpo", "kto", "reward"])
def test_a_run_that_was_killed_goes_on_on_the_same_curve(recipe_of: Make, tmp_path: Path, goal: str) -> None:
    data = pairs(tmp_path / "pairs.jsonl")
    told = {**LORA, "batch": 1, "goal": goal, "train": data, "steps": 5, "every": 2}
    whole = prefer(recipe_of(**told, target=tmp_path / "whole"))
    killed = recipe_of(**told, target=tmp_path / "killed")
    with pytest.raises(KeyboardInterrupt):
        prefer(killed, watch=_Killed())
    (killed.run_folder / "checkpoint-9").mkdir()  # one that was being written
    said: list[str] = []
    resumed = prefer(killed, said.append)
    assert dict(resumed.curve) == pytest.approx(dict(whole.curve), rel=1e-4)
    assert any("checkpoint-2" in line for line in said)
    weights = [load_file(folder / "adapter_model.safetensors") for folder in (whole.folder, killed.target)]
    for name, each in weights[0].items():
        assert torch.allclose(each, weights[1][name], atol=1e-5), name


def test_thumbs_teach_without_pairs(recipe_of: Make, tmp_path: Path) -> None:
    found = list(read_preferences(pairs(tmp_path / "pairs.jsonl")))
    thumbs = [found[0].model_copy(update={"rejected": None}), found[1].model_copy(update={"chosen": None})]
    path = tmp_path / "thumbs.jsonl"
    path.write_text("".join(each.model_dump_json() + "\n" for each in thumbs), "utf-8")
    done = prefer(recipe_of(**LORA, goal="kto", train=path, steps=8))
    assert done.curve[-1][1] < done.curve[0][1]
    with pytest.raises(OperatorMistake, match="no pairs"):
        prefer(recipe_of(**LORA, goal="dpo", train=path, target=tmp_path / "none"))


def test_what_prefers_nothing_is_none(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "1", "shared": "", "own": "x", "chosen": "a", "rejected": "a"}\n', "utf-8")
    with pytest.raises(OperatorMistake, match="line 1: no preference"):
        list(read_preferences(path))
