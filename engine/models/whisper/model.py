"""faster-whisper's model, which listens to no more silence than it needs, and to no window twice.

Whisper was taught on windows of 30 seconds, and the library fills each up with silence: most of the work on an answer
of five seconds. Its encoder takes shorter windows as well. Half the length hears as much as the whole; less than that,
and words that nobody said fill the room (tests/bench/bench_hearing.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from faster_whisper import WhisperModel

if TYPE_CHECKING:
    import numpy.typing as npt
    from ctranslate2 import StorageView

SHORTEST, SILENCE = 1500, 500
"""Frames of 10 ms: the shortest window, and the silence that one has at its end."""


class ListeningModel(WhisperModel):  # type: ignore[misc]
    """Keeps what the encoder made of the last window, and of the first since :meth:`language` was asked."""

    first_window: StorageView | None = None
    _last: tuple[npt.NDArray[np.float32], StorageView] | None = None

    def encode(self, features: npt.NDArray[np.float32]) -> StorageView:
        """As the library's own, of the sound in ``features`` (shape (1, mels, frames)) without most of the silence."""
        heard = trimmed(features)
        if self._last is None or not np.array_equal(self._last[0], heard):
            self._last = heard, super().encode(heard)
        encoded = self._last[1]
        if self.first_window is None:
            self.first_window = encoded
        return encoded

    def forget(self) -> None:
        """Keep nothing of a recording."""
        self.first_window = self._last = None

    def language(self) -> tuple[str, float] | None:
        """The likeliest language of the first window since the last call, and its probability.

        None: nothing was listened to, or the model knows English only.
        """
        window = self.first_window
        self.forget()
        if window is None or not self.model.is_multilingual:
            return None
        token, probability = self.model.detect_language(window)[0][0]
        return token.removeprefix("<|").removesuffix("|>"), float(probability)


def trimmed(features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """``features`` (shape (..., frames)) with no more silence at their end than the encoder needs, and that as silence.

    What the library fills a window up with is nought, which is no silence but the hiss of a faint noise; Whisper was
    taught on windows that end as quietly as their quietest moment.
    """
    # No sound is nought.
    sounding = np.flatnonzero(features.any(axis=tuple(range(features.ndim - 1))))
    end = int(sounding[-1]) + 1 if sounding.size else 0
    # The encoder halves the frames, so their number is even.
    frames = min(features.shape[-1], max(SHORTEST, SILENCE + end + end % 2))
    heard = np.array(features[..., :frames], order="C")
    heard[..., end:] = features.min()
    return heard
