"""``bandmate listen``: one recording in, one JSON object out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.recordings import encoded
from tests.doubles.spoken import spoken

ROOT = Path(__file__).parents[2]
KEYS = [
    "duration", "transcript", "words", "pauses", "phonation_time", "speech_rate", "articulation_rate",
    "mean_length_of_run", "mean_pause",
]  # fmt: skip
TRUTH = spoken(("en-us", 160), (0.5, 1.2))


def listen(*words: str, home: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BANDMATE_")}
    command = [sys.executable, "-m", "bots.cli", "listen", *words]
    return subprocess.run(
        command, cwd=ROOT, input=stdin, capture_output=True, env={**clean, "BANDMATE_HOME": str(home)}
    )


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notes") / "answer.ogg"
    path.write_bytes(encoded(TRUTH.samples, "voice.ogg"))
    return path


def test_with_its_text(note: Path, tmp_path: Path) -> None:
    done = listen(str(note), "--text", TRUTH.text, "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout)
    assert list(heard) == KEYS
    assert heard["transcript"] == TRUTH.text
    assert heard["duration"] == pytest.approx(len(TRUTH.samples) / 16_000, abs=0.05)
    assert [list(pause) for pause in heard["pauses"]] == [["start", "end"]] * 2
    for pause, true in zip(heard["pauses"], TRUTH.pauses, strict=True):
        assert pause["start"] == pytest.approx(true.start, abs=0.1)
        assert pause["end"] == pytest.approx(true.end, abs=0.1)
    assert heard["phonation_time"] == pytest.approx(TRUTH.seconds, rel=0.05)
    assert heard["speech_rate"] == pytest.approx(TRUTH.syllables / (TRUTH.seconds + 1.7), rel=0.05)
    assert heard["articulation_rate"] == pytest.approx(TRUTH.syllables / TRUTH.seconds, rel=0.05)
    assert heard["mean_length_of_run"] == pytest.approx(TRUTH.syllables / 3, rel=0.05)
    assert heard["mean_pause"] == pytest.approx(0.85, abs=0.1)
    assert [word["text"] for word in heard["words"]] == TRUTH.text.split()
    assert set(heard["words"][0]) == {"text", "start", "end", "probability"}


def test_without_words(note: Path, tmp_path: Path) -> None:
    heard = json.loads(listen("-", "--json", home=tmp_path, stdin=note.read_bytes()).stdout)
    assert heard["transcript"] is heard["words"] is None
    assert heard["articulation_rate"] == pytest.approx(TRUTH.syllables / TRUTH.seconds, rel=0.15)


def test_for_people(note: Path, tmp_path: Path) -> None:
    shown = listen(str(note), "--text", TRUTH.text, home=tmp_path).stdout.decode()
    assert "2 pauses" in shown
    assert "syllables a second" in shown


def test_what_cannot_be_listened_to(tmp_path: Path) -> None:
    text = tmp_path / "note.ogg"
    text.write_text("This is only text.")
    refused = listen(str(text), home=tmp_path)
    assert (refused.returncode, refused.stdout) == (3, b"")
    assert listen(str(tmp_path / "nothing.ogg"), home=tmp_path).returncode == 4
