"""Settings become a speaker, and what is missing is said with the setting that mends it."""

from __future__ import annotations

import pytest

from engine.errors import OperatorMistake
from engine.settings import Settings
from engine.wiring import build_speaker
from tests.doubles.piper_files import write_piper_voice


def test_the_default_speaks_from_the_home_folder(settings: Settings) -> None:
    speaker = build_speaker(settings)
    assert speaker is not None
    assert speaker.note("Why?").seconds > 0.2
    assert list((settings.home / "voice").iterdir())
    assert build_speaker(settings) is speaker


def test_nobody_speaks(settings: Settings) -> None:
    assert build_speaker(settings.model_copy(update={"voice": "none"})) is None
    assert not settings.home.exists()


def test_voice_and_speed_are_settings(settings: Settings) -> None:
    plain = build_speaker(settings)
    other = build_speaker(settings.model_copy(update={"voice_name": "en-us", "voice_speed": 1.5}))
    assert plain is not None
    assert other is not None
    text = "Where do you come from?"
    assert other.note(text).seconds < 0.85 * plain.note(text).seconds


def test_piper_needs_a_voice(settings: Settings) -> None:
    pytest.importorskip("piper", reason="needs the piper extra")
    piper = settings.model_copy(update={"voice": "piper"})
    with pytest.raises(OperatorMistake, match="BANDMATE_VOICE_PATH"):
        build_speaker(piper)
    settings.home.mkdir(exist_ok=True)
    speaker = build_speaker(piper.model_copy(update={"voice_path": write_piper_voice(settings.home)}))
    assert speaker is not None
    assert speaker.note("where is it?").seconds > 0.2
