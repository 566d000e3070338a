"""Attention without copies of what heads share is the same attention."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("torch", reason="needs the llm extra")

import torch
from transformers.integrations.sdpa_attention import sdpa_attention_forward

from engine.models.local.attention import NAME, attend
from engine.models.local.loading import load


@pytest.mark.parametrize("new", [1, 5])
@pytest.mark.parametrize(("heads", "key_heads"), [(8, 2), (32, 2), (4, 4), (4, 1)])
@pytest.mark.parametrize("masked", [True, False])
def test_it_computes_what_transformers_does(new: int, heads: int, key_heads: int, masked: bool) -> None:
    torch.manual_seed(0)
    query = torch.randn(3, heads, new, 16)
    key, value = torch.randn(3, key_heads, 40, 16), torch.randn(3, key_heads, 40, 16)
    lengths = torch.tensor([40, 31, 7])
    mask = (torch.arange(40)[None, :] < lengths[:, None])[:, None, None, :].expand(3, 1, new, 40) if masked else None
    module = SimpleNamespace(num_key_value_groups=heads // key_heads, is_causal=False)
    ours, _ = attend(module, query, key, value, mask, scaling=0.25)  # type: ignore[arg-type]
    theirs, _ = sdpa_attention_forward(module, query, key, value, mask, scaling=0.25)  # type: ignore[arg-type]
    assert ours.shape == theirs.shape == (3, new, heads, 16)
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-6)


def test_a_served_model_attends_so(native: Path) -> None:
    assert load(native, "float32").model.config._attn_implementation == NAME
