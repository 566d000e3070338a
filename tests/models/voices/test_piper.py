"""An operator's piper voice: the real library loads and runs a tiny one, and says what is missing of another."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.models.voices.notes import SpokenNotes
from engine.models.voices.piper import PiperVoice
from tests.doubles.piper_files import RATE, SAMPLES, write_piper_voice

needs_piper = pytest.mark.skipif(importlib.util.find_spec("piper") is None, reason="needs the piper extra")


@needs_piper
def test_it_speaks_at_the_pace_asked_for(tmp_path: Path) -> None:
    voice = PiperVoice(write_piper_voice(tmp_path))
    plain, fast = voice.say("where is it", 1.0), voice.say("where is it", 2.0)
    assert plain.rate == RATE
    assert len(plain.samples) == pytest.approx(2 * len(fast.samples), rel=0.02)
    assert len(plain.samples) % SAMPLES == 0


@needs_piper
def test_brackets_are_no_phonemes(tmp_path: Path) -> None:
    voice = PiperVoice(write_piper_voice(tmp_path))
    assert len(voice.say("a [[b]] c", 1.0).samples) == len(voice.say("a b c", 1.0).samples)


@needs_piper
def test_it_makes_notes(tmp_path: Path) -> None:
    note = SpokenNotes(PiperVoice(write_piper_voice(tmp_path)), tmp_path / "cache").note("where is it? why?")
    assert note.seconds > 0.5


@needs_piper
def test_two_voices_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = write_piper_voice(tmp_path), write_piper_voice(tmp_path / "other")
    settings = other.with_name(f"{other.name}.json")
    settings.write_text(settings.read_text("utf-8").replace("16000", "22050"), "utf-8")
    assert PiperVoice(one).name != PiperVoice(other).name
    assert PiperVoice(one).name.startswith("piper tiny ")


@needs_piper
@pytest.mark.parametrize("missing", ["tiny.onnx", "tiny.onnx.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    path = write_piper_voice(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(OperatorMistake, match=rf"{missing} is missing"):
        PiperVoice(path)


@needs_piper
@pytest.mark.parametrize(
    ("name", "content"), [("tiny.onnx", b"x"), ("tiny.onnx", b""), ("tiny.onnx.json", b"{}"), ("tiny.onnx.json", b"x")]
)
def test_a_damaged_file_is_the_operators(tmp_path: Path, name: str, content: bytes) -> None:
    path = write_piper_voice(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OperatorMistake, match="no piper voice"):
        PiperVoice(path).say("a", 1.0)


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(OperatorMistake, match=r"bandmate\[piper\]"):
        PiperVoice(write_piper_voice(tmp_path))
