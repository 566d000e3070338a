"""piper: an operator's own voice, a small neural network that runs on a CPU.

The tests run the real library on a voice of two kilobytes that they write themselves.
"""

from __future__ import annotations

import hashlib
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import OperatorMistake, TryAgain
from engine.models.voices.sentences import spoken
from engine.ports import Speech

if TYPE_CHECKING:
    from piper import PiperVoice as Loaded


class PiperVoice:
    """The voice in ``path`` (``.onnx``, its settings beside it in ``.onnx.json``), loaded when it first speaks.

    Raises:
        OperatorMistake: a file is missing or damaged, or the library is not installed.
    """

    def __init__(self, path: Path) -> None:
        import importlib.util

        if importlib.util.find_spec("piper") is None:
            raise OperatorMistake('piper is not installed: pip install "bandmate[piper]"')
        self._path = path
        self._settings = path.with_name(f"{path.name}.json")
        for file in (path, self._settings):
            if not file.is_file():
                raise OperatorMistake(f"{file} is missing: a piper voice is two files, NAME.onnx and NAME.onnx.json")
        self._lock = threading.Lock()

    @cached_property
    def name(self) -> str:
        """``piper``, the voice, and what tells two files of one name apart."""
        told = hashlib.sha256(self._settings.read_bytes() + str(self._path.stat().st_size).encode()).hexdigest()
        return f"piper {self._path.stem} {told[:8]}"

    def say(self, text: str, speed: float) -> Speech:
        """``text`` spoken.

        Raises:
            OperatorMistake: the voice's files are damaged.
            TryAgain: no memory for it now.
        """
        from piper import SynthesisConfig

        with self._lock:
            voice = self._voice
        # Two brackets would be read as phonemes.
        plain = spoken(text.replace("[[", " ").replace("]]", " "))
        try:
            chunks = list(voice.synthesize(plain, SynthesisConfig(length_scale=voice.config.length_scale / speed)))
        except MemoryError as error:
            raise TryAgain("no memory for the voice") from error
        samples = [np.asarray(chunk.audio_float_array, np.float32) for chunk in chunks]
        return Speech(np.concatenate(samples) if samples else np.zeros(0, np.float32), int(voice.config.sample_rate))

    @cached_property
    def _voice(self) -> Loaded:
        from onnxruntime.capi import onnxruntime_pybind11_state as onnx
        from piper import PiperVoice as Voice

        try:
            return Voice.load(self._path)
        except (
            KeyError,
            ValueError,
            onnx.InvalidArgument,
            onnx.InvalidProtobuf,
            onnx.InvalidGraph,
            onnx.Fail,
        ) as error:
            raise OperatorMistake(
                f"{self._path} is no piper voice, or a damaged one: copy its two files anew"
            ) from error
