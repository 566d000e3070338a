"""Filled pauses by their sound: "er" and "um" are long, on one level pitch, and their sound hardly changes.

After Goto, Itou and Hayamizu (1999), who spot filled pauses by small movement of pitch and of the spectral envelope. A vowel
that is drawn out because the speaker is searching sounds the same and counts too; an ordinary vowel is too short. It is
kept strict: a filler that is missed costs less than one that was never said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.ielts.speaking.heard import Span
from engine.marking.speaking.sound.bands import STEP, Bands, smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.marking.speaking.sound.pitch import Pitch

SHORTEST, LONGEST = 0.26, 1.5
"""Seconds that a filled pause lasts; vowels in running speech are well under the shorter."""
_LOOK = 0.1
_SPECTRUM_MOVES = 3.0
_PITCH_MOVES = 0.8
_VOICED = 0.9
_BELOW = 25.0


def fillers_of(bands: Bands, pitch: Pitch, runs: Sequence[Span], level: float) -> tuple[Span, ...]:
    """Stretches inside ``runs`` that sound like a filled pause, in order of time."""
    levels = smooth(bands.levels[:, :3], 0.03)
    # The shape of the spectrum, whatever its loudness.
    shape = levels - levels.mean(axis=1, keepdims=True)
    moments = np.arange(len(shape), dtype=np.float64) * STEP
    hertz = pitch.at(moments)
    voiced = hertz > 0
    tone = 12 * np.log2(np.maximum(hertz, 1.0))
    ahead = round(_LOOK / STEP)
    still = np.zeros(len(shape), bool)
    if len(shape) > ahead:
        moved = np.abs(shape[ahead:] - shape[:-ahead]).max(axis=1) < _SPECTRUM_MOVES
        level_tone = np.abs(tone[ahead:] - tone[:-ahead]) < _PITCH_MOVES
        still[ahead // 2 : len(shape) - ahead + ahead // 2] = moved & level_tone & voiced[ahead:] & voiced[:-ahead]
    still &= voiced & (bands.total > level - _BELOW)
    found = []
    for run in runs:
        first, last = round(run.start / STEP), round(run.end / STEP)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], still[first:last].astype(np.int8), [0]))))
        for start, end in edges.reshape(-1, 2):
            # A frame is still if it is like those a twentieth of a second before and after: so much is added again.
            span = Span(
                max(run.start, (first + start) * STEP - _LOOK / 2), min(run.end, (first + end) * STEP + _LOOK / 2)
            )
            if SHORTEST <= span.seconds <= LONGEST:
                found.append(span)
    return tuple(found)
