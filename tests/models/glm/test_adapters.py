"""Converted adapters compute what they computed on the original code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("peft", reason="needs the llm extra")

import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, DynamicCache

from engine.errors import OperatorMistake
from engine.models.weights.adapters import AdapterKind, convert_adapter, kind_of, load_prefix

EXACT = 1e-5
# peft 0.21 still asks transformers 5.23 by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")


def load(folder: Path) -> Any:
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def prefix_logits(model: Any, folder: Path, ids: torch.Tensor) -> torch.Tensor:
    prefix, (rows, length) = load_prefix(folder), ids.shape
    cache = DynamicCache(config=model.config)
    for layer in range(prefix.keys.shape[0]):
        entries = (side[layer].expand(rows, -1, -1, -1) for side in (prefix.keys, prefix.values))
        cache.update(*entries, layer)
    mask = torch.ones(rows, prefix.length + length, dtype=torch.long)
    positions = torch.arange(length).expand(rows, -1)
    with torch.no_grad():
        return model(ids, past_key_values=cache, attention_mask=mask, position_ids=positions).logits


def test_lora_logits_are_the_references(original: Path, native: Path, tmp_path: Path, expected: dict[str, Any]) -> None:
    assert convert_adapter(original / "lora", tmp_path / "lora", base=native) is AdapterKind.LORA
    assert kind_of(tmp_path / "lora") is AdapterKind.LORA
    merged = PeftModel.from_pretrained(load(native), tmp_path / "lora").merge_and_unload()
    with torch.no_grad():
        assert (merged(expected["ids"]).logits - expected["lora_logits"]).abs().max() <= EXACT


@torch.no_grad()
def test_a_lora_beside_its_base_differs_by_rounding_alone(
    original: Path, native: Path, tmp_path: Path, expected: dict[str, Any]
) -> None:
    """The reference added B @ A to the weights first; a hot adapter adds it to each output (3e-5 apart)."""
    convert_adapter(original / "lora", tmp_path / "lora", base=native)
    beside = PeftModel.from_pretrained(load(native), tmp_path / "lora")
    assert (beside(expected["ids"]).logits - expected["lora_logits"]).abs().max() <= 1e-4


def test_p_tuning_logits_are_the_references(
    original: Path, native: Path, tmp_path: Path, expected: dict[str, Any]
) -> None:
    assert convert_adapter(original / "ptuning", tmp_path / "prefix", base=original) is AdapterKind.PREFIX
    logits = prefix_logits(load(native), tmp_path / "prefix", expected["ids"])
    assert (logits - expected["ptuning_logits"]).abs().max() <= EXACT


def test_a_projected_prefix_is_computed_once(original: Path, native: Path, tmp_path: Path) -> None:
    """A projection built to undo itself must give back the plain prefix."""
    plain = torch.load(original / "ptuning/pytorch_model.bin", weights_only=True)[
        "transformer.prefix_encoder.embedding.weight"
    ]
    size = plain.shape[1]
    tiny, big = torch.eye(size) * 1e-3, torch.eye(size) * 1e3
    (tmp_path / "source").mkdir()
    torch.save(
        {
            "prefix_encoder.embedding.weight": plain,
            "prefix_encoder.trans.0.weight": tiny,
            "prefix_encoder.trans.0.bias": torch.zeros(size),
            "prefix_encoder.trans.2.weight": big,
            "prefix_encoder.trans.2.bias": torch.zeros(size),
        },
        tmp_path / "source" / "pytorch_model.bin",
    )
    convert_adapter(tmp_path / "source", tmp_path / "prefix", base=native)
    convert_adapter(original / "ptuning", tmp_path / "plain", base=native)
    projected, direct = load_prefix(tmp_path / "prefix"), load_prefix(tmp_path / "plain")
    torch.testing.assert_close(projected.keys, direct.keys, atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(projected.values, direct.values, atol=1e-3, rtol=1e-3)


@pytest.fixture
def lora(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original / "lora", tmp_path / "source"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"peft_type": "IA3"}, "no LoRA"),
        ({"r": 8}, "does not fit"),
        ({"use_dora": True}, "more than A and B"),
        ({"bias": "all"}, "more than A and B"),
        ({"lora_alpha": "big"}, "damaged"),
    ],
)
def test_loras_that_would_be_wrong_are_refused(
    lora: Path, native: Path, tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    path = lora / "adapter_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(OperatorMistake, match=reason):
        convert_adapter(lora, tmp_path / "out", base=native)
    assert not (tmp_path / "out").exists()


def test_half_an_adapter_is_refused(lora: Path, native: Path, tmp_path: Path) -> None:
    state = load_file(lora / "adapter_model.safetensors")
    del state["base_model.model.transformer.encoder.layers.1.mlp.dense_h_to_4h.lora_B.weight"]
    save_file(state, lora / "adapter_model.safetensors")
    with pytest.raises(OperatorMistake, match="without its B"):
        convert_adapter(lora, tmp_path / "out", base=native)


def test_a_prefix_of_another_model_is_refused(native: Path, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    torch.save(
        {"transformer.prefix_encoder.embedding.weight": torch.zeros(8, 190)}, tmp_path / "source/pytorch_model.bin"
    )
    with pytest.raises(OperatorMistake, match="does not fit"):
        convert_adapter(tmp_path / "source", tmp_path / "out", base=native)
