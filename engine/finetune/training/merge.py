"""A LoRA added into the weights of its model, for servers that take no adapters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peft import PeftModel

from engine.errors import OperatorMistake
from engine.models.chatglm.config import read_json
from engine.models.chatglm.convert import fresh_folder
from engine.models.local.loading import load
from engine.models.weights.adapters import AdapterKind, kind_of
from engine.models.weights.manifest import sign


@dataclass(frozen=True)
class Merged:
    """What was written, and how many bytes of weights."""

    folder: Path
    size: int


def merge(model: Path, adapter: Path, target: Path) -> Merged:
    """Writes ``model`` with ``adapter`` in its weights to ``target``, in bfloat16 or whatever the model is saved in.

    Raises:
        OperatorMistake: the model is quantised, or the adapter is no LoRA, or ``target`` exists.
    """
    config = read_json(model / "config.json")
    if "quantization_config" in config:
        raise OperatorMistake(
            f"{model} is quantised. What a LoRA adds is finer than the steps of 4 bits, so most of it would be rounded "
            "away: merge into the converted weights and quantise the result (`bandmate models quantize`)."
        )
    if kind_of(adapter) is not AdapterKind.LORA:
        raise OperatorMistake(f"{adapter} is a prefix: it stands before a text and cannot be added to weights.")
    saved = str(config.get("dtype") or config.get("torch_dtype"))
    loaded = load(model, "float32" if saved == "float32" else "bfloat16", device="cpu")
    with fresh_folder(target) as folder:
        whole = PeftModel.from_pretrained(loaded.model, str(adapter)).merge_and_unload()
        whole.set_attn_implementation("sdpa")
        whole.save_pretrained(folder)
        loaded.tokenizer.save_pretrained(folder)
        for path in folder.iterdir():
            path.chmod(0o644)
        sign(folder, f"merged with {adapter.name}", model)
    return Merged(target, sum(path.stat().st_size for path in target.glob("*.safetensors")))
