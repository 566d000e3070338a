"""The model card, written from the run that made it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.finetune.training.examples import Examples
from engine.finetune.training.recipe import Recipe


@dataclass(frozen=True)
class Card:
    """What a run was and what it came to."""

    recipe: Recipe
    learnt: Examples
    held_out: Examples | None
    measured: dict[str, float]
    curve: tuple[tuple[int, float], ...]
    steps: int

    def as_json(self) -> str:
        """What ``training.json`` beside the weights holds."""
        recipe = self.recipe
        told = {
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "base": recipe.model.name,
            "recipe": json.loads(recipe.model_dump_json()),
            "recipe_digest": recipe.digest(),
            "data": {
                "train": {"sha256": self.learnt.digest, "examples": len(self.learnt.examples)},
                "validation": self.held_out
                and {"sha256": self.held_out.digest, "examples": len(self.held_out.examples)},
            },
            "steps": self.steps,
            "measured": self.measured,
        }
        return json.dumps(told, indent=1) + "\n"


def model_card(card: Card) -> str:
    """Markdown for ``README.md`` beside the weights."""
    recipe = card.recipe
    method = {
        "lora": f"LoRA, rank {recipe.lora.rank}, on {recipe.lora.layers} layers",
        "prefix": f"P-Tuning v2, {recipe.prefix.length} entries",
        "full": "all weights",
    }[recipe.method]
    first, last = (card.curve[0][1], card.curve[-1][1]) if card.curve else (0.0, 0.0)
    held_out = (
        f"On {len(card.held_out.examples)} held-out examples: "
        + ", ".join(f"{name.removeprefix('eval_')} {value:.3f}" for name, value in card.measured.items())
        + ". The held-out kappa is of the first band of each record, with the record's own reasons before it; what the "
        "model is worth in serving is for `bandmate evaluate` to say."
        if card.held_out is not None
        else "Nothing was held out, so nothing is known of how well it does."
    )
    return f"""# {recipe.target.name}

An adapter of `{recipe.model.name}` for Bandmate, trained by `bandmate train`.

| | |
|---|---|
| method | {method} |
| steps | {card.steps} of {recipe.batch * recipe.accumulate} examples |
| examples | {len(card.learnt.examples)} (sha256 {card.learnt.digest}), prompts cut to fit: {card.learnt.cut} |
| longest example | {recipe.length} tokens |
| learning rate | {recipe.learning_rate:g}, cosine, seed {recipe.seed} |
| training loss | {first:.3f} at the first step, {last:.3f} at the last |
| recipe | {recipe.digest()} (in full in training.json) |

{held_out}

It gives estimates of IELTS bands and is not connected with the owners of IELTS. Use it for nothing that decides about a
person. Its licence follows its base model's and its data's.
"""
