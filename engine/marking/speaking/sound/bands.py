"""How loud a recording is over time, in four bands of speech.

A vowel, a nasal and an "s" lie in different bands, and so do hum and hiss: what is lost in the noise of one band is
plain in another. Hum lies below all four.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from engine.ports import Samples

Levels = npt.NDArray[np.float32]
"""Decibels of full scale."""
STEP = 0.005
"""Seconds between two frames."""
EDGES = (200, 900, 2500, 5000, 7600)
"""Hertz where the bands begin and end."""
QUIETEST = -110.0
"""Decibels that stand for nothing at all."""
_HOP = int(HEARING_RATE * STEP)
_WINDOW = 400
_FFT = 512
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Bands:
    """Levels in decibels of full scale: ``levels`` of shape (frames, bands), and ``total`` of all bands, (frames,).

    Frame ``i`` has its middle at ``i * STEP`` seconds.
    """

    levels: Levels
    total: Levels


def band_levels(samples: Samples) -> Bands:
    """The bands of ``samples`` in frames of 25 ms, one every 5 ms."""
    frames = len(samples) // _HOP + 1
    padded = np.zeros(frames * _HOP + _WINDOW, np.float32)
    padded[_WINDOW // 2 : _WINDOW // 2 + len(samples)] = samples
    window = np.hanning(_WINDOW).astype(np.float32)
    bins = [round(edge * _FFT / HEARING_RATE) for edge in EDGES]
    cut = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][:frames]
    power = np.empty((frames, len(EDGES) - 1), np.float32)
    # In blocks: two and a half minutes of spectra at once would take a hundred megabytes.
    for start in range(0, frames, _BLOCK):
        spectrum = np.fft.rfft(cut[start : start + _BLOCK] * window, _FFT, axis=1)
        energy = spectrum.real**2 + spectrum.imag**2
        power[start : start + _BLOCK] = np.add.reduceat(energy, bins, axis=1)[:, :-1]
    # A frame's power is the mean square of its samples: two sides of the spectrum, and what the window takes away.
    power *= 2 / (_FFT * float(np.sum(window**2)))
    return Bands(decibels(power), decibels(power.sum(axis=1)))


def decibels(power: npt.NDArray[np.float32]) -> Levels:
    """Power as decibels, no lower than :data:`QUIETEST`."""
    return (10 * np.log10(np.maximum(power, 10 ** (QUIETEST / 10)))).astype(np.float32)


def smooth(values: npt.NDArray[np.float32], seconds: float) -> npt.NDArray[np.float32]:
    """The mean over ``seconds`` around each frame (axis 0); the ends lean on what is there."""
    half = round(seconds / STEP / 2)
    if half < 1:
        return values
    padded = np.pad(values, ((half + 1, half), *((0, 0),) * (values.ndim - 1)), mode="edge")
    sums = np.cumsum(padded, axis=0, dtype=np.float64)
    return ((sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1)).astype(np.float32)
