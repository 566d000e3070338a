"""Linear layers in four bits: NF4 with double quantisation (Dettmers et al., 2023, QLoRA), saved ready to start from.

At 6 billion weights the worker reads 4 GB instead of 12. Embeddings and the output layer stay as they are: they are
looked up or decide the token, and take 1 GB of those 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig, GenerationConfig

from engine.errors import OperatorMistake
from engine.models.chatglm.config import is_native, read_json
from engine.models.chatglm.convert import fresh_folder
from engine.models.weights.manifest import sign, verify_once

Bits = Literal[4, 8]


@dataclass(frozen=True, slots=True)
class Quantisation:
    """What was written, and the sizes of the weights before and after in bytes."""

    folder: Path
    before: int
    after: int


#: Numbers that share a scale. The CPU kernels want whole blocks in every row, as ChatGLM2 has (4,096 and 13,696).
_BLOCK = 64


def quantisation_config(source: Path, bits: Bits) -> BitsAndBytesConfig:
    """NF4 with double quantisation and bfloat16 arithmetic, or LLM.int8, for the native model in ``source``."""
    if bits == 8:
        return BitsAndBytesConfig(load_in_8bit=True)
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(source))
    uneven = {
        name
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and module.in_features % _BLOCK
    }
    return BitsAndBytesConfig(
        load_in_4bit=True,
        llm_int8_skip_modules=sorted(uneven | {"lm_head"}),
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


def quantize(source: Path, target: Path, *, bits: Bits = 4) -> Quantisation:
    """Writes the native model in ``source`` to ``target`` with its linear layers quantised, and a manifest of what was written.

    Raises:
        OperatorMistake: ``source`` is no converted model, or is quantised already, or ``target`` exists.
    """
    if not is_native(source):
        raise OperatorMistake(f"{source} is in the original layout: run `bandmate models convert` first")
    if "quantization_config" in read_json(source / "config.json"):
        raise OperatorMistake(f"{source} is quantised already")
    verify_once(source)
    with fresh_folder(target) as folder:
        device = "cuda:0" if torch.cuda.is_available() else "cpu"
        try:
            model = AutoModelForCausalLM.from_pretrained(
                source,
                dtype=torch.bfloat16,
                quantization_config=quantisation_config(source, bits),
                device_map={"": device},
            )
            tokenizer = AutoTokenizer.from_pretrained(source)
        except (OSError, ValueError) as error:
            raise OperatorMistake(f"{source} cannot be loaded: run `bandmate models check` on it") from error
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        if model.generation_config is not None:
            GenerationConfig(**model.generation_config.to_diff_dict()).save_pretrained(folder)
        for path in folder.iterdir():
            path.chmod(0o644)
        sign(folder, "nf4" if bits == 4 else "int8", source)
        return Quantisation(target, before=_weights_in(source), after=_weights_in(folder))


def _weights_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.safetensors"))
