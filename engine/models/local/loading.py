"""A served folder, read into memory: weights in the precision asked for, tokenizer, what ends an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import torch
from safetensors import SafetensorError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from engine.errors import OperatorMistake, TryAgain
from engine.models.chatglm.config import is_native
from engine.models.chatglm.tokenizer import CONTROL_TOKENS
from engine.models.local.attention import use_shared_keys
from engine.models.weights.manifest import verify_once

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

Precision = Literal["auto", "float32", "bfloat16", "int8", "nf4"]


#: Threads that share the work of smaller matrices than these wait for each other most of the time.
_WORTH_THREADS = 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model ready to run. ``silent`` are ids that are no text: control tokens, and embeddings without a token."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast
    ends: frozenset[int]
    silent: tuple[int, ...]

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return torch.device(self.model.device)

    @property
    def vocabulary(self) -> int:
        """Logits of one position."""
        return int(self.model.config.get_text_config().vocab_size)


def load(folder: Path, precision: Precision = "auto", *, device: str | None = None) -> Loaded:
    """The native model in ``folder`` on ``device`` (CUDA where there is one).

    Raises:
        OperatorMistake: the folder holds no model that can be served, a file in it is not what it was, or the precision
            does not fit it.
        TryAgain: there is no memory for it now.
    """
    if not is_native(folder):
        raise OperatorMistake(f"{folder} is in the original layout: run `bandmate models convert` first")
    verify_once(folder)
    place = str(place_of(device))
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        _refuse_windows(folder, getattr(config.get_text_config(), "layer_types", None) or ())
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(
            folder,
            local_files_only=True,
            attn_implementation="sdpa",
            device_map={"": place},
            **_precision(folder, precision, place, quantised=hasattr(config, "quantization_config")),
        )
    except torch.OutOfMemoryError as error:
        raise TryAgain("no memory for the model") from error
    except (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError) as error:
        raise OperatorMistake(f"{folder} cannot be served: run `bandmate models check` on it") from error
    model.eval().requires_grad_(requires_grad=False)
    use_shared_keys(model)
    if place == "cpu" and int(config.get_text_config().hidden_size) < _WORTH_THREADS:
        torch.set_num_threads(1)
    return Loaded(model, tokenizer, _ends(model, tokenizer), _silent(model, tokenizer))


def place_of(device: str | None) -> torch.device:
    """Where a model goes that was asked for on ``device``: the first card, if there is one and nothing was asked."""
    return torch.device(device or ("cuda:0" if torch.cuda.is_available() else "cpu"))


def _refuse_windows(folder: Path, layers: Sequence[str]) -> None:
    if set(layers) - {"full_attention"}:
        raise OperatorMistake(f"{folder}: attention with a sliding window is served by vLLM only (BANDMATE_LLM=server)")


def _precision(folder: Path, precision: Precision, place: str, *, quantised: bool) -> dict[str, object]:
    if quantised:
        if precision not in ("auto", "nf4", "int8"):
            raise OperatorMistake(f"{folder} is quantised: set BANDMATE_LLM_PRECISION to auto")
        return {}
    if precision == "auto":
        precision = "nf4" if place.startswith("cuda") else "bfloat16"
    if precision in ("nf4", "int8"):
        from engine.models.weights.quantize import quantisation_config

        bits: Literal[4, 8] = 4 if precision == "nf4" else 8
        return {"dtype": torch.bfloat16, "quantization_config": quantisation_config(folder, bits)}
    return {"dtype": torch.float32 if precision == "float32" else torch.bfloat16}


def _ends(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast) -> frozenset[int]:
    configured = model.generation_config.eos_token_id if model.generation_config is not None else None
    found = configured if isinstance(configured, list) else [configured, tokenizer.eos_token_id]
    return frozenset(int(token) for token in found if token is not None)


def _silent(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast) -> tuple[int, ...]:
    """Ids that an answer may never hold. ``sop`` is a control token only where ``[gMASK]`` is one."""
    vocabulary = tokenizer.get_vocab()
    controls = [vocabulary[token] for token in CONTROL_TOKENS if token in vocabulary and "[gMASK]" in vocabulary]
    beyond = range(len(tokenizer), int(model.config.get_text_config().vocab_size))
    ends = _ends(model, tokenizer)
    return tuple(sorted({*tokenizer.all_special_ids, *controls, *beyond} - ends))
