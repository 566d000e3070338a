"""ChatGLM2-6B's shape, and what training it took on a data-centre card."""

from __future__ import annotations

from typing import Any

SIX_BILLION: dict[str, Any] = {
    "model_type": "glm", "architectures": ["GlmForCausalLM"], "hidden_size": 4096, "intermediate_size": 13696,
    "num_hidden_layers": 28, "num_attention_heads": 32, "num_key_value_heads": 2, "head_dim": 128, "vocab_size": 65024,
    "attention_bias": True, "max_position_embeddings": 32768, "rms_norm_eps": 1e-5, "pad_token_id": 0,
    "tie_word_embeddings": False,
}  # fmt: skip
#: Settings, tokens with logits, and the peak in GB that torch reported on one H200 (random weights, NF4).
MEASURED: list[tuple[dict[str, Any], int, float]] = [
    ({"length": 1024}, 1024, 5.4),
    ({"length": 1024}, 384, 5.1),
    ({"length": 2048, "lora": {"rank": 16, "layers": "all"}}, 384, 5.9),
    ({"length": 1024, "method": "prefix", "checkpointing": False}, 384, 9.0),
]
