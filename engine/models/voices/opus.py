"""Sound as chats want a voice message: OGG/Opus, mono, 48,000 samples a second."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from engine.ports import Speech

if TYPE_CHECKING:
    from engine.ports import Samples

OPUS_RATE = 48_000
_BITS_A_SECOND = 32_000
_OPTIONS = {"application": "voip", "compression_level": "5", "frame_duration": "20"}
"""Complexity 5 of 10 takes half the time of 10 (tests/bench/bench_voice.py)."""


def encode_ogg(speech: Speech) -> bytes:
    """``speech`` as an OGG/Opus file; the same samples give the same bytes."""
    target = io.BytesIO()
    with av.open(target, "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=OPUS_RATE, options=dict(_OPTIONS))
        stream.codec_context.layout = "mono"
        stream.codec_context.bit_rate = _BITS_A_SECOND
        frame = av.AudioFrame.from_ndarray(_whole(speech.samples)[np.newaxis, :], format="s16", layout="mono")
        frame.sample_rate = speech.rate
        frame.time_base = Fraction(1, speech.rate)
        frame.pts = 0
        resampler = av.AudioResampler(format="s16", layout="mono", rate=OPUS_RATE)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return target.getvalue()


def _whole(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
