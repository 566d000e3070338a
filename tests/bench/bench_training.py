"""Training: the memory that `train --plan` calculates, beside what runs took.

A run of some shapes on this machine's processor, each in a process of its own: the largest resident set of two steps, less
what the process had before the model. Then the recipes and the bars at ChatGLM2-6B's shape, calculated.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from engine.finetune.training.loss import losses
from engine.finetune.training.memory import plan
from engine.finetune.training.methods import load_trainable
from engine.finetune.training.recipe import Recipe, read_recipe
from tests.finetune.training.shapes import MEASURED, SIX_BILLION

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "data" / "chatglm2-tiny"
MIDDLE = SIX_BILLION | {
    "hidden_size": 768, "intermediate_size": 2560, "num_hidden_layers": 12, "num_attention_heads": 12, "head_dim": 64,
    "vocab_size": 8192,
}  # fmt: skip
"""101 million parameters, 0.4 GB in float32."""
RUNS: list[tuple[str, dict[str, Any]]] = [
    ("LoRA, rank 8 on attention", {"length": 512}),
    ("the same, twice as long", {"length": 1024}),
    ("the same, nothing recomputed", {"length": 512, "checkpointing": False}),
    ("LoRA, rank 16 on all layers", {"length": 512, "lora": {"rank": 16, "layers": "all"}}),
    ("P-Tuning v2, 128 entries", {"length": 512, "method": "prefix"}),
    ("the same, nothing recomputed", {"length": 512, "method": "prefix", "checkpointing": False}),
    ("the whole model", {"length": 512, "method": "full"}),
]
ANSWER = 200
"""Tokens of an example that are trained."""


def recipe_on(model: Path, more: dict[str, Any]) -> Recipe:
    told = {"model": model, "target": "t", "train": "x", "precision": "float32", "optimiser": "adamw"}
    return Recipe.model_validate(told | more)


def resident(what: str) -> float:
    """``VmRSS`` or ``VmHWM`` (the largest so far) of this process, in GB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) * 1024 / 1e9


def two_steps(recipe: Recipe) -> float:
    """Trains two steps on random tokens; the largest resident set beyond what there was before, in GB."""
    before = resident("VmRSS")
    _, model = load_trainable(recipe, device="cpu")
    trained = [each for each in model.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=1e-4)
    ids = torch.randint(1, 700, (1, recipe.length))
    labels = torch.where(torch.arange(recipe.length) < recipe.length - ANSWER, -100, ids)
    batch = {
        "input_ids": ids,
        "labels": labels,
        "position_ids": torch.arange(recipe.length)[None],
        "attention_mask": torch.ones_like(ids),
        "band_places": torch.zeros(0, 3, dtype=torch.long),
        "band_values": torch.zeros(0),
    }
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew from here: loading is none of a run's
    for _ in range(2):
        found = losses(model, batch, torch.arange(10), answer_only=recipe.answer_logits)
        (found.nats / found.tokens).backward()
        optimiser.step()
        optimiser.zero_grad()
    return resident("VmHWM") - before


def checkpoint(folder: Path) -> Path:
    """Random weights of the middle size, with the tiny checkpoint's tokenizer."""
    from engine.models.chatglm.convert import convert

    convert(TINY, folder)
    (folder / "config.json").write_text(json.dumps(MIDDLE), "utf-8")
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(folder))
    model.save_pretrained(folder)
    for manifest in folder.glob("bandmate-manifest.json"):
        manifest.unlink()
    return folder


def on_this_machine() -> None:
    """Prints calculated beside measured."""
    say = sys.stdout.write
    say(
        "| 101 million parameters, float32, on this processor | tokens | calculated, GB | took, GB |\n|---|---|---|---|\n"
    )
    env = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "0", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as scratch:
        model = checkpoint(Path(scratch) / "model")
        for name, more in RUNS:
            told = recipe_on(model, more)
            found = plan(told, answer_tokens=ANSWER)
            done = subprocess.run(
                [sys.executable, __file__, "--run", told.model_dump_json()],
                env=env, cwd=ROOT, capture_output=True, text=True, check=True,
            )  # fmt: skip
            say(f"| {name} | {told.length} | {(found.peak - found.work) / 1e9:.2f} | {float(done.stdout):.2f} |\n")


def at_six_billion() -> None:
    """Prints the recipes and the bars, calculated, and what was once measured on a card."""
    say = sys.stdout.write
    say("\n| ChatGLM2-6B's shape in NF4 | tokens | calculated, GB | |\n|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as scratch:
        model = Path(scratch)
        (model / "config.json").write_text(json.dumps(SIX_BILLION), "utf-8")
        nf4 = {"precision": "nf4", "optimiser": "auto"}
        for name, more, bar in (
            ("LoRA, rank 8 on attention", {"length": 1024}, "bar: 6.0"),
            ("P-Tuning v2, 128 entries", {"length": 1024, "method": "prefix"}, "bar: 6.7, as its authors published"),
        ):
            found = plan(recipe_on(model, nf4 | more))
            say(f"| {name} | 1,024 | {found.total / 1e9:.2f} | {bar} |\n")
        for path in sorted((ROOT / "deploy" / "recipes").glob("*.toml")):
            told = read_recipe(path).model_copy(update={"model": model})
            say(f"| `{path.name}` | {told.length:,} | {plan(told).total / 1e9:.2f} | card: {told.card_gb:.0f} |\n")
        for settings, answer, measured in MEASURED:
            told = recipe_on(model, nf4 | settings)
            name = f"{told.method}, {answer} of them with logits{'' if told.checkpointing else ', nothing recomputed'}"
            peak = plan(told, answer_tokens=answer).peak / 1e9
            say(f"| {name} | {told.length:,} | {peak:.2f} (without CUDA's own) | took {measured:.1f} on one H200 |\n")


def main() -> None:
    """Print the tables; with ``--run`` one run, for the number alone."""
    if sys.argv[1:2] == ["--run"]:
        torch.set_num_threads(1)
        sys.stdout.write(str(two_steps(Recipe.model_validate_json(sys.argv[2]))))
        return
    on_this_machine()
    at_six_billion()


if __name__ == "__main__":
    main()
