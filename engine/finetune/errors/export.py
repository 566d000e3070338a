"""The file that is shipped: ONNX, attention and norms fused, weights in 8 bits, checked against the model it came from."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from engine.errors import ModelMisbehaved
from engine.finetune.errors.model import TaggerModel
from engine.marking.errors.tagger import CARD, LABELS, TOKENIZER, WEIGHTS, Tagger

_OPSET = 18
_AGREEING = 0.97  # of flags at one half, between the model and its file in 8 bits
_CHECKED = (
    "People becomes lazy because they does not cook .",
    "The goverment should spend more money in the public transport .",
    "In my opinion , the benefits of studying abroad outweigh the drawbacks .",
    "She have lived there since three years and she enjoy it very much .",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """The file's size and the share of words of which file and model say the same (an error, or none)."""

    megabytes: float
    agreeing: float


class _Probabilities(nn.Module):  # type: ignore[misc]
    """What is exported: probabilities instead of logits."""

    def __init__(self, model: TaggerModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        kinds, edits, hidden = self.model(input_ids, attention_mask)
        return torch.softmax(kinds, -1), torch.softmax(edits, -1), hidden


def export(model: TaggerModel, folder: Path, facts: Mapping[str, object]) -> Exported:
    """Write the weights, and a card with ``facts`` and the hashes, into ``folder`` (which has tokenizer and labels).

    Raises:
        ModelMisbehaved: the file in 8 bits says something else than the model.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.optimizer import optimize_model

    with tempfile.TemporaryDirectory() as workshop:
        plain, fused = Path(workshop) / "plain.onnx", Path(workshop) / "fused.onnx"
        ids = torch.ones((2, 9), dtype=torch.long)
        axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=512)}
        program = torch.onnx.export(
            _Probabilities(model).eval(), (ids, torch.ones_like(ids)), dynamo=True, verbose=False, opset_version=_OPSET,
            dynamic_shapes={"input_ids": axes, "attention_mask": axes}, input_names=["input_ids", "attention_mask"],
            output_names=["kinds", "edits", "hidden"],
        )  # fmt: skip
        if program is None:
            raise ModelMisbehaved("the tagger could not be written as ONNX")
        program.save(str(plain))
        config = model.encoder.config
        optimize_model(
            str(plain), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size,
            opt_level=0,
        ).save_model_to_file(str(fused))  # fmt: skip
        quantize_dynamic(fused, folder / WEIGHTS, per_channel=True, weight_type=QuantType.QInt8)
    write_card(folder, facts)
    agreeing = _agreement(model, Tagger.load(folder), folder)
    if agreeing < _AGREEING:
        raise ModelMisbehaved(f"the file in 8 bits agrees with the model on {agreeing:.1%} of words only")
    return Exported((folder / WEIGHTS).stat().st_size / 1e6, agreeing)


def write_card(folder: Path, facts: Mapping[str, object]) -> None:
    """The card as TOML: what the weights are, and the hash of each file."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in facts.items()]
    hashes = [
        f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"'
        for name in (WEIGHTS, TOKENIZER, LABELS)
    ]  # fmt: skip
    (folder / CARD).write_text("\n".join([*lines, "", "[sha256]", *hashes]) + "\n", "utf-8")


@torch.no_grad()  # type: ignore[untyped-decorator]
def _agreement(model: TaggerModel, tagger: Tagger, folder: Path) -> float:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    same: list[bool] = []
    for sentence in _CHECKED:
        words = sentence.split()
        encoding = tokenizer.encode(words, is_pretokenized=True)
        firsts = [encoding.word_ids.index(number) for number in range(len(words))]
        kinds, _, _ = model(torch.tensor([encoding.ids]), torch.ones((1, len(encoding.ids)), dtype=torch.long))
        ours = torch.softmax(kinds[0], -1)[firsts, 0].numpy() < 0.5
        same += list(ours == (tagger.read([words])[0].kinds[:, 0] < 0.5))
    return float(np.mean(same))
