"""faster-whisper's model, which also says what language its last recording began in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faster_whisper import WhisperModel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from ctranslate2 import StorageView


class ListeningModel(WhisperModel):  # type: ignore[misc]
    """Keeps what the encoder made of the first window: half of the work on a CPU, which need not be done twice."""

    first_window: StorageView | None = None

    def encode(self, features: npt.NDArray[np.float32]) -> StorageView:
        """As the library's own."""
        encoded = super().encode(features)
        if self.first_window is None:
            self.first_window = encoded
        return encoded

    def language(self) -> tuple[str, float] | None:
        """The likeliest language of the first window since the last call, and its probability.

        None: nothing was listened to, or the model knows English only.
        """
        window, self.first_window = self.first_window, None
        if window is None or not self.model.is_multilingual:
            return None
        token, probability = self.model.detect_language(window)[0][0]
        return token.removeprefix("<|").removesuffix("|>"), float(probability)
