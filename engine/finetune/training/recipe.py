"""A training run in a file: TOML, every setting with its unit, nothing that a run needs outside it."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.errors import OperatorMistake

Method = Literal["lora", "prefix", "full"]
Goal = Literal["answers", "reward", "dpo", "kto"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LoraRecipe(_Part):
    """Low-rank matrices beside the layers named (Hu et al., 2021); on a model in NF4 this is QLoRA."""

    rank: int = Field(8, ge=1)
    alpha: float = Field(16.0, gt=0)
    dropout: float = Field(0.0, ge=0, lt=1)
    layers: Literal["attention", "all"] = Field("attention", description="Query, key and value; or every linear layer.")


class PrefixRecipe(_Part):
    """Trained keys and values before every text (P-Tuning v2, Liu et al., 2021)."""

    length: int = Field(128, ge=1, description="Entries; none of them takes a position.")


class Recipe(_Part):
    """What ``bandmate train`` reads. Paths are relative to the folder in which the command is given."""

    goal: Goal = "answers"
    model: Path = Field(description="Folder of converted weights.")
    precision: Literal["auto", "float32", "bfloat16", "nf4"] = "auto"
    start: Path | None = Field(None, description="A LoRA adapter to go on from (for dpo and kto: the one to better).")
    target: Path = Field(description="Folder of the adapter (or model) to write; its parts are kept in TARGET.run.")
    train: Path
    validation: Path | None = None

    method: Method = "lora"
    lora: LoraRecipe = LoraRecipe()
    prefix: PrefixRecipe = PrefixRecipe()

    length: int = Field(2048, ge=16, description="Tokens of an example; a longer prompt is cut, an answer never.")
    batch: int = Field(1, ge=1, description="Examples a pass.")
    accumulate: int = Field(16, ge=1, description="Passes a step.")
    packing: bool = Field(default=False, description="Short examples share a row, and see nothing of each other.")
    epochs: float = Field(2.0, gt=0)
    steps: int | None = Field(None, ge=1, description="Ends the run before its epochs do.")
    every: int = Field(50, ge=1, description="Steps between two looks at validation, each with a save.")
    patience: int = Field(3, ge=1, description="Looks without a gain after which the run ends.")

    learning_rate: float = Field(1e-4, gt=0)
    warmup: float = Field(0.05, ge=0, lt=1, description="Share of the steps.")
    weight_decay: float = Field(0.0, ge=0)
    clip: float = Field(1.0, gt=0, description="Largest norm of a gradient.")
    optimiser: Literal["auto", "adamw", "paged-adamw-8bit"] = "auto"
    checkpointing: bool = Field(default=True, description="Recompute activations instead of keeping them.")
    answer_logits: bool = Field(default=True, description="Logits only where an answer is.")
    band_weight: float = Field(0.5, ge=0, description="Weight of the squared error, in bands, of the band expected.")
    beta: float = Field(0.1, gt=0, description="dpo, kto: how dear it is to leave the reference.")
    seed: int = 0

    card_gb: float | None = Field(None, gt=0, description="Memory of the card, in GB; unset: as much as CUDA reports.")

    @property
    def run_folder(self) -> Path:
        """Checkpoints and curves."""
        return self.target.with_name(f"{self.target.name}.run")

    def digest(self) -> str:
        """Of everything that changes what is computed."""
        told = self.model_dump_json(exclude={"target", "card_gb"})
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file.

    Raises:
        OperatorMistake: it cannot be read, or a setting is unknown or out of range; it is named.
    """
    try:
        recipe = Recipe.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OperatorMistake(f"{path.name} is no recipe: write TOML as in deploy/recipes.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise OperatorMistake(f"{path.name}: {wrong}.") from error
    if recipe.goal != "answers" and recipe.method != "lora":
        raise OperatorMistake(f"{path.name}: {recipe.goal} is learnt with a LoRA only.")
    return recipe
