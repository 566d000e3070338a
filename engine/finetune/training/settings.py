"""What every trainer is told: the recipe in transformers' words."""

from __future__ import annotations

import logging
import warnings

import torch
from transformers.utils import logging as transformers_logging

from engine.finetune.training.recipe import Recipe


def trainer_settings(recipe: Recipe) -> dict[str, object]:
    """Arguments of :class:`transformers.TrainingArguments` and of trl's, which go on from it."""
    cuda = torch.cuda.is_available()
    eight_bit = recipe.optimiser == "paged-adamw-8bit" or (recipe.optimiser == "auto" and cuda)
    return {
        "output_dir": str(recipe.run_folder),
        "per_device_train_batch_size": recipe.batch,
        "gradient_accumulation_steps": recipe.accumulate,
        "gradient_checkpointing": False,  # set on the model itself
        "num_train_epochs": recipe.epochs,
        "max_steps": recipe.steps or -1,
        "learning_rate": recipe.learning_rate,
        "lr_scheduler_type": "cosine",
        "warmup_steps": recipe.warmup,
        "weight_decay": recipe.weight_decay,
        "max_grad_norm": recipe.clip,
        "optim": "paged_adamw_8bit" if eight_bit else "adamw_torch",
        "bf16": cuda and recipe.method == "full",
        "seed": recipe.seed,
        "data_seed": recipe.seed,
        "logging_steps": 1,
        "logging_nan_inf_filter": False,
        "save_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
        "dataloader_pin_memory": cuda,
        "use_cpu": not cuda,
    }


def hush() -> None:
    """What the libraries say to their own developers is nothing for who runs a recipe."""
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("accelerate").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=FutureWarning, module="transformers")
