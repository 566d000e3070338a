"""``bandmate train RECIPE.toml`` for answers: plan, train, save, and see that what was saved is heard in serving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.utils.tensorboard import SummaryWriter
from transformers import EarlyStoppingCallback, TrainerCallback, TrainingArguments
from transformers.integrations import TensorBoardCallback

from engine.errors import OperatorMistake, TryAgain
from engine.finetune.training.batches import rows_of
from engine.finetune.training.card import Card, model_card
from engine.finetune.training.checkpoints import LEAST_KEPT, claim, newest
from engine.finetune.training.examples import ExampleEncoder, Examples, read_examples
from engine.finetune.training.memory import plan, refuse_too_large
from engine.finetune.training.methods import load_trainable, write_result
from engine.finetune.training.probe import refuse_silent
from engine.finetune.training.recipe import Recipe
from engine.finetune.training.settings import hush, trainer_settings
from engine.finetune.training.tuner import TimeLeft, Tuner

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Trained:
    """Where the result is, the losses by step, what was measured last on validation, and the steps done."""

    folder: Path
    curve: tuple[tuple[int, float], ...]
    measured: dict[str, float]
    steps: int


def train(recipe: Recipe, tell: Tell = lambda _: None, watch: TrainerCallback | None = None) -> Trained:
    """Trains by ``recipe``; a run that was killed goes on from its newest whole checkpoint, on the same curve.

    Raises:
        OperatorMistake: the recipe, its data or its model cannot be used, or it does not fit the card.
        TryAgain: there is no memory for it now.
    """
    hush()
    if recipe.target.exists():
        raise OperatorMistake(f"{recipe.target} exists: name a target that does not.")
    refuse_too_large(plan(recipe), recipe)
    loaded, model = load_trainable(recipe)
    encoder = ExampleEncoder(loaded, recipe.length)
    learnt = read_examples(recipe.train, encoder)
    held_out = read_examples(recipe.validation, encoder) if recipe.validation is not None else None
    for told, found in (("training", learnt), ("validation", held_out)):
        if found is not None:
            cut = f", {found.cut} of them with a prompt cut to fit" if found.cut else ""
            tell(f"{len(found.examples)} examples for {told}{cut}")
    claim(recipe.run_folder, recipe.digest(), learnt.digest)
    resumed = newest(recipe.run_folder)
    if resumed is not None:
        tell(f"Going on from {resumed}")
    tuner = Tuner(
        model=model,
        args=_arguments(recipe, held_out),
        train_dataset=rows_of(learnt.examples, recipe.length, packing=recipe.packing),
        eval_dataset=rows_of(held_out.examples, recipe.length, packing=False) if held_out else None,
        digits=encoder.digits,
        names=[each.name for each in learnt.examples],
        validation=held_out.examples if held_out else (),
        band_weight=recipe.band_weight,
        answer_only=recipe.answer_logits,
        callbacks=[
            TimeLeft(tell),
            TensorBoardCallback(SummaryWriter(str(recipe.run_folder / "tensorboard"))),
            *([EarlyStoppingCallback(recipe.patience)] if held_out else []),
            *([watch] if watch is not None else []),
        ],
    )
    try:
        tuner.train(resume_from_checkpoint=str(resumed) if resumed is not None else None)
    except torch.OutOfMemoryError as error:
        raise TryAgain(f"the card has no memory left at length {recipe.length}: lower `length` or `batch`") from error
    measured = tuner.evaluate() if held_out else {}
    curve = tuple((each["step"], each["loss"]) for each in tuner.state.log_history if "loss" in each)
    card = Card(recipe, learnt, held_out, measured, curve, tuner.state.global_step)
    write_result(loaded, model, recipe, {"README.md": model_card(card), "training.json": card.as_json()})
    del tuner, model, loaded
    if recipe.method != "full":
        refuse_silent(recipe.model, recipe.target, recipe.precision)
    return Trained(recipe.target, curve, measured, card.steps)


def _arguments(recipe: Recipe, held_out: Examples | None) -> TrainingArguments:
    metric = "loss"
    if held_out is not None and any(each.bands for each in held_out.examples):
        metric = "qwk"
    settings = trainer_settings(recipe) | {
        "save_strategy": "steps",
        "save_steps": recipe.every,
        "save_total_limit": LEAST_KEPT,
        "eval_strategy": "steps" if held_out else "no",
        "eval_steps": recipe.every,
        "load_best_model_at_end": held_out is not None,
        "metric_for_best_model": metric,
        "greater_is_better": metric == "qwk",
        "remove_unused_columns": False,
    }
    return TrainingArguments(**settings)
