"""Weights arrive pinned and whole, or the operator is told what to do."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("huggingface_hub", reason="needs the llm extra")

from engine.errors import OperatorMistake
from engine.models.weights.catalogue import CATALOGUE
from engine.models.weights.manifest import MANIFEST, Manifest
from engine.models.weights.pull import pull

FILES = {
    "config.json": b"{}",
    "model.bin": bytes(range(256)) * 64,
    "tokenizer.json": b"{}",
    "vocabulary.txt": b"a",
    "README.md": b"not wanted",
}
NAME = "whisper-tiny"


def _hub_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hub_double", Path(__file__).with_name("hub.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


serving = _hub_module().serving


def test_wanted_files_arrive_with_a_manifest(tmp_path: Path) -> None:
    with serving(FILES) as hub:
        folder = pull(NAME, tmp_path, endpoint=hub.url)
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert not (folder / "README.md").exists()
    manifest = Manifest.read(folder)
    assert manifest is not None
    assert manifest.revision == CATALOGUE[NAME].revision
    manifest.verify(folder)


def test_whole_files_are_not_fetched_again(tmp_path: Path) -> None:
    with serving(FILES) as hub:
        pull(NAME, tmp_path, endpoint=hub.url)
        before = len(hub.asked)
        pull(NAME, tmp_path, endpoint=hub.url)
        assert len(hub.asked) == before


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serving(FILES) as hub:
        (tmp_path / NAME).mkdir()
        (tmp_path / NAME / f".model.bin.{hub.stated['model.bin'][:12]}.part").write_bytes(FILES["model.bin"][:1000])
        folder = pull(NAME, tmp_path, endpoint=hub.url)
        assert "model.bin bytes=1000-" in hub.asked
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert not list(folder.glob(".*.part"))


def test_a_file_that_came_damaged_is_deleted(tmp_path: Path) -> None:
    with serving(FILES, stated={"model.bin": "0" * 64}) as hub, pytest.raises(OperatorMistake, match="came damaged"):
        pull(NAME, tmp_path, endpoint=hub.url)
    assert not (tmp_path / NAME / "model.bin").exists()
    assert not (tmp_path / NAME / MANIFEST).exists()


def test_a_small_file_is_held_to_gits_sum(tmp_path: Path) -> None:
    right = hashlib.sha1(b"blob 2\0{}", usedforsecurity=False).hexdigest()
    with serving(FILES) as hub:
        hub.small = {"config.json": right, "tokenizer.json": right}
        assert (pull(NAME, tmp_path, endpoint=hub.url) / "config.json").read_bytes() == b"{}"
        hub.small["config.json"] = "0" * 40
        with pytest.raises(OperatorMistake, match=r"config\.json came damaged"):
            pull(NAME, tmp_path, endpoint=hub.url)


def test_a_known_sum_counts_more_than_what_the_hub_states(tmp_path: Path) -> None:
    with serving(FILES) as hub, pytest.raises(OperatorMistake, match="came damaged"):
        pull("whisper-small", tmp_path, endpoint=hub.url)


def test_offline_says_what_to_copy_where(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match=re.escape(str(tmp_path / NAME))) as refused:
        pull(NAME, tmp_path, endpoint="http://127.0.0.1:9")
    assert "model.bin" in str(refused.value)
    assert CATALOGUE[NAME].revision in str(refused.value)


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="chatglm2-6b"):
        pull("gpt-9", tmp_path)


def test_every_pin_is_a_commit() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{40}", published.revision) for published in CATALOGUE.values())
    sums = [digest for published in CATALOGUE.values() for digest in published.digests.values()]
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in sums)


def test_a_damaged_file_is_found_later(tmp_path: Path) -> None:
    with serving(FILES) as hub:
        folder = pull(NAME, tmp_path, endpoint=hub.url)
    (folder / "model.bin").write_bytes(b"short")
    manifest = Manifest.read(folder)
    assert manifest is not None
    with pytest.raises(OperatorMistake, match=r"model\.bin .* is not what it was"):
        manifest.verify(folder)
