"""The tagger as it is taught: an encoder with two heads, kept as safetensors beside its config and tokenizer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import BertConfig, BertModel

from engine.errors import OperatorMistake
from engine.marking.errors.error import Kind
from engine.marking.errors.tagger import LABELS, SHIPPED, TOKENIZER

CONFIG, STATE = "config.json", "model.safetensors"
KINDS = ("OK", *Kind)


class TaggerModel(nn.Module):  # type: ignore[misc]
    """Logits of kinds and of edits for every token, and the encoder's states."""

    def __init__(self, config: BertConfig, edits: int) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.kind = nn.Linear(config.hidden_size, len(KINDS))
        self.edit = nn.Linear(config.hidden_size, edits)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """(batch, tokens, kinds), (batch, tokens, edits), (batch, tokens, width)."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = self.dropout(hidden)
        return self.kind(kept), self.edit(kept), hidden


def edits_of(folder: Path) -> tuple[str, ...]:
    """The edits that a folder's tagger knows, or the shipped one's where it has none yet (a bare encoder)."""
    labels = folder / LABELS
    return tuple(json.loads((labels if labels.exists() else SHIPPED / LABELS).read_text("utf-8"))["edits"])


def begin(start: Path | None) -> TaggerModel:
    """A model of ``start``: one that was taught before, a bare BERT encoder, or None: new weights of the shipped shape.

    Raises:
        OperatorMistake: the folder holds no such model.
    """
    folder = start or SHIPPED
    try:
        config = BertConfig.from_pretrained(folder, attn_implementation="eager")
        model = TaggerModel(config, len(edits_of(folder)))
        if start is not None:
            state = load_file(folder / STATE)
            if "kind.weight" in state:
                model.load_state_dict(state)
            else:
                model.encoder.load_state_dict(state, strict=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise OperatorMistake(f"{folder} holds no encoder to begin with: {CONFIG} and {STATE} are needed.") from error
    return model


def keep(model: TaggerModel, folder: Path, like: Path) -> None:
    """Write the weights into ``folder``, with config, tokenizer and labels of ``like``."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / STATE)
    for name in (CONFIG, TOKENIZER):
        if (like / name).resolve() != (folder / name).resolve():
            shutil.copyfile(like / name, folder / name)
    labels = {"kinds": list(KINDS), "edits": list(edits_of(like))}
    (folder / LABELS).write_text(json.dumps(labels), "utf-8")
