"""edge-tts: Microsoft's voices, in the cloud, for the operator who set ``BANDMATE_VOICE=edge``.

Only what the examiner says leaves the machine: neither a learner's sound nor a learner's words come here. The protocol
is that of a browser's reading aloud; it is nobody's promise and may stop to work.
"""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import av
import numpy as np

from engine.errors import OperatorMistake, TryAgain
from engine.models.voices.sentences import spoken
from engine.ports import Speech

if TYPE_CHECKING:
    from edge_tts import Communicate

_RATE = 24_000
_LONGEST_WAIT = 20.0
_CONNECT_SECONDS = 5
_RECEIVE_SECONDS = 10
_MOST_BYTES = 4 * 2**20


class EdgeVoice:
    """One of the service's voices by its short name; `edge-tts --list-voices` lists them.

    Raises:
        OperatorMistake: the library is not installed, or the name is none.
    """

    def __init__(self, voice: str = "en-GB-SoniaNeural") -> None:
        try:
            from edge_tts import Communicate

            Communicate("", voice)
        except ModuleNotFoundError as error:
            raise OperatorMistake(f'{error.name} is not installed: pip install "bandmate[edge]"') from error
        except ValueError as error:
            raise OperatorMistake("BANDMATE_VOICE_NAME is no edge voice: edge-tts --list-voices") from error
        self._voice = voice

    @property
    def name(self) -> str:
        """``edge`` and the voice."""
        return f"edge {self._voice}"

    def say(self, text: str, speed: float) -> Speech:
        """``text`` spoken, at 24,000 samples a second.

        Raises:
            TryAgain: the service is away, slow, or answers with no sound.
        """
        import aiohttp
        from edge_tts import Communicate
        from edge_tts.exceptions import EdgeTTSException

        asked = Communicate(
            spoken(text),
            self._voice,
            rate=f"{round(100 * (speed - 1)):+d}%",
            connect_timeout=_CONNECT_SECONDS,
            receive_timeout=_RECEIVE_SECONDS,
        )
        try:
            # A thread of its own: the caller's may have a running loop.
            with ThreadPoolExecutor(1) as executor:
                mp3 = executor.submit(asyncio.run, _received(asked)).result()
            return Speech(_decoded(mp3), _RATE)
        except (aiohttp.ClientError, EdgeTTSException, OSError, av.error.FFmpegError) as error:
            raise TryAgain(f"the voice service does not answer ({type(error).__name__})") from error


async def _received(asked: Communicate) -> bytes:
    received = bytearray()
    async with asyncio.timeout(_LONGEST_WAIT):
        async for piece in asked.stream():
            if piece["type"] == "audio":
                received += piece["data"]
            if len(received) > _MOST_BYTES:
                raise TryAgain("the voice service sent more sound than a sentence has")
    return bytes(received)


def _decoded(mp3: bytes) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    with av.open(io.BytesIO(mp3), "r", format="mp3") as container:
        frames = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
        frames += resampler.resample(None)
    pieces = [frame.to_ndarray()[0] for frame in frames]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
