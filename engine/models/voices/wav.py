"""Sound as plain samples: mono WAV, 16 bits."""

from __future__ import annotations

import io
import wave

import numpy as np

from engine.ports import Speech


def encode_wav(speech: Speech) -> bytes:
    """``speech`` as a WAV file at its own rate."""
    target = io.BytesIO()
    with wave.open(target, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(speech.rate)
        opened.writeframes(np.round(np.clip(speech.samples, -1, 1) * 32767).astype("<i2").tobytes())
    return target.getvalue()
