"""P-Tuning v2 while it is trained: keys and values before every text, put there inside of attention.

So nothing else changes: the text's positions begin at 0 as in serving, packed rows stay apart, and activations can be
recomputed, because the entries are weights of the layer and no cache (with peft's own prefix they are a cache, which
recomputing throws away).
"""

from __future__ import annotations

import torch
from torch.nn import Module, Parameter
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from engine.models.weights.adapters import Prefix

_NAME = "sdpa_after_a_trained_prefix"
_SPREAD = 1.0
"""Deviation at the start, as of the original's embedding; at 0.02 a tiny model learnt three times as slowly."""


class LayerPrefix(Module):  # type: ignore[misc]
    """The entries of one layer: keys and values of [key heads, length, head size], in float32."""

    def __init__(self, heads: int, length: int, size: int, generator: torch.Generator) -> None:
        super().__init__()
        shape = (heads, length, size)
        self.keys = Parameter(_SPREAD * torch.randn(shape, generator=generator))
        self.values = Parameter(_SPREAD * torch.randn(shape, generator=generator))


def add_prefix(model: PreTrainedModel, length: int, seed: int) -> None:
    """Puts a prefix to be trained into every layer of ``model``; nothing else is trained."""
    config = model.config.get_text_config()
    generator = torch.Generator().manual_seed(seed)
    model.requires_grad_(requires_grad=False)
    for layer in model.model.layers:
        prefix = LayerPrefix(config.num_key_value_heads, length, config.head_dim, generator)
        layer.self_attn.trained_prefix = prefix.to(model.device)
    AttentionInterface.register(_NAME, _attend)
    AttentionMaskInterface.register(_NAME, sdpa_mask)
    model.set_attn_implementation(_NAME)


def prefix_of(model: PreTrainedModel) -> Prefix:
    """The trained entries, as they are served."""
    layers = [layer.self_attn.trained_prefix for layer in model.model.layers]
    keys = torch.stack([layer.keys.detach().float().cpu() for layer in layers])
    values = torch.stack([layer.values.detach().float().cpu() for layer in layers])
    return Prefix(keys, values)


def _attend(
    module: Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    **more: object,
) -> tuple[torch.Tensor, None]:
    """What transformers calls, with the layer's prefix before ``key`` and ``value``; every query sees all of it."""
    prefix = module.trained_prefix
    rows, new = query.shape[0], query.shape[2]
    key = torch.cat([prefix.keys.to(key.dtype).expand(rows, -1, -1, -1), key], dim=2)
    value = torch.cat([prefix.values.to(value.dtype).expand(rows, -1, -1, -1), value], dim=2)
    if attention_mask is None:
        attention_mask = torch.ones(1, 1, new, new, dtype=torch.bool, device=query.device).tril()
    seen = attention_mask.new_full((*attention_mask.shape[:-1], prefix.keys.shape[1]), _all_of(attention_mask))
    mask = torch.cat([seen, attention_mask], dim=-1)
    whole: tuple[torch.Tensor, None] = sdpa_attention_forward(
        module, query, key, value, mask, dropout=dropout, scaling=scaling, **more
    )
    return whole


def _all_of(mask: torch.Tensor) -> float | bool:
    """What "may be seen" is in this mask: true, or nothing added."""
    return True if mask.dtype == torch.bool else 0.0
