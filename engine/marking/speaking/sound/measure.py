"""A recording measured without knowing its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.ielts.speaking.heard import Sound
from engine.marking.speaking.sound.activity import runs_of, speech_level
from engine.marking.speaking.sound.bands import band_levels
from engine.marking.speaking.sound.clearness import clearness
from engine.marking.speaking.sound.fillers import fillers_of
from engine.marking.speaking.sound.nuclei import nuclei_of
from engine.marking.speaking.sound.pitch import pitch_of, pitch_range
from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from engine.ports import Samples


def measure_sound(samples: Samples) -> Sound:
    """What can be measured of ``samples``: mono float32 of shape (n,) at :data:`engine.ports.HEARING_RATE`.

    A recording in which nobody speaks comes back :attr:`engine.ielts.speaking.heard.Sound.silent`. Times are in seconds.
    """
    samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    duration = len(samples) / HEARING_RATE
    bands = band_levels(samples)
    level = speech_level(bands)
    pitch = pitch_of(samples)
    runs = runs_of(bands, pitch, level)
    if not runs:
        return Sound(duration)
    return Sound(
        duration=duration,
        runs=runs,
        nuclei=nuclei_of(bands, pitch, runs),
        fillers=fillers_of(bands, pitch, runs, level),
        pitch_range=pitch_range(pitch, runs),
        clearness=clearness(bands, runs),
    )
