"""``bandmate say`` as a person meets it: files that play, one line, clear refusals."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).parents[2]
QUESTION = "Where do you come from? What is it known for?"


def say(*words: str, home: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BANDMATE_")}
    return subprocess.run(
        [sys.executable, "-m", "bots.cli", "say", *words],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        env={**clean, "BANDMATE_HOME": str(home), **env},
    )


def test_a_voice_note(tmp_path: Path) -> None:
    out = tmp_path / "q.ogg"
    done = say(QUESTION, "-o", str(out), home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    line = done.stdout.decode()
    assert line.startswith(f"{out}: ")
    assert line.count("\n") == 1
    seconds = float(line.removeprefix(f"{out}: ").split()[0])
    with av.open(str(out), "r") as container:
        assert container.streams.audio[0].codec.name == "opus"
        assert sum(frame.samples for frame in container.decode(audio=0)) / 48_000 == pytest.approx(seconds, abs=0.1)


def test_a_wav_from_standard_input(tmp_path: Path) -> None:
    out = tmp_path / "q.wav"
    assert say("-", "-o", str(out), home=tmp_path / "home", stdin=QUESTION.encode()).returncode == 0
    with wave.open(str(out), "rb") as opened:
        assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 2, 22_050)
        plain = opened.getnframes()
    assert say(QUESTION, "-o", str(out), "--speed", "2", home=tmp_path / "home").returncode == 0
    with wave.open(str(out), "rb") as opened:
        assert opened.getnframes() < 0.7 * plain


@pytest.mark.parametrize(
    ("words", "env", "code", "told"),
    [
        (("...", "-o", "q.ogg"), {}, 2, b"nothing to say"),
        ((QUESTION, "-o", "q.mp3"), {}, 2, b".ogg or .wav"),
        ((QUESTION,), {}, 2, b"--out"),
        ((QUESTION, "-o", "q.ogg", "--speed", "9"), {}, 2, b"--speed"),
        ((QUESTION, "-o", "nowhere/q.ogg"), {}, 4, b"cannot be written"),
        ((QUESTION, "-o", "q.ogg"), {"BANDMATE_VOICE": "none"}, 4, b"--voice espeak"),
        ((QUESTION, "-o", "q.ogg"), {"BANDMATE_VOICE_NAME": "xx"}, 4, b"BANDMATE_VOICE_NAME"),
        ((QUESTION, "-o", "q.ogg", "--voice", "piper"), {}, 4, b"BANDMATE_VOICE_PATH"),
    ],
)
def test_refusals(tmp_path: Path, words: tuple[str, ...], env: dict[str, str], code: int, told: bytes) -> None:
    at = [str(tmp_path / word) if word.endswith(("q.ogg", "q.mp3")) else word for word in words]
    done = say(*at, home=tmp_path / "home", **env)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert b"Traceback" not in done.stderr
    assert not list(tmp_path.glob("q.*"))
