"""Syllable nuclei: voiced peaks of loudness, each 2 dB above the dips around it (De Jong and Wempe 2009).

Loudness is that of 200 to 2500 Hz, where vowels are loud and an "s" is not. On synthetic voices the count is within a
few per cent of the syllables, without bias; on one short sentence of real speech it may be a fifth off, so rates go by the
words where they are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.marking.speaking.sound.bands import STEP, Bands, Levels, decibels, smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ielts.speaking.heard import Span
    from engine.marking.speaking.sound.pitch import Pitch

DIP = 2.0
"""Decibels by which a nucleus stands out from the dips beside it."""
_BELOW = 15.0
_SMOOTH = 0.03
_VOWEL_BANDS = 2


def nuclei_of(bands: Bands, pitch: Pitch, runs: Sequence[Span]) -> tuple[float, ...]:
    """The moments of the syllable nuclei inside ``runs``, in seconds."""
    power = 10 ** (bands.levels[:, :_VOWEL_BANDS] / 10)
    loud = decibels(smooth(power.sum(axis=1), _SMOOTH))
    found: list[float] = []
    for run in runs:
        first = round(run.start / STEP)
        inside = loud[first : round(run.end / STEP) + 1]
        least = float(np.percentile(inside, 95)) - _BELOW
        found += [(first + peak) * STEP for peak in peaks(inside) if inside[peak] >= least]
    moments = np.array(found)
    return tuple(round(float(moment), 3) for moment in moments[pitch.at(moments) > 0])


def peaks(loud: Levels) -> list[int]:
    """Places of the peaks of ``loud`` with a dip of :data:`DIP` decibels on either side; its ends are dips."""
    found: list[int] = []
    low = high = float("-inf")
    at = 0
    for place, value in enumerate(loud.tolist()):
        if value > high:
            high, at = value, place
        elif high - value >= DIP and high - low >= DIP:
            found.append(at)
            low = high = value
        if value < low:
            low = high = value
            at = place
    if high - low >= DIP:
        found.append(at)
    return found
