"""Recordings from a chat: real ones of each kind, and hostile ones."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from engine.errors import LearnerMistake, TryAgain
from engine.ports import HEARING_RATE
from engine.practice import recordings
from engine.practice.recordings import container_of, decode, seconds_of
from tests.doubles.recordings import CONTAINERS, encoded, read_flac

SECONDS = 1.5
TONE = (0.3 * np.sin(2 * np.pi * 220 * np.arange(int(SECONDS * HEARING_RATE)) / HEARING_RATE)).astype(np.float32)
FILES = {name: encoded(TONE, name) for name in CONTAINERS}


def refusal(data: bytes, **limits: float) -> LearnerMistake:
    with pytest.raises(LearnerMistake) as caught:
        decode(data, **limits)  # type: ignore[arg-type]
    return caught.value


def outcome(data: bytes) -> float | str:
    """Seconds heard, or why not."""
    try:
        return len(decode(data)) / HEARING_RATE
    except LearnerMistake as mistake:
        return mistake.reason


REFUSED = {"broken-recording", "not-a-recording", "recording-too-long", "recording-hostile"}


def wav(samples: bytes, *, rate: int = HEARING_RATE, declared: int | None = None) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    data = bytearray(out.getvalue())
    if declared is not None:
        data[40:44] = struct.pack("<I", declared)
    return bytes(data)


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_kind_of_recording_becomes_the_same_sound(name: str) -> None:
    samples = decode(FILES[name])
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) / HEARING_RATE == pytest.approx(SECONDS, abs=0.06)
    middle = samples[8000:16000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * HEARING_RATE / len(middle) == pytest.approx(220, abs=2)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)


def test_a_video_note_and_two_channels() -> None:
    for data in (encoded(TONE, "note.mp4", video=True), encoded(TONE, "studio.wav", layout="stereo")):
        assert len(decode(data)) / HEARING_RATE == pytest.approx(SECONDS, abs=0.06)


@pytest.mark.needs_data
def test_a_voice_sounds_as_it_was_recorded(dev_data: Path) -> None:
    path = next((dev_data / "voice").glob("*.flac"))
    samples = read_flac(path)
    assert np.array_equal(decode(path.read_bytes()), samples)
    heard = decode(encoded(samples, "voice.ogg", bits=32_000))
    size = min(len(heard), len(samples))
    assert np.corrcoef(heard[:size], samples[:size])[0, 1] > 0.95


def test_silence_is_a_recording() -> None:
    assert not decode(encoded(np.zeros(HEARING_RATE, np.float32), "voice.ogg")).any()


@pytest.mark.parametrize("name", ["voice.ogg", "song.mp3", "studio.wav", "studio.flac", "browser.webm", "raw.aac"])
def test_what_breaks_off_is_taken_as_far_as_it_goes(name: str) -> None:
    data = FILES[name]
    assert 0.3 < len(decode(data[: len(data) * 2 // 3])) / HEARING_RATE < 1.4


def test_a_file_whose_index_is_cut_off_is_broken() -> None:
    data = FILES["music.m4a"]
    assert refusal(data[: len(data) // 2]).reason == "broken-recording"


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_head_alone_is_no_recording(name: str) -> None:
    assert refusal(FILES[name][:24]).reason in {"broken-recording", "not-a-recording"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"O",
        b"I like music very much.",
        b"#EXTM3U\nfile:///etc/hostname\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
    ],
)
def test_what_is_no_recording_whatever_it_is_called(data: bytes) -> None:
    assert refusal(data).reason == "not-a-recording"
    assert seconds_of(data) is None


def test_random_bytes_under_a_true_head() -> None:
    noise = np.random.default_rng(4).bytes(20_000)
    for name in CONTAINERS:
        heard = outcome(FILES[name][:60] + noise)
        assert heard in REFUSED if isinstance(heard, str) else heard < 3


@pytest.mark.parametrize("container", ["hls", "concat", "dash"])
def test_a_playlist_opens_no_other_file(container: str, tmp_path: Path) -> None:
    """Even if the container were not told apart first: the child itself opens nothing."""
    secret = tmp_path / "secret.wav"
    secret.write_bytes(FILES["studio.wav"])
    playlists = {
        "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.5,\n{secret}\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile {secret}\n",
        "dash": f'<?xml version="1.0"?><MPD><Period><AdaptationSet mimeType="audio/wav"><Representation id="1">'
        f"<BaseURL>{secret}</BaseURL></Representation></AdaptationSet></Period></MPD>",
    }
    command = [sys.executable, "-m", "engine.practice.recording_child", container, "16000", "2400000"]
    child = subprocess.run(command, input=playlists[container].encode(), capture_output=True, timeout=150, check=False)
    head, _, sound = child.stdout.partition(b"\n")
    assert child.returncode == 0
    assert "reason" in json.loads(head)
    assert not sound


def test_limits() -> None:
    big = refusal(FILES["voice.ogg"], max_bytes=1000)
    assert (big.reason, big.facts["limit"]) == ("recording-too-big", 0.0)
    long = refusal(FILES["voice.ogg"], max_seconds=0.5)
    assert long.reason == "recording-too-long"
    assert long.facts == {"seconds": 2, "limit": 0}
    assert len(decode(FILES["voice.ogg"], max_seconds=1.5)) > HEARING_RATE


def test_a_long_turn_of_two_and_a_half_minutes_passes() -> None:
    samples = np.tile(TONE, 100)
    data = encoded(samples, "voice.ogg", bits=16_000)
    assert len(decode(data)) == len(samples)
    assert seconds_of(data) == pytest.approx(150, abs=0.1)
    longer = refusal(encoded(np.tile(TONE, 110), "voice.ogg", bits=16_000))
    assert (longer.reason, longer.facts["limit"]) == ("recording-too-long", 150)
    assert longer.facts["seconds"] == 165


def test_heads_that_lie() -> None:
    tone = (TONE * 32767).astype("<i2").tobytes()
    for declared in (0, 0xFFFFFFFF, 0x7FFFFFFF):
        data = wav(tone, declared=declared)
        heard = outcome(data)
        assert heard == "broken-recording" if isinstance(heard, str) else heard < SECONDS + 0.01
        seconds = seconds_of(data)
        assert seconds is None or seconds < 8 * len(data) / 400
    # One sample a second: every second of it would become sixteen thousand samples.
    assert refusal(wav(tone, rate=1)).reason in {"recording-too-long", "recording-hostile", "broken-recording"}
    flac = bytearray(FILES["studio.flac"])
    flac[21:26] = bytes([flac[21] | 0x0F]) + b"\xff" * 4
    assert len(decode(bytes(flac))) == len(TONE)
    assert seconds_of(bytes(flac)) is None


def test_nothing_in_it() -> None:
    assert refusal(wav(b"")).reason == "broken-recording"


def test_a_child_that_cannot_start_or_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process(*_args: object, **_how: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(recordings.subprocess, "run", no_process)
    with pytest.raises(TryAgain):
        decode(FILES["voice.ogg"])

    def endless(*_args: object, **_how: object) -> None:
        raise subprocess.TimeoutExpired("child", 1)

    monkeypatch.setattr(recordings.subprocess, "run", endless)
    assert refusal(FILES["voice.ogg"]).reason == "recording-hostile"


def test_no_descriptor_is_left_open() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    decode(FILES["voice.ogg"])
    refusal(b"OggS" + bytes(100))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("name", CONTAINERS)
def test_how_long_a_recording_is(name: str) -> None:
    seconds = seconds_of(FILES[name])
    if name in {"browser.webm", "raw.aac"}:
        assert seconds is None
    else:
        assert seconds == pytest.approx(SECONDS, abs=0.06)


@how(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FILES)), st.data())
def test_the_length_of_damaged_files_never_raises(name: str, data: st.DataObject) -> None:
    damaged = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + 4] = data.draw(st.binary(min_size=0, max_size=8))
    cut = data.draw(st.integers(0, len(damaged)))
    seconds = seconds_of(bytes(damaged[:cut]))
    assert seconds is None or seconds > 0


@given(st.binary(max_size=400))
def test_any_bytes_are_told_apart(data: bytes) -> None:
    assert container_of(data) in {None, "ogg", "wav", "flac", "matroska", "mov", "mp3", "aac"}
    for head in (b"", b"OggS", b"fLaC", b"ID3", b"\x00\x00\x00\x18ftyp", b"RIFF\x00\x00\x00\x00WAVE"):
        seconds_of(head + data)


@how(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.binary(min_size=1, max_size=64), st.floats(0, 1))
def test_damaged_files_are_heard_or_refused(name: str, junk: bytes, at: float) -> None:
    data = FILES[name]
    place = int(at * len(data))
    heard = outcome(data[:place] + junk + data[place + len(junk) :])
    assert heard in REFUSED if isinstance(heard, str) else heard > 0
