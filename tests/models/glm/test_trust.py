"""Weights are what they were when they were made, or the operator hears which file is not, before it is served."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")

from engine.errors import OperatorMistake
from engine.models.chatglm.convert import convert
from engine.models.local.loading import load
from engine.models.local.memory import rows_that_fit
from engine.models.weights.adapters import convert_adapter
from engine.models.weights.check import check
from engine.models.weights.family import Needs, family_of, needs_of
from engine.models.weights.listing import listed
from engine.models.weights.manifest import MANIFEST, Manifest, verify_once
from engine.models.weights.quantize import quantize


def flip(path: Path) -> None:
    """Changes one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_flipped_bit_in_any_file_is_named(native: Path, tmp_path: Path) -> None:
    names = [path.name for path in native.iterdir() if path.is_file() and not path.name.startswith(".")]
    assert set(Manifest.read(native).digests) == set(names) - {MANIFEST}  # type: ignore[union-attr]
    for number, name in enumerate(sorted(set(names) - {MANIFEST})):
        folder = Path(shutil.copytree(native, tmp_path / str(number)))
        flip(folder / name)
        for read in (check, load):
            with pytest.raises(OperatorMistake) as refused:
                read(folder)
            assert f"{name} in {folder} is not what it was" in str(refused.value)


def test_what_was_not_touched_since_is_not_read_again(
    native: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(native, tmp_path / "copy", ignore=shutil.ignore_patterns(".*")))
    looks: list[Path] = []
    real = Manifest.verify

    def verify(self: Manifest, where: Path) -> None:
        looks.append(where)
        real(self, where)

    monkeypatch.setattr(Manifest, "verify", verify)
    verify_once(folder)
    verify_once(folder)
    assert looks == [folder]
    (folder / "config.json").touch()
    verify_once(folder)
    assert looks == [folder] * 2
    (folder / ".bandmate-verified.json").write_text("half")
    verify_once(folder)
    assert looks == [folder] * 3


def test_damaged_weights_are_not_made_into_trusted_ones(native: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(native, tmp_path / "copy"))
    flip(folder / "model.safetensors")
    for make in (convert, quantize):
        with pytest.raises(OperatorMistake, match=r"model\.safetensors"):
            make(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_list_tells_source_numbers_family_and_need(original: Path, native: Path, tmp_path: Path) -> None:
    pulled = Path(shutil.copytree(original, tmp_path / "pulled"))
    Manifest("zai-org/chatglm2-6b", "d2e2d917892485", {}).write(pulled)
    convert(pulled, tmp_path / "whole")
    quantize(tmp_path / "whole", tmp_path / "small")
    convert_adapter(original / "lora", tmp_path / "essay", base=native)
    (tmp_path / "strange").mkdir()
    there = {each.name: each for each in listed(tmp_path)}
    assert there["small"].source == "zai-org/chatglm2-6b@d2e2d917, converted, nf4"
    assert (there["whole"].holds, there["small"].holds) == ("float16", "nf4")
    assert there["pulled"].family == there["small"].family == there["essay"].family == family_of(native)
    assert there["essay"].needed is None
    assert there["small"].needed == there["whole"].needed, "a worker serves both in four bits"
    assert there["strange"].holds.startswith("nothing known")


def test_a_need_is_that_of_the_weights(native: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(native, dtype=torch.float32)
    held = sum(each.nbytes for each in model.parameters())
    assert needs_of(native, "float32").weights == pytest.approx(held, rel=0.01)


def test_what_does_not_fit_is_refused_with_numbers(native: Path) -> None:
    needs = needs_of(native, "nf4")
    assert rows_that_fit(native, "auto", 16, None) == 16
    assert rows_that_fit(native, "auto", 16, needs.total(rows=7) + 10) == 5, "two are kept for speakers"
    assert rows_that_fit(native, "auto", 16, needs.total(rows=14) + 10, caches=2) == 5
    assert rows_that_fit(native, "auto", 3, needs.total(rows=9)) == 3
    with pytest.raises(OperatorMistake, match=r"takes 1\.\d\d GB of the card .* 0\.50 GB are free"):
        rows_that_fit(native, "auto", 16, 500_000_000)
    chatglm2 = Needs(4_000_000_000, 28_672)
    assert chatglm2.rows_in(8_000_000_000) > 16
