"""Four bits: smaller, as exact as the number format allows, and started from as saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("bitsandbytes", reason="needs the llm extra")

import bitsandbytes
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from engine.errors import OperatorMistake
from engine.models.weights.check import check
from engine.models.weights.quantize import quantize

#: NF4 keeps normally distributed weights to about 9 % of their norm with blocks of 64 (Dettmers et al., 2023).
NF4_ERROR = 0.11


@pytest.fixture(scope="session")
def quantised(native: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return quantize(native, tmp_path_factory.mktemp("quantised") / "nf4").folder


def test_weights_keep_what_nf4_can_keep(native: Path, quantised: Path) -> None:
    before = dict(AutoModelForCausalLM.from_pretrained(native, dtype=torch.float32).named_modules())
    after = AutoModelForCausalLM.from_pretrained(quantised, device_map={"": "cpu"})
    layers = {name: module for name, module in after.named_modules() if isinstance(module, bitsandbytes.nn.Linear4bit)}
    assert len(layers) == 15  # five of six in each layer: rows of 96 are no whole blocks
    for name, module in layers.items():
        kept = bitsandbytes.functional.dequantize_4bit(module.weight.data, module.weight.quant_state).float()
        lost = (kept - before[name].weight).norm() / before[name].weight.norm()
        assert lost < NF4_ERROR, name
    assert isinstance(after.lm_head, torch.nn.Linear)
    assert not isinstance(after.lm_head, bitsandbytes.nn.Linear4bit)


def test_the_saved_model_runs_as_it_is(quantised: Path, expected: dict[str, Any]) -> None:
    model = AutoModelForCausalLM.from_pretrained(quantised, device_map={"": "cpu"})
    with torch.no_grad():
        logits = model(expected["ids"]).logits.float()
    pair = torch.stack([logits.flatten(), expected["logits"].flatten()])
    assert torch.corrcoef(pair)[0, 1] > 0.7
    assert "quantised" in check(quantised).what


def test_the_tokenizer_comes_along_unchanged(native: Path, quantised: Path) -> None:
    text = "A [gMASK] essay, sop </s>"
    one, two = (AutoTokenizer.from_pretrained(folder)(text)["input_ids"] for folder in (native, quantised))
    assert one == two


def test_what_is_quantised_is_not_quantised_again(quantised: Path, tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="already"):
        quantize(quantised, tmp_path / "out")


def test_the_original_layout_must_be_converted_first(original: Path, tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="models convert"):
        quantize(original, tmp_path / "out")
    assert not (tmp_path / "out").exists()
