"""Speech with pauses and syllables that were put there is measured to within 100 ms and 5 %."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.ielts.speaking.heard import PAUSE, Sound
from engine.marking.speaking.sound.measure import measure_sound
from engine.marking.speaking.sound.syllables import syllables
from engine.ports import HEARING_RATE
from engine.practice.recordings import decode
from tests.doubles.recordings import encoded, read_flac
from tests.doubles.spoken import VOICES, Spoken, joined, noise, say, spoken

PAUSES = (0.25, 0.3, 0.5, 0.9, 1.6, 3.0)
CLEAN: dict[str, dict[str, Any]] = {
    "as it is": {},
    "no silence around": {"before": 0.0, "after": 0.0},
    "long silence around": {"before": 3.0, "after": 2.0},
    "room in the pauses": {"filled": "pink"},
    "hiss in the pauses": {"filled": "white"},
    "hum in the pauses": {"filled": "hum"},
    "very quiet": {"peak": 0.01},
    "clipped": {"peak": 4.0},
}
NOISY: dict[str, dict[str, Any]] = {
    "hiss at 20 dB": {"snr": ("white", 20.0)},
    "room at 20 dB": {"snr": ("pink", 20.0)},
    "hum at 20 dB": {"snr": ("hum", 20.0)},
    "quiet in a room": {"snr": ("pink", 25.0), "peak": 0.02},
}


def near(sound: Sound, truth: Spoken) -> None:
    """Every pause found, none invented, and the times and rates of the whole."""
    assert len(sound.pauses) == len(truth.pauses)
    for found, true in zip(sound.pauses, truth.pauses, strict=True):
        assert found.start == pytest.approx(true.start, abs=0.1)
        assert found.end == pytest.approx(true.end, abs=0.1)
        assert found.seconds >= PAUSE - 1e-9
    total = truth.seconds + sum(pause.seconds for pause in truth.pauses)
    assert sound.phonation_time == pytest.approx(truth.seconds, rel=0.05)
    assert sound.speech_rate(truth.syllables) == pytest.approx(truth.syllables / total, rel=0.05)
    assert sound.articulation_rate(truth.syllables) == pytest.approx(truth.syllables / truth.seconds, rel=0.05)
    assert sound.mean_length_of_run(truth.syllables) == truth.syllables / (len(truth.pauses) + 1)
    if truth.pauses:
        assert sound.mean_pause == pytest.approx(np.mean([pause.seconds for pause in truth.pauses]), abs=0.1)


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice[0])
@pytest.mark.parametrize("how", [*CLEAN, *NOISY])
def test_pauses_and_rates(voice: tuple[str, int], how: str) -> None:
    truth = spoken(voice, PAUSES, **{**CLEAN, **NOISY}[how])
    near(measure_sound(truth.samples), truth)


@pytest.mark.parametrize("bits", [16_000, 24_000, 32_000])
@pytest.mark.parametrize("how", ["as it is", "room in the pauses", "room at 20 dB"])
def test_through_a_voice_note(bits: int, how: str) -> None:
    for voice in VOICES[:2]:
        truth = spoken(voice, PAUSES, **{**CLEAN, **NOISY}[how])
        near(measure_sound(decode(encoded(truth.samples, "voice.ogg", bits=bits))), truth)


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice[0])
@pytest.mark.parametrize("how", ["as it is", "hiss at 20 dB"])
def test_syllables_are_heard_without_words(voice: tuple[str, int], how: str) -> None:
    truth = spoken(voice, PAUSES, **{**CLEAN, **NOISY}[how])
    sound = measure_sound(truth.samples)
    assert len(sound.nuclei) == pytest.approx(truth.syllables, rel=0.1)
    assert all(any(run.start <= moment <= run.end for run in sound.runs) for moment in sound.nuclei)
    assert syllables(truth.text) == truth.syllables


def test_one_sentence_has_no_pause() -> None:
    for voice in VOICES:
        near(measure_sound(spoken(voice, ()).samples), spoken(voice, ()))


def test_syllables_made_of_nothing_but_sound() -> None:
    """Buzzes that swell and fade four times a second: what is known exactly."""
    times = np.arange(int(0.25 * HEARING_RATE)) / HEARING_RATE
    buzz = sum(np.sin(2 * np.pi * 140 * k * times) / k for k in range(1, 20)) * np.hanning(len(times)) ** 0.5
    runs = [np.tile(buzz.astype(np.float32), count) for count in (4, 7, 3)]
    truth = joined(runs, (0.4, 1.0), syllables=14, snr=("pink", 40.0))
    sound = measure_sound(truth.samples)
    near(sound, truth)
    assert len(sound.nuclei) == 14


@pytest.mark.needs_data
@pytest.mark.parametrize("how", ["as it is", "room in the pauses", "hum in the pauses", "very quiet", "room at 20 dB"])
def test_real_voices_cut_and_joined(dev_data: Path, how: str) -> None:
    clips, said = [], 0
    for line in (dev_data / "voice" / "index.jsonl").read_text().splitlines():
        row = json.loads(line)
        clip = solid(read_flac(dev_data / "voice" / row["audio"]))
        if clip is not None:
            clips.append(clip)
            said += syllables(row["text"])
        if len(clips) == 7:
            break
    truth = joined(clips, PAUSES, syllables=said, **{**CLEAN, **NOISY}[how])
    near(measure_sound(truth.samples), truth)


def solid(samples: np.ndarray) -> np.ndarray | None:
    """A recording without the silence around it, if no stretch of it comes near to a pause.

    Where a real voice ends is a matter of definition: here it is 25 dB below the loudest, as De Jong and Wempe have it.
    """
    blocks = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    level = 10 * np.log10(np.mean(blocks**2, axis=1) + 1e-12)
    speaks = np.flatnonzero(level > level.max() - 25)
    if np.diff(speaks).max() > 17 or level[: speaks[0]].size < 10 or np.percentile(level, 5) > level.max() - 45:
        return None
    return samples[speaks[0] * 160 : (speaks[-1] + 1) * 160]


@pytest.mark.parametrize("kind", ["white", "pink", "hum"])
@pytest.mark.parametrize("peak", [0.0005, 0.02, 0.9])
def test_noise_alone_is_silence(kind: str, peak: float) -> None:
    sound = noise(kind, 6 * HEARING_RATE)
    assert measure_sound(sound / np.abs(sound).max() * np.float32(peak)).silent
    assert measure_sound(sound[: HEARING_RATE // 3] / np.abs(sound).max() * np.float32(peak)).silent


def test_nothing_at_all() -> None:
    for samples in (
        np.zeros(0),
        np.zeros(1),
        np.zeros(5 * HEARING_RATE),
        np.full(HEARING_RATE, 0.4),
        np.full(HEARING_RATE, np.nan),
    ):
        sound = measure_sound(samples.astype(np.float32))
        assert sound.silent
        assert sound.duration == len(samples) / HEARING_RATE
        assert (sound.pauses, sound.phonation_time, sound.speech_rate(), sound.mean_pause) == ((), 0, 0, 0)


def test_clicks_and_a_breath_are_not_speech() -> None:
    samples = noise("pink", 6 * HEARING_RATE) * 0.002
    samples[2 * HEARING_RATE] = 0.9
    half = HEARING_RATE // 2
    samples[3 * HEARING_RATE : 3 * HEARING_RATE + half] += noise("pink", half, seed=3) * np.hanning(half) * 0.05
    assert measure_sound(samples.astype(np.float32)).silent


def test_a_breath_in_a_pause_leaves_it_a_pause() -> None:
    truth = spoken(VOICES[0], (1.2,), snr=("pink", 45.0))
    samples = truth.samples.copy()
    size = int(0.35 * HEARING_RATE)
    at = int((truth.pauses[0].start + 0.45) * HEARING_RATE)
    level = float(np.sqrt(np.mean(samples**2)))
    samples[at : at + size] += noise("white", size, seed=5) * np.hanning(size).astype(np.float32) * level * 0.1
    near(measure_sound(samples), truth)


def test_one_short_word() -> None:
    word = say("yes")
    assert not measure_sound(word[: int(0.3 * HEARING_RATE)]).silent
    silence = np.zeros(20 * HEARING_RATE, np.float32)
    sound = measure_sound(np.concatenate([silence, word, silence]))
    assert len(sound.runs) == 1
    assert sound.runs[0].start == pytest.approx(20, abs=0.1)
    assert len(sound.nuclei) == 1


def test_a_whisper_is_speech() -> None:
    whisper = say("people often forget how much water they use", "en-us+whisper", 150)
    truth = joined([whisper, whisper], (0.8,), syllables=22)
    near(measure_sound(truth.samples), truth)


def test_clearness_is_the_ratio_of_speech_to_noise() -> None:
    for ratio in (10.0, 20.0, 30.0):
        truth = spoken(VOICES[0], (0.5, 1.0), snr=("white", ratio))
        assert measure_sound(truth.samples).clearness == pytest.approx(ratio, abs=2)
    assert measure_sound(say("I would rather live in a quiet village")).clearness is None


def test_pitch_range_of_a_glide() -> None:
    times = np.arange(2 * HEARING_RATE) / HEARING_RATE
    hertz = 120 * 2 ** (times / 2)
    phase = 2 * np.pi * np.cumsum(hertz) / HEARING_RATE
    glide = sum(np.sin(k * phase) / k for k in range(1, 15)).astype(np.float32) * 0.1
    silence = np.zeros(HEARING_RATE, np.float32)
    # An octave from end to end; eight tenths of it lie between the 10th and the 90th percentile.
    assert measure_sound(np.concatenate([silence, glide, silence])).pitch_range == pytest.approx(9.6, abs=0.4)


def test_a_drawn_out_er_is_heard_and_running_speech_is_not_one() -> None:
    for voice in VOICES:
        assert measure_sound(spoken(voice, (0.5, 0.5)).samples).fillers == ()
    times = np.arange(int(0.6 * HEARING_RATE)) / HEARING_RATE
    pitch = 2 * np.pi * np.cumsum(130 * 2 ** (-times / 12)) / HEARING_RATE
    weights = {
        k: np.exp(-(((130 * k - 500) / 400) ** 2)) + 0.3 * np.exp(-(((130 * k - 1500) / 500) ** 2))
        for k in range(1, 30)
    }
    er = sum(weight * np.sin(k * pitch) for k, weight in weights.items()) * np.hanning(len(times)) ** 0.2
    clips = [
        say("we moved into a bigger house near the river"),
        er.astype(np.float32),
        say("she bought a lovely yellow umbrella"),
    ]
    truth = joined(clips, (0.5, 0.5), snr=("pink", 35.0))
    fillers = measure_sound(truth.samples).fillers
    assert len(fillers) == 1
    assert fillers[0].start == pytest.approx(truth.pauses[0].end, abs=0.15)
    assert fillers[0].end == pytest.approx(truth.pauses[1].start, abs=0.15)
