"""A sentence in a voice, a silence, another voice: measured in the file that comes out."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from engine.marking.speaking.hear_the_difference import hear_the_difference
from engine.ports import HEARING_RATE, Speech


def tone(hertz: float, seconds: float, rate: int, loud: float = 0.3) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (loud * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def decoded(ogg: bytes) -> tuple[np.ndarray[tuple[int], np.dtype[np.float32]], int]:
    with av.open(io.BytesIO(ogg)) as container:
        assert container.streams.audio[0].codec_context.name in {"opus", "libopus"}
        frames = [frame.to_ndarray().mean(axis=0) for frame in container.decode(audio=0)]
        return np.concatenate(frames).astype(np.float32), 48_000


def pitch(samples: np.ndarray[tuple[int], np.dtype[np.float32]], rate: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate / samples.size)


def loudness(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def test_own_voice_silence_better_line() -> None:
    own = np.concatenate([tone(300, 4, HEARING_RATE), tone(440, 4, HEARING_RATE, 0.05)])
    ogg = hear_the_difference(own, 4.5, None, Speech(tone(880, 1.5, 22_050, 0.8), 22_050))
    assert ogg.startswith(b"OggS")
    sound, rate = decoded(ogg)
    assert sound.size / rate == pytest.approx(3 + 0.6 + 1.5, abs=0.1)
    first, gap, second = (
        sound[rate : 2 * rate],
        sound[round(3.15 * rate) : round(3.45 * rate)],
        sound[4 * rate : round(4.8 * rate)],
    )
    assert pitch(first, rate) == pytest.approx(440, abs=10)
    assert pitch(second, rate) == pytest.approx(880, abs=10)
    assert loudness(gap) < 0.01
    assert loudness(first) == pytest.approx(loudness(second), rel=0.25)


def test_the_sentence_is_heard_whole_and_nothing_but_it() -> None:
    own = np.concatenate([tone(300, 2, HEARING_RATE), tone(440, 5, HEARING_RATE), tone(300, 2, HEARING_RATE)])
    better = Speech(tone(880, 1, 16_000), 16_000)
    sound, rate = decoded(hear_the_difference(own, 2.25, 6.75, better))
    assert sound.size / rate == pytest.approx(5 + 0.6 + 1, abs=0.1)
    assert all(pitch(sound[at * rate : (at + 1) * rate], rate) == pytest.approx(440, abs=10) for at in range(5))
    endless, rate = decoded(hear_the_difference(tone(300, 40, HEARING_RATE), 2.0, 35.0, better))
    assert endless.size / rate == pytest.approx(12.5 + 0.6 + 1, abs=0.1), "half a minute of oneself is no sentence"


@pytest.mark.parametrize("second", [0.0, 1.0, 1.9])
def test_a_recording_shorter_than_three_seconds_is_heard_whole(second: float) -> None:
    sound, rate = decoded(
        hear_the_difference(tone(300, 2, HEARING_RATE), second, None, Speech(tone(500, 1, 16_000), 16_000))
    )
    assert sound.size / rate == pytest.approx(2 + 0.6 + 1, abs=0.1)


def test_silence_stays_silence() -> None:
    nothing = np.zeros(4 * HEARING_RATE, np.float32)
    sound, rate = decoded(hear_the_difference(nothing, 1.0, None, Speech(tone(500, 1, 16_000), 16_000)))
    assert loudness(sound[: 2 * rate]) < 0.001


def test_a_moment_outside_the_recording_is_refused() -> None:
    better = Speech(tone(500, 1, 16_000), 16_000)
    for second in (-0.1, 2.0, 99.0):
        with pytest.raises(ValueError, match="no such moment"):
            hear_the_difference(tone(300, 2, HEARING_RATE), second, None, better)
    with pytest.raises(ValueError, match="nothing to set"):
        hear_the_difference(tone(300, 2, HEARING_RATE), 1.0, None, Speech(np.zeros(0, np.float32), 16_000))
