"""Models carried in a file: whole, or not at all."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.models.weights.carry import pack, unpack


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models" / "whisper-small" / "deep").mkdir(parents=True)
    (tmp_path / "models" / "whisper-small" / "model.bin").write_bytes(bytes(range(256)) * 9000)
    (tmp_path / "models" / "whisper-small" / "deep" / "config.json").write_text("{}")
    (tmp_path / "models" / "essay").mkdir()
    (tmp_path / "models" / "essay" / "adapter.safetensors").write_bytes(b"x" * 100)
    return tmp_path / "models"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tar_of(file: Path, head: object, members: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(file, "w") as tar:
        for name, content in {"bandmate-models.json": json.dumps(head).encode(), **members}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            if name != "bandmate-models.json":
                info.type = kind
                info.linkname = "/etc/passwd"
            tar.addfile(info, io.BytesIO(content))
    return file


def test_what_was_packed_comes_out_the_same(models: Path, tmp_path: Path) -> None:
    size = pack(models, ["whisper-small", "essay"], tmp_path / "carried.tar")
    assert size == (tmp_path / "carried.tar").stat().st_size
    assert unpack(tmp_path / "carried.tar", tmp_path / "there") == ("essay", "whisper-small")
    assert contents(tmp_path / "there") == contents(models)


def test_nothing_is_overwritten(models: Path, tmp_path: Path) -> None:
    pack(models, ["essay"], tmp_path / "carried.tar")
    with pytest.raises(OperatorMistake, match="there already"):
        pack(models, ["essay"], tmp_path / "carried.tar")
    with pytest.raises(OperatorMistake, match="there already"):
        unpack(tmp_path / "carried.tar", models)
    assert contents(models)["essay/adapter.safetensors"] == b"x" * 100


@pytest.mark.parametrize("name", ["nobody", "..", "../models", ""])
def test_a_model_that_is_not_there_is_named(name: str, models: Path, tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="models list"):
        pack(models, [name], tmp_path / "carried.tar")


@pytest.mark.parametrize("damage", ["bit", "end", "not a tar"])
def test_a_damaged_file_leaves_nothing_behind(damage: str, models: Path, tmp_path: Path) -> None:
    file = tmp_path / "carried.tar"
    pack(models, ["whisper-small"], file)
    whole = bytearray(file.read_bytes())
    if damage == "bit":
        whole[len(whole) // 2] ^= 1
    file.write_bytes({"bit": bytes(whole), "end": bytes(whole[:-300_000]), "not a tar": b"hello" * 900}[damage])
    with pytest.raises(OperatorMistake, match=r"carry it over again|made by"):
        unpack(file, tmp_path / "there")
    assert contents(tmp_path / "there") == {}


@pytest.mark.parametrize("path", ["../evil/x", "/etc/x", "m/../../x", "m", "m\\x/y", "./m/x", "m//x", ".hidden/x"])
def test_a_path_out_of_the_folder_is_refused(path: str, tmp_path: Path) -> None:
    file = tar_of(tmp_path / "evil.tar", {path: "0" * 64}, {path: b"x"})
    with pytest.raises(OperatorMistake, match="no model has"):
        unpack(file, tmp_path / "there")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.REGTYPE])
def test_what_the_list_does_not_name_is_refused(kind: bytes, tmp_path: Path) -> None:
    named = "other/x" if kind == tarfile.REGTYPE else "m/x"
    file = tar_of(tmp_path / "evil.tar", {named: "0" * 64}, {"m/x": b""}, kind)
    with pytest.raises(OperatorMistake, match="does not name"):
        unpack(file, tmp_path / "there")
    assert contents(tmp_path / "there") == {}


@pytest.mark.parametrize("head", [[], {}, "x", {"m/x": 3}])
def test_a_strange_list_is_refused(head: object, tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake):
        unpack(tar_of(tmp_path / "evil.tar", head, {"m/x": b"x"}), tmp_path / "there")
