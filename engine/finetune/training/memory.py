"""How much memory will a run take? Counted from shapes before anything is loaded.

Bytes, summed: weights; adapter, its gradients and its optimiser; what a backward pass keeps; one layer that is computed
anew; a dequantised weight; logits; work space. Held against what was measured on a 6B shape (tests/finetune/training/test_memory.py).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from engine.errors import OperatorMistake
from engine.finetune.training.recipe import Recipe

_NF4_BYTES = 4.127 / 8
"""A weight in NF4 with double quantisation: four bits, and the scales of blocks of 64 and of 256 blocks."""
_BLOCK = 64
_KEPT_HIDDEN, _KEPT_INNER = 8, 3
"""Numbers a token that a layer keeps for its backward pass: so many of the hidden size, and of the inner size."""
_LOGIT_BYTES = 2 + 4 + 4
"""bfloat16, float32 and the gradient."""
_CONTEXT = 0.45e9
"""What CUDA itself takes of a card."""
_WORK = 0.15e9
"""What kernels need for a moment, and what the allocator rounds up."""
_ANSWER_SHARE = 0.4
"""Of an example's tokens, where only an answer's logits are computed."""


@dataclass(frozen=True)
class Plan:
    """Bytes by what takes them. ``cuda`` is no part of what torch reports as its peak."""

    weights: float
    adapter: float
    optimiser: float
    activations: float
    recomputed: float
    dequantised: float
    logits: float
    work: float
    cuda: float
    millions_trained: float

    @property
    def peak(self) -> float:
        """What torch would report, in bytes."""
        return (
            self.weights
            + self.adapter
            + self.optimiser
            + self.activations
            + self.recomputed
            + self.dequantised
            + self.logits
            + self.work
        )

    @property
    def total(self) -> float:
        """What a card must have, in bytes."""
        return self.peak + self.cuda

    def as_json(self) -> dict[str, float]:
        """GB by what takes them."""
        told = {name: round(size / 1e9, 3) for name, size in asdict(self).items() if name != "millions_trained"}
        return {**told, "total": round(self.total / 1e9, 3), "millions_trained": round(self.millions_trained, 2)}


def plan(recipe: Recipe, *, answer_tokens: int | None = None) -> Plan:
    """The memory of a run by ``recipe`` on CUDA; ``answer_tokens`` of an example, where they are known.

    Raises:
        OperatorMistake: the model's folder cannot be read.
    """
    try:
        config = AutoConfig.from_pretrained(recipe.model, local_files_only=True)
        with torch.device("meta"):
            model = AutoModelForCausalLM.from_config(config)
    except (OSError, ValueError, KeyError) as error:
        raise OperatorMistake(f"{recipe.model} holds no converted model: see `bandmate models convert`.") from error
    text = config.get_text_config()
    linears = {name: each for name, each in model.named_modules() if isinstance(each, torch.nn.Linear)}
    quantised = recipe.precision == "nf4" or (
        recipe.precision == "auto" and recipe.method != "full"
    )  # auto on CUDA is NF4
    bytes_each = 4 if recipe.precision == "float32" else 2
    small = {
        name: each
        for name, each in linears.items()
        if quantised and name != "lm_head" and each.in_features % _BLOCK == 0
    }
    in_nf4 = sum(each.weight.numel() for each in small.values())
    others = sum(each.numel() for each in model.parameters()) - in_nf4
    trained = _trained(recipe, text, linears, sum(each.numel() for each in model.parameters()))
    # Both answers of a preference go through the model together, and trl computes logits for all of them.
    rows = recipe.batch * (1 if recipe.goal == "answers" else 2)
    tokens = rows * recipe.length
    kept = (_KEPT_HIDDEN * text.hidden_size + _KEPT_INNER * text.intermediate_size) * tokens * bytes_each
    inputs = text.hidden_size * tokens * bytes_each
    if recipe.goal != "answers":
        answer_tokens = 0 if recipe.goal == "reward" else recipe.length
    elif answer_tokens is None:
        answer_tokens = int(_ANSWER_SHARE * recipe.length) if recipe.answer_logits else recipe.length
    paged = recipe.optimiser != "adamw"
    largest = max((each.weight.numel() for each in small.values()), default=0)
    return Plan(
        weights=in_nf4 * _NF4_BYTES + others * bytes_each,
        adapter=(4 if recipe.method == "full" else 8) * trained,
        optimiser=(2 if paged else 8) * trained,
        activations=text.num_hidden_layers * (inputs if recipe.checkpointing else kept),
        recomputed=kept if recipe.checkpointing else 0.0,
        dequantised=2.0 * largest,
        logits=float(_LOGIT_BYTES * rows * answer_tokens * text.vocab_size),
        work=_WORK,
        cuda=_CONTEXT,
        millions_trained=trained / 1e6,
    )


def refuse_too_large(found: Plan, recipe: Recipe) -> None:
    """Ends a run that will not fit before it begins.

    Raises:
        OperatorMistake: it will not; what would help is said.
    """
    card = recipe.card_gb
    if card is None:
        if not torch.cuda.is_available():
            return
        card = torch.cuda.mem_get_info()[0] / 1e9
    if found.total > card * 1e9:
        helps = [
            *(["`checkpointing = true`"] if not recipe.checkpointing else []),
            *(["`answer_logits = true`"] if not recipe.answer_logits else []),
            *([f"`batch` under {recipe.batch}"] if recipe.batch > 1 else []),
            f"`length` under {recipe.length}",
        ]
        raise OperatorMistake(
            f"This takes about {found.total / 1e9:.1f} GB and the card has {card:.1f} GB. What helps: {', '.join(helps)}."
        )


def _trained(recipe: Recipe, text: object, linears: dict[str, torch.nn.Linear], everything: int) -> float:
    if recipe.method == "full":
        return float(everything)
    if recipe.method == "prefix":
        entry = 2 * text.num_key_value_heads * text.head_dim  # type: ignore[attr-defined]
        return float(text.num_hidden_layers * recipe.prefix.length * entry)  # type: ignore[attr-defined]
    wide = recipe.lora.layers == "all"
    chosen = [
        each
        for name, each in linears.items()
        if name != "lm_head" and (wide or name.rpartition(".")[2] in ("q_proj", "k_proj", "v_proj"))
    ]
    return float(sum(recipe.lora.rank * (each.in_features + each.out_features) for each in chosen))
