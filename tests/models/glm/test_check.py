"""A folder is what it says, whole, or the operator hears what is wrong with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")

from safetensors.torch import load_file, save_file

from engine.errors import OperatorMistake
from engine.models.weights.adapters import convert_adapter
from engine.models.weights.check import check
from engine.models.weights.manifest import MANIFEST


def test_each_kind_is_told_by_its_content(original: Path, native: Path, tmp_path: Path) -> None:
    for name in ("lora", "ptuning"):
        convert_adapter(original / name, tmp_path / name, base=native)
    assert "original layout" in check(original).what
    assert "GlmForCausalLM" in check(native).what
    assert check(tmp_path / "lora").what == "LoRA adapter, 18 modules"
    assert check(tmp_path / "ptuning").what == "P-Tuning v2 adapter, 8 entries"
    assert "original naming" in check(original / "lora").what


def test_a_model_that_lacks_a_tensor_is_refused(native: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(native, tmp_path / "lacking", ignore=shutil.ignore_patterns(MANIFEST)))
    state = load_file(folder / "model.safetensors")
    del state["model.norm.weight"]
    save_file(state, folder / "model.safetensors")
    with pytest.raises(OperatorMistake, match=r"model\.norm\.weight"):
        check(folder)


def test_a_model_cut_short_is_refused(native: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(native, tmp_path / "cut", ignore=shutil.ignore_patterns(MANIFEST)))
    content = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(content[: len(content) // 2])
    with pytest.raises(OperatorMistake, match="cut short"):
        check(folder)


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match=r"config\.json"):
        check(tmp_path)
