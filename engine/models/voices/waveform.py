"""The little picture of loudness that a chat draws on a voice message."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.ports import Samples

POINTS = 256
"""As many as Discord takes."""
_SHORTEST = 0.1


def waveform(samples: Samples, rate: int) -> bytes:
    """The loudest sample of each stretch of time, the whole note's loudest being 255: at most :data:`POINTS` bytes.

    One byte stands for a tenth of a second or more, as in Discord's own clients.
    """
    if not samples.size:
        return b""
    points = min(POINTS, max(1, math.floor(samples.size / rate / _SHORTEST)))
    starts = np.arange(points) * samples.size // points
    peaks = np.maximum.reduceat(np.abs(samples), starts)
    top = float(peaks.max())
    return np.round(peaks / top * 255).astype(np.uint8).tobytes() if top > 0 else bytes(points)
