"""Speech whose pauses and syllables are known, because they were put there: an espeak-ng voice, and silences of our own."""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import espeakng_loader
import numpy as np

from engine.ielts.speaking.heard import Span
from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ports import Samples

SENTENCES = {
    "the weather in my home town is usually warm": 13,
    "we moved into a bigger house near the river": 12,
    "people often forget how much water they use": 12,
    "I would rather live in a quiet village": 11,
    "she bought a lovely yellow umbrella": 10,
    "many animals are losing their natural homes": 13,
    "learning a language needs a lot of patience": 11,
    "our teacher always gave us interesting homework": 13,
}
"""Sentences without a pause in them, and their syllables."""
VOICES = (("en-us", 160), ("en-gb-scotland", 130), ("en-us+f3", 190), ("en-029+m3", 160))
_ONE_AT_A_TIME = threading.Lock()
_SYNCHRONOUS, _RATE, _UTF8 = 2, 1, 1


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording and the truth about it; ``seconds`` of it are speech."""

    samples: Samples
    pauses: tuple[Span, ...]
    seconds: float
    syllables: int
    text: str


class _Voice:
    def __init__(self) -> None:
        self._library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0x8000)
        self._said: list[np.ndarray] = []
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
        self._hear = kind(self._on_sound)

    def _on_sound(self, sound: ctypes.Array[ctypes.c_short], size: int, _events: object) -> int:
        if size > 0:
            self._said.append(np.ctypeslib.as_array(sound, (size,)).copy())  # type: ignore[arg-type]
        return 0

    def say(self, text: str, voice: str, pace: int) -> Samples:
        self._library.espeak_SetSynthCallback(self._hear)
        assert self._library.espeak_SetVoiceByName(voice.encode()) == 0
        self._library.espeak_SetParameter(_RATE, pace, 0)
        self._said.clear()
        words = text.encode() + b"\0"
        self._library.espeak_Synth(words, len(words), 0, 1, 0, _UTF8, None, None)
        samples = np.concatenate(self._said).astype(np.float32) / 32768
        times = np.arange(int(len(samples) * HEARING_RATE / self.rate)) * self.rate / HEARING_RATE
        return np.interp(times, np.arange(len(samples)), samples).astype(np.float32)


_voice = cache(_Voice)


@cache
def say(text: str, voice: str = "en-us", pace: int = 160) -> Samples:
    """``text`` spoken at 16 kHz, with no silence before it or after."""
    with _ONE_AT_A_TIME:
        said = _voice().say(text, voice, pace)
    loud = np.flatnonzero(np.abs(said) > 0.01 * np.abs(said).max())
    return said[loud[0] : loud[-1] + 1]


def noise(kind: str, size: int, *, seed: int = 7) -> Samples:
    """``white`` or ``pink`` noise, or ``hum`` of 50 Hz, with a root mean square of 1."""
    rng = np.random.default_rng(seed)
    white = rng.standard_normal(size)
    if kind == "hum":
        times = np.arange(size) / HEARING_RATE
        sound = sum(np.sin(2 * np.pi * 50 * k * times + k) / k for k in (1, 2, 3)) + 0.03 * white
    elif kind == "pink":
        spectrum = np.fft.rfft(white)
        sound = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1 + len(spectrum) // 400)), size)
    else:
        sound = white
    return (sound / np.sqrt(np.mean(np.square(sound)))).astype(np.float32)


def joined(
    clips: Sequence[Samples],
    pauses: Sequence[float],
    *,
    before: float = 0.4,
    after: float = 0.6,
    filled: str | None = None,
    snr: tuple[str, float] | None = None,
    peak: float = 0.7,
    syllables: int = 0,
    text: str = "",
) -> Spoken:
    """``clips`` with ``pauses`` of so many seconds between them, at ``peak`` (more than 1 is clipped).

    The pauses are digital silence, or ``filled`` with noise 40 dB below the speech; ``snr`` lays a kind of noise so many
    decibels below the speech over everything.
    """
    loudness = float(np.mean([np.sqrt(np.mean(clip**2)) for clip in clips]))

    def silence(seconds: float, seed: int) -> Samples:
        size = int(seconds * HEARING_RATE)
        if filled is None or not size:
            return np.zeros(size, np.float32)
        return noise(filled, size, seed=seed) * loudness / 100

    parts, truth, at = [silence(before, 1)], [], before
    for place, clip in enumerate(clips):
        if place:
            gap = pauses[place - 1]
            parts.append(silence(gap, place + 1))
            truth.append(Span(at, at + gap))
            at += gap
        parts.append(clip * (loudness / float(np.sqrt(np.mean(clip**2)))))
        at += len(clip) / HEARING_RATE
    samples = np.concatenate([*parts, silence(after, 99)])
    if snr is not None:
        samples = samples + noise(snr[0], len(samples)) * loudness * 10 ** (-snr[1] / 20)
    samples = np.clip(samples / np.abs(samples).max() * peak, -1, 1).astype(np.float32)
    return Spoken(samples, tuple(truth), sum(len(clip) for clip in clips) / HEARING_RATE, syllables, text)


def spoken(voice: tuple[str, int], pauses: Sequence[float], **how: Any) -> Spoken:
    """Sentences of a voice with pauses between them; ``how`` is that of :func:`joined`."""
    texts = list(SENTENCES)[: len(pauses) + 1]
    clips = [say(text, *voice) for text in texts]
    total = sum(SENTENCES[text] for text in texts)
    return joined(clips, pauses, syllables=total, text=" ".join(texts), **how)
