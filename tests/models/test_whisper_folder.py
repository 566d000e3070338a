"""Which Whisper listens: the one that was asked for, else the largest that was pulled, else none; never a download."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.models.whisper.folder import find_whisper
from engine.settings import Settings
from engine.wiring import build_recogniser
from tests.models.glm.hub import serving

FILES = {"config.json": b"{}", "model.bin": b"weights", "tokenizer.json": b"{}", "vocabulary.txt": b"a"}


def put(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def test_nothing_is_here(settings: Settings) -> None:
    assert build_recogniser(settings) is None


def test_the_largest_that_was_pulled(tmp_path: Path) -> None:
    put(tmp_path / "whisper-base")
    small = put(tmp_path / "whisper-small")
    put(tmp_path / "chatglm2-6b")
    assert find_whisper(None, tmp_path) == small
    (small / "tokenizer.json").unlink()
    assert find_whisper(None, tmp_path) == tmp_path / "whisper-base"


@pytest.mark.parametrize("asked", ["base", "whisper-base"])
def test_by_size(tmp_path: Path, asked: str) -> None:
    base = put(tmp_path / "whisper-base")
    put(tmp_path / "whisper-small")
    assert find_whisper(asked, tmp_path) == base


def test_by_folder(tmp_path: Path) -> None:
    own = put(tmp_path / "my own")
    assert find_whisper(str(own), tmp_path / "models") == own


def test_none_is_none(tmp_path: Path) -> None:
    put(tmp_path / "whisper-small")
    assert find_whisper("none", tmp_path) is None


def test_what_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="bandmate models pull whisper-small"):
        find_whisper("small", tmp_path)
    (tmp_path / "own").mkdir()
    with pytest.raises(OperatorMistake, match=r"config.json is missing.*bandmate models pull"):
        find_whisper(str(tmp_path / "own"), tmp_path)
    with pytest.raises(OperatorMistake, match="is no CTranslate2 Whisper"):
        find_whisper("gigantic", tmp_path)


def test_one_that_was_pulled_is_found(settings: Settings) -> None:
    pytest.importorskip("huggingface_hub", reason="needs the whisper extra")
    pytest.importorskip("faster_whisper", reason="needs the whisper extra")
    from engine.models.weights.pull import pull

    with serving(FILES) as hub:
        pull("whisper-tiny", settings.home / "models", endpoint=hub.url)
    recogniser = build_recogniser(settings)
    assert recogniser is not None
    assert recogniser.name == "whisper-tiny"
    assert build_recogniser(settings) is recogniser


def test_it_is_pulled_without_a_language_models_libraries(tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub", reason="needs the whisper extra")
    code = (
        "import sys\n"
        "for name in ('torch', 'transformers', 'peft', 'safetensors', 'tokenizers'): sys.modules[name] = None\n"
        f"sys.argv = ['bandmate', 'models', 'pull', 'whisper-tiny', '--to', {str(tmp_path)!r}]\n"
        "from bots.cli.main import main; main()"
    )
    with serving(FILES) as hub:
        done = subprocess.run(
            [sys.executable, "-c", code], env={"HF_ENDPOINT": hub.url, "HOME": str(tmp_path)}, capture_output=True
        )
    assert done.returncode == 0, done.stderr
    assert b"whisper-tiny is complete" in done.stdout
    assert (tmp_path / "whisper-tiny" / "bandmate-manifest.json").exists()
