"""The converted model computes what the original computes, and nothing hostile or damaged is converted."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

from engine.errors import OperatorMistake
from engine.models.chatglm.convert import convert
from engine.models.weights.torch_shards import shards_of, tensors_in

EXACT = 1e-5


def load(folder: Path) -> Any:
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


@torch.no_grad()
def test_logits_are_the_references(native: Path, expected: dict[str, Any]) -> None:
    difference = (load(native)(expected["ids"]).logits - expected["logits"]).abs().max()
    assert difference <= EXACT


@torch.no_grad()
def test_padded_logits_are_the_references(native: Path, expected: dict[str, Any]) -> None:
    mask = expected["padded_mask"]
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    logits = load(native)(expected["padded_ids"], attention_mask=mask, position_ids=positions).logits
    assert (logits - expected["padded_logits"]).abs()[mask.bool()].max() <= EXACT


def test_greedy_ids_are_the_references(native: Path, expected: dict[str, Any]) -> None:
    ids = expected["greedy_ids"][None]
    assert torch.equal(load(native).generate(ids[:, :12], max_new_tokens=24, do_sample=False), ids)


@torch.no_grad()
def test_many_small_shards_hold_the_same_model(original: Path, tmp_path: Path, expected: dict[str, Any]) -> None:
    written = convert(original, tmp_path / "out", shard_bytes=30_000)
    assert len(list(written.folder.glob("model-*-of-*.safetensors"))) > 5
    assert (load(written.folder)(expected["ids"]).logits - expected["logits"]).abs().max() <= EXACT


@torch.no_grad()
def test_safetensors_checkpoints_convert_too(damaged: Path, tmp_path: Path, expected: dict[str, Any]) -> None:
    state = {name: tensor.clone() for shard in shards_of(damaged) for name, tensor in tensors_in(shard)}
    for path in damaged.glob("pytorch_model*"):
        path.unlink()
    save_file(state, damaged / "model.safetensors")
    convert(damaged, tmp_path / "out")
    assert (load(tmp_path / "out")(expected["ids"]).logits - expected["logits"]).abs().max() <= EXACT


def test_a_native_folder_is_taken_over_as_it_is(native: Path, tmp_path: Path) -> None:
    taken = convert(native, tmp_path / "again")
    assert not taken.converted
    with (
        safe_open(native / "model.safetensors", "pt") as one,
        safe_open(taken.folder / "model.safetensors", "pt") as two,
    ):
        assert set(one.keys()) == set(two.keys())


def test_an_existing_folder_is_not_written_over(original: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(OperatorMistake, match="exists"):
        convert(original, tmp_path)
    assert (tmp_path / "mine.txt").exists()


def edit(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"_name_or_path": "THUDM/chatglm3-6b"}, "ChatGLM3"),
        ({"position_encoding_2d": True}, "the first"),
        ({"model_type": "moss"}, "moss"),
        ({"quantization_bit": 4}, "already quantised"),
        ({"rope_ratio": 50}, "rotary"),
        ({"rmsnorm": False}, "LayerNorm"),
        ({"add_bias_linear": True}, "biases"),
        ({"num_layers": "many"}, "num_layers"),
        ({"num_layers": 4}, "missing"),
        ({"num_layers": 2}, "unexpected"),
        ({"hidden_size": 32}, "config.json says"),
    ],
)
def test_other_models_are_refused(damaged: Path, tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    edit(damaged, **changes)
    with pytest.raises(OperatorMistake, match=reason):
        convert(damaged, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["damaged"]


def test_a_chatglm3_is_told_by_its_role_tokens(damaged: Path, tmp_path: Path) -> None:
    (damaged / "tokenizer_config.json").write_text(json.dumps({"additional_special_tokens": ["<|user|>"]}))
    with pytest.raises(OperatorMistake, match="ChatGLM3"):
        convert(damaged, tmp_path / "out")


def test_a_shard_cut_short_is_refused(damaged: Path, tmp_path: Path) -> None:
    shard = damaged / "pytorch_model-00002-of-00003.bin"
    shard.write_bytes(shard.read_bytes()[:50_000])
    with pytest.raises(OperatorMistake, match=r"pytorch_model-00002-of-00003\.bin is cut short"):
        convert(damaged, tmp_path / "out")


def test_a_flipped_bit_is_refused(damaged: Path, tmp_path: Path) -> None:
    shard = damaged / "pytorch_model-00001-of-00003.bin"
    content = bytearray(shard.read_bytes())
    content[40_000] ^= 1
    shard.write_bytes(content)
    with pytest.raises(OperatorMistake, match="checksum"):
        convert(damaged, tmp_path / "out")


def test_a_missing_shard_is_named(damaged: Path, tmp_path: Path) -> None:
    (damaged / "pytorch_model-00003-of-00003.bin").unlink()
    with pytest.raises(OperatorMistake, match=r"pytorch_model-00003-of-00003\.bin is missing"):
        convert(damaged, tmp_path / "out")


def test_an_index_cannot_reach_outside_its_folder(damaged: Path, tmp_path: Path) -> None:
    index = damaged / "pytorch_model.bin.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "../elsewhere.bin"}}))
    with pytest.raises(OperatorMistake, match="outside"):
        convert(damaged, tmp_path / "out")


class Payload:
    """A pickle that would write a file when it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.write_text, (self.path, "pwned"))


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_pickle_that_runs_code_does_not_run(damaged: Path, tmp_path: Path, *, wrapped: bool) -> None:
    shard, target = damaged / "pytorch_model-00001-of-00003.bin", tmp_path / "pwned.txt"
    if wrapped:
        torch.save({"transformer.embedding.word_embeddings.weight": Payload(target)}, shard)
    else:
        shard.write_bytes(pickle.dumps(Payload(target)))
    with pytest.raises(OperatorMistake):
        convert(damaged, tmp_path / "out")
    assert not target.exists()


def test_a_tensor_larger_than_what_is_stored_is_refused(damaged: Path, tmp_path: Path) -> None:
    huge = torch.zeros(1, 1).expand(768, 64)
    torch.save({"transformer.embedding.word_embeddings.weight": huge}, damaged / "pytorch_model-00001-of-00003.bin")
    with pytest.raises(OperatorMistake, match="larger than what is stored"):
        convert(damaged, tmp_path / "out")


def test_values_that_are_not_numbers_are_refused(damaged: Path, tmp_path: Path) -> None:
    shard = damaged / "pytorch_model-00001-of-00003.bin"
    state = {name: tensor.clone() for name, tensor in tensors_in(shard)}
    state["transformer.encoder.layers.0.input_layernorm.weight"][3] = float("nan")
    torch.save(state, shard)
    with pytest.raises(OperatorMistake, match="not numbers"):
        convert(damaged, tmp_path / "out")


def test_no_code_is_carried_over(native: Path, tmp_path: Path) -> None:
    source = Path(shutil.copytree(native, tmp_path / "source"))
    (source / "modeling_chatglm.py").write_text("raise SystemExit")
    convert(source, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.py"))
