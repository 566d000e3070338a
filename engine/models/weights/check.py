"""What is in a model's folder, and whether all of it is there and whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from engine.errors import OperatorMistake
from engine.models.chatglm.config import is_native, read_chatglm2_config, read_json
from engine.models.chatglm.names import is_derived, source_shapes
from engine.models.weights.adapters import AdapterKind, kind_of, load_prefix
from engine.models.weights.manifest import Manifest
from engine.models.weights.torch_shards import shards_of, tensors_in


@dataclass(frozen=True, slots=True)
class Checked:
    """What a folder turned out to hold, in words for the operator."""

    folder: Path
    what: str
    size: int


def check(folder: Path) -> Checked:
    """Checks sums (where a manifest came along), then that the folder holds a whole model or adapter.

    Raises:
        OperatorMistake: something is missing or damaged, or this is nothing that Bandmate uses.
    """
    if not folder.is_dir():
        raise OperatorMistake(f"{folder} is no folder")
    manifest = Manifest.read(folder)
    if manifest is not None:
        manifest.verify(folder)
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    return Checked(folder, _what(folder), size)


def _what(folder: Path) -> str:
    if (folder / "adapter_config.json").is_file():
        return _adapter(folder)
    config = read_json(folder / "config.json")
    if "alignment_heads" in config or (folder / "model.bin").is_file():
        return "speech-to-text model (CTranslate2)"
    if is_native(folder):
        return _native(folder)
    expected = source_shapes(read_chatglm2_config(folder))
    found = {
        name: tuple(tensor.shape)
        for shard in shards_of(folder)
        for name, tensor in tensors_in(shard)
        if not is_derived(name)
    }
    if found != expected:
        raise OperatorMistake(f"the weights in {folder} do not fit config.json: copy them again")
    return "ChatGLM2 in the original layout: run `bandmate models convert` next"


def _adapter(folder: Path) -> str:
    kind = kind_of(folder)
    if kind is AdapterKind.PREFIX:
        return f"P-Tuning v2 adapter, {load_prefix(folder).length} entries"
    names = [name for shard in shards_of(folder) for name, _ in tensors_in(shard)]
    if any(".transformer.encoder." in name for name in names):
        return "LoRA adapter in the original naming: run `bandmate models adapter convert` next"
    return f"LoRA adapter, {len(names) // 2} modules"


def _native(folder: Path) -> str:
    """Names and shapes in the files' headers against an empty model: no weight is read."""
    try:
        config = AutoConfig.from_pretrained(folder)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        with torch.device("meta"):
            model = AutoModelForCausalLM.from_config(config)
    except (OSError, ValueError, KeyError) as error:
        raise OperatorMistake(f"{folder} is incomplete: transformers cannot read its configuration") from error
    if len(tokenizer) > config.get_text_config().vocab_size:
        raise OperatorMistake(f"the tokenizer in {folder} belongs to another model")
    quantised = getattr(config, "quantization_config", None) is not None
    shapes = _header_shapes(folder)
    expected = {name: list(tensor.shape) for name, tensor in model.state_dict().items()}
    if config.tie_word_embeddings:
        expected.pop("lm_head.weight", None)
    missing = sorted(
        name for name, shape in expected.items() if name not in shapes or (not quantised and shapes[name] != shape)
    )
    if missing:
        raise OperatorMistake(f"{len(missing)} tensors are missing from {folder} or misshapen, such as {missing[0]}")
    millions = sum(tensor.numel() for tensor in model.state_dict().values()) / 1e6
    return f"{type(model).__name__}, {millions:,.1f} million weights" + (", quantised" if quantised else "")


def _header_shapes(folder: Path) -> dict[str, list[int]]:
    shapes: dict[str, list[int]] = {}
    for shard in shards_of(folder):
        if shard.suffix != ".safetensors":
            raise OperatorMistake(f"{shard.name}: only safetensors are served")
        try:
            with safe_open(shard, framework="pt") as opened:
                shapes |= {name: opened.get_slice(name).get_shape() for name in opened.keys()}  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise OperatorMistake(f"{shard.name} is damaged or cut short: copy it again") from error
    return shapes
