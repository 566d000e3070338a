"""Hear the difference: a sentence in the learner's own voice, a short silence, then the better line spoken.

Only for learners who chose to keep their recordings; nothing here keeps any sound.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from engine.models.voices.opus import OPUS_RATE, encode_ogg
from engine.ports import HEARING_RATE, Speech

if TYPE_CHECKING:
    from engine.ports import Samples

OWN_SECONDS, MOST_SECONDS = 3.0, 12.0
"""Of the learner's own voice: where nobody knows when the sentence ends, and at most."""
_LEAD = 0.25
"""Seconds before the first word and after the last one, so that no sound is cut off."""
_SILENCE = 0.6
_FADE = 0.03
_LOUDNESS, _LOUDEST = 0.09, 0.95
"""Root mean square and peak that both voices are brought to: one louder than the other would be the whole difference."""


def hear_the_difference(samples: Samples, begins: float, ends: float | None, better: Speech) -> bytes:
    """OGG/Opus. ``samples`` are the learner's recording, mono at :data:`HEARING_RATE`; what counts is from ``begins`` to ``ends``.

    Raises:
        ValueError: the moment is not in the recording, or there is no better line.
    """
    whole = samples.size / HEARING_RATE
    if not 0 <= begins < whole or not better.samples.size:
        raise ValueError("no such moment, or nothing to set beside it")
    if ends is None or ends <= begins:
        first = max(0.0, min(begins - _LEAD, whole - OWN_SECONDS))
        last = first + OWN_SECONDS
    else:
        first, last = max(0.0, begins - _LEAD), min(ends, begins + MOST_SECONDS) + _LEAD
    own = samples[round(first * HEARING_RATE) : round(last * HEARING_RATE)]
    joined = np.concatenate(
        [
            _levelled(_resampled(own, HEARING_RATE)),
            np.zeros(round(_SILENCE * OPUS_RATE), np.float32),
            _levelled(_resampled(better.samples, better.rate)),
        ]
    )
    return encode_ogg(Speech(joined, OPUS_RATE))


def better_alone(better: Speech) -> bytes:
    """OGG/Opus of the better line, where no recording of the learner's is kept."""
    return encode_ogg(Speech(_levelled(_resampled(better.samples, better.rate)), OPUS_RATE))


def _resampled(samples: Samples, rate: int) -> Samples:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[np.newaxis, :], np.float32), "flt", "mono")
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
    resampler = av.AudioResampler(format="flt", layout="mono", rate=OPUS_RATE)
    pieces = [piece.to_ndarray()[0] for piece in (*resampler.resample(frame), *resampler.resample(None))]
    return np.concatenate(pieces).astype(np.float32) if pieces else np.zeros(0, np.float32)


def _levelled(samples: Samples) -> Samples:
    """At the common loudness, with soft edges; silence stays silence."""
    if not samples.size:
        return samples
    loudness, peak = float(np.sqrt(np.mean(samples**2))), float(np.max(np.abs(samples)))
    gain = min(_LOUDNESS / loudness, _LOUDEST / peak) if loudness > 0 else 1.0
    edge = min(round(_FADE * OPUS_RATE), samples.size // 2)
    shape = np.ones(samples.size, np.float32)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    shape[:edge], shape[samples.size - edge :] = ramp, ramp[::-1]
    levelled: Samples = samples * shape * np.float32(gain)
    return levelled
