"""How clear a recording is: the level of the speech over that of what is heard between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.marking.speaking.sound.bands import STEP, Bands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ielts.speaking.heard import Span

CLEAREST = 60.0
"""Decibels beyond which nothing is gained: a recording that was cut together with silence."""
_BESIDE = 0.05
_LEAST = 0.1


def clearness(bands: Bands, runs: Sequence[Span]) -> float | None:
    """Signal to noise in decibels (200 to 7600 Hz), up to :data:`CLEAREST`; ``None`` where nothing lies between the speech.

    The noise that lies under the speech is taken to be that between it, and is taken off.
    """
    speech, beside = np.zeros(len(bands.total), bool), np.zeros(len(bands.total), bool)
    for run in runs:
        speech[round(run.start / STEP) : round(run.end / STEP)] = True
        beside[max(0, round((run.start - _BESIDE) / STEP)) : round((run.end + _BESIDE) / STEP)] = True
    if np.count_nonzero(~beside) * STEP < _LEAST or not speech.any():
        return None
    power = 10 ** (bands.total.astype(np.float64) / 10)
    noise = float(power[~beside].mean())
    signal = max(float(power[speech].mean()) - noise, noise / 100)
    return round(min(10 * float(np.log10(signal / noise)), CLEAREST), 1)
