"""Each method learns, is saved whole, comes back the same, is heard in serving; and a killed run ends the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

import torch
from peft import PeftModel
from transformers import TrainerCallback

from engine.errors import OperatorMistake
from engine.finetune.training.batches import collate, rows_of
from engine.finetune.training.checkpoints import newest
from engine.finetune.training.examples import ExampleEncoder
from engine.finetune.training.loss import losses
from engine.finetune.training.merge import merge
from engine.finetune.training.methods import load_trainable
from engine.finetune.training.probe import refuse_silent
from engine.finetune.training.run import train
from engine.models.local.loading import load
from engine.models.local.model import LocalModel
from engine.models.weights.adapters import load_prefix, write_prefix
from engine.models.weights.quantize import quantize
from engine.ports import Request
from tests.finetune.training.conftest import examples

if TYPE_CHECKING:
    from engine.finetune.training.recipe import Recipe

Make = Callable[..., "Recipe"]
METHODS: dict[str, dict[str, Any]] = {
    "lora": {"lora": {"rank": 8, "layers": "all"}, "learning_rate": 1e-2},
    "prefix": {"method": "prefix", "prefix": {"length": 64}, "learning_rate": 0.3},
    "full": {"method": "full", "learning_rate": 1e-2},
}


class Killed(TrainerCallback):
    """Dies after so many steps."""

    def __init__(self, after: int) -> None:
        self._after = after

    def on_step_end(self, args: object, state: Any, control: object, **_: object) -> None:  # noqa: ARG002
        if state.global_step == self._after:
            raise KeyboardInterrupt


@pytest.mark.parametrize("method", METHODS)
def test_each_method_overfits_is_saved_and_is_served(native: Path, recipe_of: Make, method: str) -> None:
    recipe = recipe_of(**METHODS[method], steps=60, every=60, batch=4, accumulate=1)
    done = train(recipe)
    first, last = done.curve[0][1], done.curve[-1][1]
    assert last < 0.35 * first
    folder, adapters = (recipe.target, {}) if method == "full" else (native, {"essay": recipe.target})
    served = LocalModel(folder, precision="float32", adapters=adapters, rows=1)
    base = LocalModel(native, precision="float32", rows=1)
    request = Request(examples()[1].prompt, max_tokens=24, max_seconds=600)
    said = served.generate(request if method == "full" else Request(examples()[1].prompt, 24, 60, adapter="essay")).text
    assert said != base.generate(request).text
    assert said.startswith('{"TR"'), "it answers in the form that it learnt"
    served.close()
    base.close()
    told = json.loads((recipe.target / "training.json").read_text("utf-8"))
    assert told["steps"] == 60
    assert told["data"]["train"]["examples"] == 4
    assert told["recipe_digest"] in (recipe.target / "README.md").read_text("utf-8")
    assert not list(recipe.target.parent.glob(".adapter-*")), "no scratch folder is left"


@pytest.mark.parametrize("method", ["lora", "prefix"])
def test_a_run_that_is_killed_ends_on_the_same_curve(recipe_of: Make, tmp_path: Path, method: str) -> None:
    made = {**METHODS[method], "steps": 6, "every": 2, "batch": 1, "accumulate": 2}
    whole = train(recipe_of(**made, target=tmp_path / "whole"))
    recipe = recipe_of(**made)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, watch=Killed(3))
    half = recipe.run_folder / "checkpoint-3"
    half.mkdir()
    (half / "trained.safetensors").write_bytes(b"cut off while it was written")
    done = train(recipe)
    assert not half.exists(), "a checkpoint that was cut off is none"
    assert dict(done.curve) == pytest.approx(dict(whole.curve), abs=1e-6)
    assert newest(recipe.run_folder) == recipe.run_folder / "checkpoint-6"
    with pytest.raises(OperatorMistake, match="exists"):
        train(recipe)


def test_another_recipe_does_not_go_on_from_these_checkpoints(recipe_of: Make) -> None:
    train(recipe_of(**METHODS["lora"], steps=2))
    changed = recipe_of(**METHODS["lora"], steps=3)
    shutil.rmtree(changed.target)
    with pytest.raises(OperatorMistake, match="another run"):
        train(changed)


@pytest.mark.parametrize("method", METHODS)
def test_recomputing_changes_no_gradient(recipe_of: Make, method: str) -> None:
    """Under a prefix too: its entries are kept, and the rest is computed anew."""
    found = []
    for recompute in (False, True):
        recipe = recipe_of(**METHODS[method], checkpointing=recompute)
        loaded, model = load_trainable(recipe)
        encoder = ExampleEncoder(loaded, 128)
        rows = rows_of([encoder.encode(each) for each in examples()], 128, packing=True)
        batch = collate([rows[0]])
        loss = losses(model, batch, torch.tensor(encoder.digits)).nats
        loss.backward()
        gradients = [each.grad.clone() for each in model.parameters() if each.grad is not None]
        found.append((float(loss.detach()), gradients))
    assert found[0][0] == pytest.approx(found[1][0], abs=1e-4)
    for one, other in zip(found[0][1], found[1][1], strict=True):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)


def test_a_prefix_that_is_trained_is_the_prefix_that_is_served(native: Path, recipe_of: Make) -> None:
    """Through serving's cache the same logits come out as through training's attention."""
    from transformers import DynamicCache

    from engine.finetune.training.prefix import prefix_of

    loaded, model = load_trainable(recipe_of(**METHODS["prefix"]))
    ids = torch.tensor([ExampleEncoder(loaded, 128).encode(examples()[0]).ids])
    trained = model(ids, use_cache=False).logits
    prefix = prefix_of(loaded.model)
    cache = DynamicCache()
    for layer, (keys, values) in enumerate(zip(prefix.keys, prefix.values, strict=True)):
        cache.update(keys[None], values[None], layer)
    served = (
        load(native, "float32")
        .model(ids, position_ids=torch.arange(ids.shape[1])[None], past_key_values=cache, use_cache=True)
        .logits
    )
    torch.testing.assert_close(trained, served, atol=1e-4, rtol=1e-4)


def test_an_adapter_that_is_not_heard_is_refused(native: Path, recipe_of: Make, tmp_path: Path) -> None:
    """Saved but not loaded, or loaded and empty: the probe finds both."""
    from peft import LoraConfig, get_peft_model

    silent = tmp_path / "silent"
    config = LoraConfig(r=4, target_modules=["q_proj"], task_type="CAUSAL_LM")  # B is zero until it is trained
    get_peft_model(load(native, "float32").model, config).save_pretrained(silent)
    with pytest.raises(OperatorMistake, match="not heard"):
        refuse_silent(native, silent, "float32")
    recipe = recipe_of(**METHODS["prefix"], steps=2)
    train(recipe)
    prefix = load_prefix(recipe.target)
    assert prefix.length == 64
    write_prefix(prefix, recipe.target)
    refuse_silent(native, recipe.target, "float32")


def test_a_merge_answers_as_the_adapter_does_and_is_refused_in_four_bits(
    native: Path, recipe_of: Make, tmp_path: Path
) -> None:
    recipe = recipe_of(**METHODS["lora"], steps=20, every=20)
    train(recipe)
    merge(native, recipe.target, tmp_path / "merged")
    ids = torch.tensor([ExampleEncoder(load(native, "float32"), 128).encode(examples()[2]).ids])
    beside = PeftModel.from_pretrained(load(native, "float32").model, str(recipe.target))(ids).logits
    within = load(tmp_path / "merged", "float32").model(ids).logits
    without = load(native, "float32").model(ids).logits
    assert (within - beside).abs().max() < 0.05 * (without - beside).abs().max()
    quantize(native, tmp_path / "nf4")
    with pytest.raises(OperatorMistake, match="rounded"):
        merge(tmp_path / "nf4", recipe.target, tmp_path / "refused")
    assert not (tmp_path / "refused").exists()


def test_four_bits_learn_too(native: Path, recipe_of: Make, tmp_path: Path) -> None:
    quantize(native, tmp_path / "nf4")
    done = train(recipe_of(**METHODS["lora"], model=tmp_path / "nf4", precision="auto", steps=12, every=12))
    assert done.curve[-1][1] < 0.9 * done.curve[0][1]


def test_a_loss_that_is_no_number_names_step_and_example(recipe_of: Make) -> None:
    with pytest.raises(OperatorMistake, match=r"no number at step \d+, example m\d"):
        train(recipe_of(**METHODS["full"] | {"learning_rate": 1e30, "clip": 1e30}, steps=8))


def test_a_run_ends_early_and_keeps_the_best(recipe_of: Make, tmp_path: Path) -> None:
    from tests.finetune.training.conftest import marking, write

    held_out = write(tmp_path / "held.jsonl", [marking(9, 4.0), marking(8, 7.5), marking(7, 5.0)])
    recipe = recipe_of(**METHODS["lora"], validation=held_out, steps=60, every=2, patience=2)
    lines: list[str] = []
    done = train(recipe, lines.append)
    assert done.steps < 60
    assert "eval_qwk" in done.measured
    assert any("held-out QWK" in line and "left" in line for line in lines)
    assert (recipe.run_folder / "tensorboard").is_dir()
