"""Adapters trained on the original ChatGLM2 code, rewritten for the converted model.

LoRA becomes a peft adapter: rows of B follow the base weight that they add to, so the fused projection's B divides
in three while A is shared. P-Tuning v2 becomes the keys and values that its prefix stands for; a prefix takes no
position in the original, which is why it is not a peft prefix (there, the text would start after it).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from engine.errors import OperatorMistake
from engine.models.chatglm.config import ChatGlm2Config, read_chatglm2_config, read_json
from engine.models.chatglm.convert import fresh_folder
from engine.models.chatglm.names import native_parts, source_shapes
from engine.models.weights.family import family_of
from engine.models.weights.manifest import sign
from engine.models.weights.torch_shards import shards_of, tensors_in

_LORA_NAME = re.compile(r"(?:base_model\.model\.)?(transformer\..+)\.lora_([AB])(?:\.\w+)?\.weight")
_PREFIX_NAME = re.compile(r"(?:transformer\.)?prefix_encoder\.(embedding|trans\.0|trans\.2)\.(weight|bias)")
LORA_FILE = "adapter_model.safetensors"
_PREFIX_FILE = "prefix.safetensors"
_CONFIG = "adapter_config.json"


class AdapterKind(StrEnum):
    """The value is what ``peft_type`` says in an adapter's configuration."""

    LORA = "LORA"
    PREFIX = "P_TUNING_V2"


