"""ChatGLM2's own ``config.json``, and what transformers' GLM calls the same things."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.errors import OperatorMistake

if TYPE_CHECKING:
    from transformers import GlmConfig

#: ChatGLM3 shares ChatGLM2's weights layout; only the role tokens of its tokenizer tell them apart.
_CHATGLM3_MARK = "<|user|>"
_TOKENIZER_FILES = ("tokenizer_config.json", "special_tokens_map.json", "tokenization_chatglm.py")


class ChatGlm2Config(BaseModel):
    """The fields of an original ChatGLM2 ``config.json`` that change what the network computes.

    ``num_attention_heads`` query heads of ``kv_channels`` numbers each share ``multi_query_group_num`` key heads.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    num_layers: int = Field(ge=1)
    hidden_size: int = Field(ge=1)
    ffn_hidden_size: int = Field(ge=1)
    num_attention_heads: int = Field(ge=1)
    kv_channels: int = Field(ge=2)
    padded_vocab_size: int = Field(ge=1)
    seq_length: int = Field(ge=1)
    layernorm_epsilon: float = Field(gt=0)
    multi_query_attention: bool = False
    multi_query_group_num: int = Field(1, ge=1)
    add_qkv_bias: bool = False
    add_bias_linear: bool = False
    rmsnorm: bool = True
    post_layer_norm: bool = True
    apply_residual_connection_post_layernorm: bool = False
    original_rope: bool = True
    rope_ratio: float | None = None
    tie_word_embeddings: bool = False
    quantization_bit: int | None = None
    pre_seq_len: int | None = None
    prefix_projection: bool = False

    @property
    def key_value_heads(self) -> int:
        """Key heads, and as many value heads."""
        return self.multi_query_group_num if self.multi_query_attention else self.num_attention_heads

    @property
    def qkv_rows(self) -> tuple[int, int, int]:
        """How many rows of ``query_key_value`` belong to queries, keys and values."""
        shared = self.key_value_heads * self.kv_channels
        return self.num_attention_heads * self.kv_channels, shared, shared

    def native(self) -> GlmConfig:
        """The configuration under which ``GlmForCausalLM`` computes the same numbers."""
        from transformers import GlmConfig

        return GlmConfig(
            vocab_size=self.padded_vocab_size,
            hidden_size=self.hidden_size,
            intermediate_size=self.ffn_hidden_size,
            num_hidden_layers=self.num_layers,
            num_attention_heads=self.num_attention_heads,
            num_key_value_heads=self.key_value_heads,
            head_dim=self.kv_channels,
            max_position_embeddings=self.seq_length,
            rms_norm_eps=self.layernorm_epsilon,
            rope_parameters={"rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.5},
            attention_bias=self.add_qkv_bias,
            tie_word_embeddings=False,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
            architectures=["GlmForCausalLM"],
        )


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a model's folder.

    Raises:
        OperatorMistake: the file is missing or holds no JSON object.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise OperatorMistake(f"no {path.name} in {path.parent}: is this a model's folder?") from error
    except (OSError, ValueError) as error:
        raise OperatorMistake(f"{path.name} in {path.parent} cannot be read: copy it again") from error
    if not isinstance(found, dict):
        raise OperatorMistake(f"{path.name} in {path.parent} holds no settings: copy it again")
    return found


def is_native(folder: Path) -> bool:
    """Whether transformers itself knows the architecture in ``folder``, so that nothing needs converting.

    Raises:
        OperatorMistake: there is no readable ``config.json``.
    """
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    return str(read_json(folder / "config.json").get("model_type")) in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES


def read_chatglm2_config(folder: Path) -> ChatGlm2Config:
    """The configuration of the ChatGLM2 checkpoint in ``folder``.

    Raises:
        OperatorMistake: this is another model, or a ChatGLM2 with something that GLM in transformers does not compute.
    """
    raw = read_json(folder / "config.json")
    _refuse_relatives(folder, raw)
    try:
        config = ChatGlm2Config.model_validate(raw)
    except ValidationError as error:
        fields = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors()}))
        raise OperatorMistake(f"config.json in {folder} is not ChatGLM2's: wrong or missing {fields}") from error
    _refuse_variants(config)
    return config


def _refuse_relatives(folder: Path, raw: dict[str, Any]) -> None:
    """Three generations and GLM-4 all call themselves ``chatglm``."""
    if raw.get("model_type") != "chatglm":
        raise OperatorMistake(f"{folder} holds a {raw.get('model_type', 'nameless')} model, not ChatGLM2")
    if "position_encoding_2d" in raw or "inner_hidden_size" in raw:
        raise OperatorMistake(f"{folder} holds ChatGLM (the first), whose attention differs: use ChatGLM2")
    if "chatglm3" in str(raw.get("_name_or_path", "")).lower() or any(
        _CHATGLM3_MARK in path.read_text("utf-8", errors="replace")
        for path in (folder / name for name in _TOKENIZER_FILES)
        if path.is_file()
    ):
        raise OperatorMistake(f"{folder} holds ChatGLM3 or later, whose chat format differs: use ChatGLM2")
    if not (folder / "tokenizer.model").is_file():
        raise OperatorMistake(f"no tokenizer.model in {folder}: copy it from the ChatGLM2 repository")


def _refuse_variants(config: ChatGlm2Config) -> None:
    refusals = {
        "already quantised weights: take the full checkpoint and `bandmate models quantize`": config.quantization_bit,
        "a LayerNorm in place of RMSNorm": not config.rmsnorm,
        "biases in every linear layer": config.add_bias_linear,
        "no final norm": not config.post_layer_norm,
        "residuals taken after the norm": config.apply_residual_connection_post_layernorm,
        "a changed rotary embedding (the 32k variant)": config.rope_ratio not in (None, 1.0)
        or not config.original_rope,
        "tied embeddings": config.tie_word_embeddings,
        "heads that do not share keys evenly": config.num_attention_heads % config.key_value_heads,
    }
    for what, present in refusals.items():
        if present:
            raise OperatorMistake(f"this ChatGLM2 has {what}")
