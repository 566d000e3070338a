"""What kind of model a folder holds and what memory it takes, calculated from ``config.json``; no weight is read.

No model library is imported, so that listing folders is quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import OperatorMistake
from engine.models.chatglm.config import read_json

#: Bits of a weight: NF4 with its double-quantised scales (Dettmers et al., 2023), LLM.int8, and everything else.
_BITS = {"nf4": 4.127, "int8": 8.0}
_PLAIN_BITS = 16.0
#: Bytes beside weights, keys and values: CUDA's own half gigabyte, and a pass over a piece of a prompt (calculated).
WORK = 1_000_000_000
#: A marking prompt with its essay and its record, in tokens: a whole number of the spans in which a step attends.
TYPICAL_TOKENS = 3072
#: What other engines' ``config.json`` call the same things.
_NAMES = {
    "num_hidden_layers": ("num_layers",),
    "intermediate_size": ("ffn_hidden_size",),
    "head_dim": ("kv_channels",),
    "num_key_value_heads": ("multi_query_group_num",),
    "vocab_size": ("padded_vocab_size",),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """Bytes: ``weights`` in all, ``entry`` for the keys and values of one token."""

    weights: int
    entry: int

    def total(self, rows: int, tokens: int = TYPICAL_TOKENS) -> int:
        """Bytes for ``rows`` answers at once whose prompts and answers take ``tokens`` each."""
        return self.weights + WORK + rows * tokens * self.entry

    def rows_in(self, memory: int, tokens: int = TYPICAL_TOKENS) -> int:
        """How many such answers fit into ``memory`` bytes; 0 if none."""
        return max(0, (memory - self.weights - WORK) // (tokens * self.entry))


def family_of(folder: Path) -> str:
    """Architecture, layers and width, such as ``glm 28 x 4096``: an adapter fits the models of its own family only.

    The original layout and the converted one are the same family.

    Raises:
        OperatorMistake: the folder holds no language model.
    """
    config = _text(read_json(folder / "config.json"))
    kind = str(config.get("model_type"))
    layers, width = _number(folder, config, "num_hidden_layers"), _number(folder, config, "hidden_size")
    return f"{'glm' if kind == 'chatglm' else kind} {layers} x {width}"


def quantisation_of(folder: Path) -> str:
    """``nf4`` or ``int8`` where the weights are saved so, else the type of numbers that ``config.json`` names."""
    config = read_json(folder / "config.json")
    settings = config.get("quantization_config")
    if isinstance(settings, dict):
        return "nf4" if settings.get("load_in_4bit") else "int8" if settings.get("load_in_8bit") else "other"
    return str(config.get("dtype") or config.get("torch_dtype") or "float16")


def needs_of(folder: Path, precision: str) -> Needs:
    """Memory of the model in ``folder`` when its linear layers are served as ``precision`` (nf4, int8, bfloat16 ...).

    Raises:
        OperatorMistake: the folder holds no language model.
    """
    config = _text(read_json(folder / "config.json"))

    def number(name: str, default: int | None = None) -> int:
        return _number(folder, config, name, default)

    width, layers, heads = number("hidden_size"), number("num_hidden_layers"), number("num_attention_heads")
    size = number("head_dim", width // heads)
    shared = number("num_key_value_heads", heads)
    attention = width * size * (2 * heads + 2 * shared)
    linear = layers * (attention + 3 * width * number("intermediate_size"))
    tables = number("vocab_size") * width * (1 if config.get("tie_word_embeddings") else 2)
    whole = 2 if precision == "float32" else 1
    bits = linear * _BITS.get(precision, _PLAIN_BITS * whole) + tables * _PLAIN_BITS * whole
    return Needs(int(bits / 8), layers * 2 * shared * size * 2 * whole)


def _text(config: dict[str, Any]) -> dict[str, Any]:
    inner = config.get("text_config")
    return inner if isinstance(inner, dict) else config


def _number(folder: Path, config: dict[str, Any], name: str, default: int | None = None) -> int:
    for known in (name, *_NAMES.get(name, ())):
        if isinstance(config.get(known), int):
            return int(config[known])
    if default is None:
        raise OperatorMistake(f"config.json in {folder} names no {name}: is this a language model?")
    return default
