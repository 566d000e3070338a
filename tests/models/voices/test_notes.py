"""Voice notes with real sound: right in form and length, made once, whole whatever happens to the files."""

from __future__ import annotations

import io
import multiprocessing
import threading
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import TryAgain
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import LONGEST, SpokenNotes
from engine.ports import Speech, Voice, VoiceNote

TEXT = "Let's talk about your home town. Where is it? What do people like about it?"


class Counted:
    """A real voice that remembers what it was asked to say."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.said: list[str] = []
        self.name = voice.name

    def say(self, text: str, speed: float) -> Speech:
        self.said.append(text)
        return self._voice.say(text, speed)


class Hoarse:
    """Says nothing at all."""

    name = "hoarse"

    def say(self, text: str, speed: float) -> Speech:  # noqa: ARG002
        return Speech(np.zeros(0, np.float32), 16_000)


@pytest.fixture
def voice() -> Counted:
    return Counted(EspeakVoice())


def decoded(note: VoiceNote) -> tuple[str, str, int, int, float]:
    with av.open(io.BytesIO(note.ogg), "r") as container:
        stream = container.streams.audio[0]
        samples = sum(frame.samples for frame in container.decode(stream))
        return container.format.name, stream.codec.name, stream.rate, stream.channels, samples / stream.rate


def test_a_note_is_what_chats_take(voice: Counted, tmp_path: Path) -> None:
    note = SpokenNotes(voice, tmp_path).note(TEXT)
    form, codec, rate, channels, seconds = decoded(note)
    assert (form, codec, rate, channels) == ("ogg", "opus", 48_000, 1)
    assert seconds == pytest.approx(note.seconds, abs=0.05)
    assert 4 < note.seconds < 8
    assert 16_000 < 8 * len(note.ogg) / note.seconds < 48_000
    assert max(note.waveform) == 255
    assert len(note.waveform) == int(note.seconds * 10)


def test_sentences_are_said_one_by_one_with_a_gap(voice: Counted, tmp_path: Path) -> None:
    speech = SpokenNotes(voice, tmp_path).speech(TEXT)
    assert len(voice.said) == 3
    quiet = np.abs(speech.samples) < 0.002
    window = round(0.3 * speech.rate)
    silent = np.convolve(quiet, np.ones(window), "valid") > window - 0.5
    assert np.count_nonzero(np.diff(silent.astype(int)) == 1) == 2


def test_the_second_time_nothing_is_synthesised(voice: Counted, tmp_path: Path) -> None:
    first = SpokenNotes(voice, tmp_path).note(TEXT)
    voice.said.clear()
    assert SpokenNotes(voice, tmp_path).note(TEXT) == first
    assert voice.said == []


def test_a_known_sentence_is_not_said_again_in_another_note(voice: Counted, tmp_path: Path) -> None:
    notes = SpokenNotes(voice, tmp_path)
    notes.note("Where is it? Why?")
    notes.note("Why? Where is it?")
    assert sorted(voice.said) == ["Where is it?", "Why?"]


def test_another_speed_or_voice_is_another_note(voice: Counted, tmp_path: Path) -> None:
    plain = SpokenNotes(voice, tmp_path).note(TEXT)
    fast = SpokenNotes(voice, tmp_path, 1.5).note(TEXT)
    other = SpokenNotes(EspeakVoice("en-us"), tmp_path).note(TEXT)
    assert fast.seconds < 0.8 * plain.seconds
    assert other.ogg != plain.ogg


def test_names_are_the_same_everywhere(voice: Counted, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        SpokenNotes(voice, tmp_path / folder).note(TEXT)
    names = [sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("a", "b")]
    assert names[0] == names[1]
    assert len(names[0]) == 4


def test_files_are_private(voice: Counted, tmp_path: Path) -> None:
    SpokenNotes(voice, tmp_path / "voice").note(TEXT)
    assert (tmp_path / "voice").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "voice").iterdir()} == {0o600}


@pytest.mark.parametrize("damage", [b"", b"x", b"junk" * 5000])
def test_a_damaged_file_is_made_anew(voice: Counted, tmp_path: Path, damage: bytes) -> None:
    notes = SpokenNotes(voice, tmp_path)
    good = notes.note(TEXT)
    for path in tmp_path.iterdir():
        path.write_bytes(damage)
    again = notes.note(TEXT)
    assert again.seconds == pytest.approx(good.seconds, abs=0.2)
    assert notes.note(TEXT) == again


def test_nothing_to_say_and_too_much(voice: Counted, tmp_path: Path) -> None:
    notes = SpokenNotes(voice, tmp_path)
    with pytest.raises(ValueError, match="nothing to say"):
        notes.note("...")
    with pytest.raises(ValueError, match="no voice note"):
        notes.note("a" * (LONGEST + 1))


def test_a_voice_that_says_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TryAgain, match="said nothing"):
        SpokenNotes(Hoarse(), tmp_path).note(TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_time_not_speech(
    voice: Counted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert SpokenNotes(voice, tmp_path).note("Why?").seconds > 0.1


def _speak(folder: Path, start: object, answers: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    notes = SpokenNotes(EspeakVoice(), folder)
    for number in range(10):
        note = notes.note(f"Question {number}. Why is that?")
        answers.put((number, note.seconds, len(note.ogg)))  # type: ignore[attr-defined]


@pytest.mark.slow
def test_processes_share_a_folder(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Event(), spawn.Queue()
    both = [spawn.Process(target=_speak, args=(tmp_path, start, answers)) for _ in range(2)]
    for process in both:
        process.start()
    start.set()
    found = [answers.get(timeout=60) for _ in range(20)]
    for process in both:
        process.join()
        assert process.exitcode == 0
    assert all(seconds > 0.5 and size > 1000 for _, seconds, size in found)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_threads_share_a_speaker(voice: Counted, tmp_path: Path) -> None:
    notes = SpokenNotes(voice, tmp_path)
    found: list[VoiceNote] = []
    threads = [threading.Thread(target=lambda: found.append(notes.note(TEXT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert notes.note(TEXT) in found
