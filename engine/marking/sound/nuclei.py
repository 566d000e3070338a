"""Syllable nuclei: voiced peaks of loudness, each 2 dB above the dip before it (De Jong and Wempe 2009)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.marking.sound.bands import STEP, Bands, smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ielts.heard import Span
    from engine.marking.sound.pitch import Pitch

DIP = 2.0
"""Decibels by which a nucleus stands out from the dip before it."""
_BELOW = 25.0
_SMOOTH = 0.05


def nuclei_of(bands: Bands, pitch: Pitch, runs: Sequence[Span], level: float) -> tuple[float, ...]:
    """The moments of the syllable nuclei inside ``runs``, in seconds."""
    loud = smooth(bands.total, _SMOOTH)
    found: list[float] = []
    for run in runs:
        first, last = round(run.start / STEP), round(run.end / STEP) + 1
        found += [(first + peak) * STEP for peak in _peaks(loud[first:last], level - _BELOW)]
    moments = np.array(found)
    voiced = pitch.at(moments) > 0 if found else np.empty(0, bool)
    return tuple(round(float(moment), 3) for moment in moments[voiced])


def _peaks(loud: np.ndarray, least: float) -> list[int]:
    """Peaks above ``least`` with a dip of :data:`DIP` on both sides (a run's ends are dips)."""
    peaks: list[int] = []
    low, high, at = -np.inf, -np.inf, 0
    for place, value in enumerate(loud):
        if value > high:
            high, at = value, place
        elif high - value >= DIP:
            if high >= least and high - low >= DIP:
                peaks.append(at)
                low, high = value, value
            elif value < low:
                low, high = value, value
        if value < low:
            low, high = value, value
    if high >= least and high - low >= DIP:
        peaks.append(at)
    return peaks
