"""What each ChatGLM2 tensor is called in ``GlmForCausalLM``, and how the fused ones divide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.models.chatglm.config import ChatGlm2Config

_LAYER = re.compile(r"transformer\.encoder\.layers\.(\d+)\.(.+?)\.(weight|bias)")
_QKV = "self_attention.query_key_value"

#: Modules inside a layer. ``query_key_value`` is not here: it divides in three.
LAYER_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "self_attention.dense": "self_attn.o_proj",
        "mlp.dense_h_to_4h": "mlp.gate_up_proj",
        "mlp.dense_4h_to_h": "mlp.down_proj",
        "input_layernorm": "input_layernorm",
        "post_attention_layernorm": "post_attention_layernorm",
    }
)
_OUTSIDE: Mapping[str, str] = MappingProxyType(
    {
        "transformer.embedding.word_embeddings.weight": "model.embed_tokens.weight",
        "transformer.encoder.final_layernorm.weight": "model.norm.weight",
        "transformer.output_layer.weight": "lm_head.weight",
    }
)
#: Rotary frequencies follow from the configuration; old checkpoints carry them along, rounded to half precision.
_DERIVED = "transformer.rotary_pos_emb.inv_freq"


@dataclass(frozen=True, slots=True)
class Part:
    """Rows ``start`` to ``stop`` (exclusive) of a source tensor, under the name that they get."""

    name: str
    start: int
    stop: int


def qkv_parts(config: ChatGlm2Config, module: str, tail: str) -> tuple[Part, Part, Part]:
    """How the rows of a fused projection divide among ``module + "q_proj"``, ``k_proj`` and ``v_proj``."""
    queries, keys, values = config.qkv_rows
    return (
        Part(f"{module}q_proj{tail}", 0, queries),
        Part(f"{module}k_proj{tail}", queries, queries + keys),
        Part(f"{module}v_proj{tail}", queries + keys, queries + keys + values),
    )


def source_shapes(config: ChatGlm2Config) -> dict[str, tuple[int, ...]]:
    """Every tensor that the checkpoint must hold, by its original name, with its shape."""
    hidden, inner, vocabulary = config.hidden_size, config.ffn_hidden_size, config.padded_vocab_size
    fused = sum(config.qkv_rows)
    shapes: dict[str, tuple[int, ...]] = {
        "transformer.embedding.word_embeddings.weight": (vocabulary, hidden),
        "transformer.encoder.final_layernorm.weight": (hidden,),
        "transformer.output_layer.weight": (vocabulary, hidden),
    }
    for number in range(config.num_layers):
        layer = f"transformer.encoder.layers.{number}."
        shapes |= {
            f"{layer}input_layernorm.weight": (hidden,),
            f"{layer}{_QKV}.weight": (fused, hidden),
            f"{layer}self_attention.dense.weight": (hidden, config.qkv_rows[0]),
            f"{layer}post_attention_layernorm.weight": (hidden,),
            f"{layer}mlp.dense_h_to_4h.weight": (2 * inner, hidden),
            f"{layer}mlp.dense_4h_to_h.weight": (hidden, inner),
        }
        if config.add_qkv_bias:
            shapes[f"{layer}{_QKV}.bias"] = (fused,)
    return shapes


def is_derived(name: str) -> bool:
    """Whether this tensor is computed from the configuration and is left behind."""
    return name == _DERIVED


def native_parts(config: ChatGlm2Config, name: str, rows: int) -> tuple[Part, ...]:
    """Where the ``rows`` rows of the tensor ``name`` (one of :func:`source_shapes`) go."""
    if name in _OUTSIDE:
        return (Part(_OUTSIDE[name], 0, rows),)
    match = _LAYER.fullmatch(name)
    if match is None:
        raise KeyError(name)
    number, module, kind = match.groups()
    layer = f"model.layers.{number}."
    if module == _QKV:
        return qkv_parts(config, f"{layer}self_attn.", f".{kind}")
    return (Part(f"{layer}{LAYER_MODULES[module]}.{kind}", 0, rows),)
