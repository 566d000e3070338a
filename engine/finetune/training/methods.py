"""A model made ready to be trained by LoRA, by P-Tuning v2, or whole; and what of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file

from engine.errors import OperatorMistake
from engine.finetune.training.prefix import add_prefix, prefix_of
from engine.finetune.training.recipe import Recipe
from engine.models.chatglm.convert import fresh_folder
from engine.models.local.loading import Loaded, load
from engine.models.weights.adapters import write_prefix

if TYPE_CHECKING:
    from torch.nn import Module

_ATTENTION = ("q_proj", "k_proj", "v_proj")
_TRAINED = "trained.safetensors"


def load_trainable(recipe: Recipe, device: str | None = None) -> tuple[Loaded, Module]:
    """The model of a recipe, and the same with what is to be trained in it.

    Norms and output layer stay in the model's own precision: making them float32 first, as peft proposes for
    quantised models, takes 1 GB at 6B and was not seen to change the loss.

    Raises:
        OperatorMistake: the model cannot be loaded, or not be trained in this way.
        TryAgain: there is no memory for it now.
    """
    if recipe.method == "full" and recipe.precision in ("nf4", "auto"):
        raise OperatorMistake("A whole model is trained in float32 or bfloat16: set `precision`.")
    loaded = load(recipe.model, recipe.precision, device=device)
    torch.manual_seed(recipe.seed)
    model = trainable(loaded, recipe)
    if recipe.checkpointing:
        loaded.model.activation_checkpointing_enable()
    model.train()
    return loaded, model


def trainable(loaded: Loaded, recipe: Recipe) -> Module:
    """``loaded``'s model with the method of ``recipe`` on it."""
    base = loaded.model
    match recipe.method:
        case "full":
            base.requires_grad_(requires_grad=True)
            return base
        case "prefix":
            add_prefix(base, recipe.prefix.length, recipe.seed)
            return base
        case "lora":
            if recipe.start is not None:
                return PeftModel.from_pretrained(base, str(recipe.start), is_trainable=True)
            return get_peft_model(base, lora_config(recipe))


def lora_config(recipe: Recipe, task: str = "CAUSAL_LM") -> LoraConfig:
    """Peft's configuration of a recipe's LoRA."""
    lora = recipe.lora
    return LoraConfig(
        r=lora.rank,
        lora_alpha=lora.alpha,
        lora_dropout=lora.dropout,
        target_modules="all-linear" if lora.layers == "all" else list(_ATTENTION),
        task_type=task,
    )


def trained_state(model: Module) -> dict[str, torch.Tensor]:
    """The weights that training changes, by name."""
    return {name: each.detach() for name, each in model.named_parameters() if each.requires_grad}


def save_trained(model: Module, folder: Path) -> None:
    """Writes what training changed into ``folder``."""
    state = {name: each.contiguous().cpu() for name, each in trained_state(model).items()}
    save_file(state, folder / _TRAINED)


def restore_trained(model: Module, folder: Path) -> None:
    """Puts back what :func:`save_trained` wrote.

    Raises:
        OperatorMistake: it belongs to another recipe.
    """
    state: Mapping[str, torch.Tensor] = load_file(folder / _TRAINED)
    own = trained_state(model)
    if {name: each.shape for name, each in own.items()} != {name: each.shape for name, each in state.items()}:
        raise OperatorMistake(f"{folder} was trained by another recipe.")
    with torch.no_grad():
        for name, each in state.items():
            own[name].copy_(each)


def write_result(loaded: Loaded, model: Module, recipe: Recipe, told: Mapping[str, str]) -> None:
    """The adapter, or the model, as the worker serves it; ``told`` are files of text to go beside it.

    The folder appears whole or not at all.

    Raises:
        OperatorMistake: the target exists.
    """
    with fresh_folder(recipe.target) as folder:
        if recipe.method == "prefix":
            write_prefix(prefix_of(loaded.model), folder)
        else:
            model.save_pretrained(folder)
            if recipe.method == "full":
                loaded.tokenizer.save_pretrained(folder)
        for name, text in told.items():
            (folder / name).write_text(text, "utf-8")
        for path in folder.iterdir():
            path.chmod(0o644)