class _LoraConfig(BaseModel):
    """The fields of a peft configuration that change what a LoRA computes."""

    model_config = ConfigDict(extra="ignore")

    r: int = Field(ge=1)
    lora_alpha: float = Field(gt=0)
    lora_dropout: float = 0.0
    use_rslora: bool = False
    bias: str = "none"
    fan_in_fan_out: bool = False
    use_dora: bool = False
    modules_to_save: list[str] | None = None
    rank_pattern: dict[str, int] = Field(default_factory=dict)
    alpha_pattern: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What a P-Tuning v2 prefix puts before every text: keys and values of [layers, key heads, length, head size]."""

    keys: torch.Tensor
    values: torch.Tensor

    @property
    def length(self) -> int:
        """Entries that every query may attend to, none of which takes a position."""
        return int(self.keys.shape[2])


def kind_of(folder: Path) -> AdapterKind:
    """What kind of converted adapter is in ``folder``.

    Raises:
        OperatorMistake: none that Bandmate can serve.
    """
    found = str(read_json(folder / _CONFIG).get("peft_type"))
    try:
        return AdapterKind(found)
    except ValueError as error:
        raise OperatorMistake(f"{folder} holds a {found} adapter: only LoRA and P-Tuning v2 are served") from error


def load_prefix(folder: Path) -> Prefix:
    """The prefix in a converted P-Tuning v2 adapter.

    Raises:
        OperatorMistake: it is damaged.
    """
    try:
        with safe_open(folder / _PREFIX_FILE, framework="pt") as opened:
            prefix = Prefix(opened.get_tensor("keys"), opened.get_tensor("values"))
    except (SafetensorError, OSError) as error:
        raise OperatorMistake(f"{_PREFIX_FILE} in {folder} is damaged: convert the adapter again") from error
    if prefix.keys.ndim != 4 or prefix.keys.shape != prefix.values.shape:
        raise OperatorMistake(f"{_PREFIX_FILE} in {folder} is damaged: convert the adapter again")
    return prefix


def convert_adapter(source: Path, target: Path, *, base: Path) -> AdapterKind:
    """Writes the adapter in ``source`` to ``target`` for the model in ``base`` (converted or in the original layout).

    Raises:
        OperatorMistake: it is no LoRA or P-Tuning v2 adapter of this base, or it is damaged, or ``target`` exists.
    """
    config = _shape_of(base)
    tensors = {name: tensor for shard in shards_of(source) for name, tensor in tensors_in(shard)}
    if any(not tensor.is_floating_point() or not torch.isfinite(tensor).all() for tensor in tensors.values()):
        raise OperatorMistake(f"the adapter in {source} holds values that are not numbers: copy it again")
    with fresh_folder(target) as folder:
        if all(_PREFIX_NAME.fullmatch(name) for name in tensors):
            write_prefix(_prefix(tensors, config), folder)
            kind = AdapterKind.PREFIX
        else:
            _write_lora(_lora_config(source), tensors, config, folder)
            kind = AdapterKind.LORA
        sign(folder, "converted", source, base=family_of(base))
        return kind


def _shape_of(base: Path) -> ChatGlm2Config:
    raw = read_json(base / "config.json")
    if raw.get("model_type") == "chatglm":
        return read_chatglm2_config(base)
    if raw.get("model_type") != "glm":
        raise OperatorMistake(f"{base} is no ChatGLM2, converted or not: name the adapter's base model")
    try:
        return ChatGlm2Config(
            num_layers=raw["num_hidden_layers"],
            hidden_size=raw["hidden_size"],
            ffn_hidden_size=raw["intermediate_size"],
            num_attention_heads=raw["num_attention_heads"],
            kv_channels=raw["head_dim"],
            padded_vocab_size=raw["vocab_size"],
            seq_length=raw["max_position_embeddings"],
            layernorm_epsilon=raw["rms_norm_eps"],
            multi_query_attention=True,
            multi_query_group_num=raw["num_key_value_heads"],
            add_qkv_bias=raw["attention_bias"],
        )
    except (KeyError, ValidationError) as error:
        raise OperatorMistake(f"config.json in {base} is damaged: convert the model again") from error


def _lora_config(source: Path) -> _LoraConfig:
    raw = read_json(source / _CONFIG)
    if raw.get("peft_type") != "LORA":
        raise OperatorMistake(f"{source} holds no LoRA or P-Tuning v2 adapter")
    try:
        config = _LoraConfig.model_validate(raw)
    except ValidationError as error:
        raise OperatorMistake(f"{_CONFIG} in {source} is damaged: copy it again") from error
    patterns = config.rank_pattern or config.alpha_pattern
    if config.bias != "none" or config.fan_in_fan_out or config.use_dora or config.modules_to_save or patterns:
        raise OperatorMistake(f"{source} is a LoRA with more than A and B matrices, which cannot be divided exactly")
    return config


def _write_lora(lora: _LoraConfig, tensors: Mapping[str, torch.Tensor], config: ChatGlm2Config, folder: Path) -> None:
    converted = dict(_lora_parts(lora, tensors, config))
    save_file(converted, folder / LORA_FILE, metadata={"format": "pt"})
    (folder / LORA_FILE).chmod(0o644)
    targets = sorted({name.split(".lora_")[0].rpartition(".")[2] for name in converted})
    written = {
        "peft_type": AdapterKind.LORA,
        "task_type": "CAUSAL_LM",
        "r": lora.r,
        "lora_alpha": lora.lora_alpha,
        "lora_dropout": lora.lora_dropout,
        "use_rslora": lora.use_rslora,
        "bias": "none",
        "inference_mode": True,
        "target_modules": targets,
    }
    (folder / _CONFIG).write_text(json.dumps(written, indent=1), "utf-8")


def _lora_parts(
    lora: _LoraConfig, tensors: Mapping[str, torch.Tensor], config: ChatGlm2Config
) -> Iterator[tuple[str, torch.Tensor]]:
    shapes = source_shapes(config)
    halves: dict[str, set[str]] = {}
    for name, tensor in tensors.items():
        match = _LORA_NAME.fullmatch(name)
        module, half = match.groups() if match else (name, "")
        weight = f"{module}.weight"
        if weight not in shapes or len(shapes[weight]) != 2 or not match:
            raise OperatorMistake(f"the adapter's {name} has no counterpart in ChatGLM2")
        rows, columns = shapes[weight]
        if tuple(tensor.shape) != ((lora.r, columns) if half == "A" else (rows, lora.r)):
            raise OperatorMistake(f"the adapter's {name} does not fit this base model")
        halves.setdefault(module, set()).add(half)
        for part in native_parts(config, weight, rows):
            cut = tensor if half == "A" else tensor[part.start : part.stop]
            yield f"base_model.model.{part.name.removesuffix('.weight')}.lora_{half}.weight", cut.clone()
    if not halves or any(found != {"A", "B"} for found in halves.values()):
        raise OperatorMistake("the adapter has an A without its B, or nothing at all: copy it again")


def _prefix(tensors: Mapping[str, torch.Tensor], config: ChatGlm2Config) -> Prefix:
    """The original's ``PrefixEncoder``: an embedding per entry, with or without a two-layer projection."""
    named = {
        match[0].split("prefix_encoder.")[1]: tensors[match[0]]
        for match in map(_PREFIX_NAME.fullmatch, tensors)
        if match
    }
    heads, size = config.key_value_heads, config.kv_channels
    try:
        entries = named["embedding.weight"].float()
        if len(named) > 1:
            inner = torch.tanh(entries @ named["trans.0.weight"].float().T + named["trans.0.bias"].float())
            entries = inner @ named["trans.2.weight"].float().T + named["trans.2.bias"].float()
        divided = entries.view(entries.shape[0], config.num_layers, 2, heads, size)
    except (KeyError, RuntimeError) as error:
        raise OperatorMistake("the P-Tuning v2 prefix does not fit this base model") from error
    keys, values = divided.permute(2, 1, 3, 0, 4)
    return Prefix(keys.contiguous(), values.contiguous())


def write_prefix(prefix: Prefix, folder: Path) -> None:
    """Writes a prefix as it is served."""
    save_file({"keys": prefix.keys, "values": prefix.values}, folder / _PREFIX_FILE, metadata={"format": "pt"})
    (folder / _PREFIX_FILE).chmod(0o644)
    written = {"peft_type": AdapterKind.PREFIX, "num_virtual_tokens": prefix.length}
    (folder / _CONFIG).write_text(json.dumps(written, indent=1), "utf-8")
