"""Voice pitch over time, by Praat's autocorrelation method (Boersma 1993), and its range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ielts.speaking.heard import Span
    from engine.ports import Samples

STEP = 0.01
_FLOOR, _CEILING = 70.0, 500.0
_LEAST_VOICED = 0.5
_LEAST_SAMPLES = int(0.06 * HEARING_RATE)


@dataclass(frozen=True, slots=True)
class Pitch:
    """``hertz`` at each of ``times`` (seconds), 0 where there is no voice; shapes (frames,)."""

    times: npt.NDArray[np.float64]
    hertz: npt.NDArray[np.float64]

    def voiced_seconds(self, start: float, end: float) -> float:
        """Seconds of voice between two moments."""
        return float(np.count_nonzero(self.between(start, end))) * STEP

    def between(self, start: float, end: float) -> npt.NDArray[np.float64]:
        """Pitch from one moment to another."""
        first, last = np.searchsorted(self.times, (start, end))
        return self.hertz[first:last]

    def at(self, moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Pitch at the frames nearest to ``moments``; 0 where there is none."""
        if not len(self.times):
            return np.zeros(len(moments))
        places = np.clip(np.rint((moments - self.times[0]) / STEP).astype(int), 0, len(self.times) - 1)
        found: npt.NDArray[np.float64] = self.hertz[places]
        return found


def pitch_of(samples: Samples) -> Pitch:
    """The pitch of ``samples`` from 70 to 500 Hz, every 10 ms."""
    if len(samples) < _LEAST_SAMPLES:
        return Pitch(np.empty(0), np.empty(0))
    import parselmouth

    sound = parselmouth.Sound(samples.astype(np.float64), HEARING_RATE)
    found = sound.to_pitch_ac(time_step=STEP, pitch_floor=_FLOOR, pitch_ceiling=_CEILING)
    return Pitch(np.asarray(found.xs()), np.asarray(found.selected_array["frequency"]))


def pitch_range(pitch: Pitch, runs: Sequence[Span]) -> float | None:
    """Semitones from the 10th to the 90th percentile of pitch inside ``runs``; ``None`` for less than half a second."""
    parts = [pitch.between(run.start, run.end) for run in runs]
    voiced = np.concatenate([part[part > 0] for part in parts]) if parts else np.empty(0)
    if len(voiced) * STEP < _LEAST_VOICED:
        return None
    low, high = np.percentile(voiced, (10, 90))
    return round(12 * math.log2(high / low), 2)
