"""The picture of loudness: its size, its scale, its shape."""

from __future__ import annotations

import numpy as np
import pytest

from engine.models.voices.waveform import waveform


@pytest.mark.parametrize(("seconds", "points"), [(0.01, 1), (0.55, 5), (3.0, 30), (25.6, 256), (300, 256)])
def test_a_point_a_tenth_of_a_second_and_no_more_than_256(seconds: float, points: int) -> None:
    assert len(waveform(np.ones(round(16_000 * seconds), np.float32), 16_000)) == points


def test_loudness_rises() -> None:
    drawn = waveform(np.linspace(0, 0.5, 16_000, dtype=np.float32), 16_000)
    assert list(drawn) == sorted(drawn)
    assert drawn[-1] == 255


def test_silence_and_nothing() -> None:
    assert waveform(np.zeros(16_000, np.float32), 16_000) == bytes(10)
    assert waveform(np.zeros(0, np.float32), 16_000) == b""
