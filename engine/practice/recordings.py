"""The sound in a learner's recording: told by its content, decoded in a limited child process to 16 kHz mono."""

from __future__ import annotations

import io
import json
import math
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

from engine.errors import LearnerMistake, TryAgain
from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    import mutagen

    from engine.ports import Samples

MAX_BYTES = 20_000_000
MAX_SECONDS = 150.0
"""A long turn is stopped at two minutes; who goes on talking has half a minute until the note is refused."""
_WALL_SECONDS = 150
"""The child's own limit is processor time; this one is for a child that waits, and long enough for a loaded machine."""
_SLACK = 0.5
_MOST_READS = 4_000
_LEAST_BITS = 400.0


def decode(data: bytes, *, max_bytes: int = MAX_BYTES, max_seconds: float = MAX_SECONDS) -> Samples:
    """The sound of ``data`` as mono float32 of shape (n,) at :data:`engine.ports.HEARING_RATE`, from -1 to 1.

    OGG (Opus, Vorbis), MP4 and M4A, MP3, WAV, FLAC, WebM, Matroska and raw AAC are read, and of a video its first
    sound. The bytes are hostile until proven otherwise: only their first few are looked at here; they are decoded in a
    child process with limits on memory, processor time, files and output, which is killed when it takes too long. What
    breaks off in the middle is taken as far as it goes.

    Raises:
        LearnerMistake: ``recording-too-big`` (megabytes, limit), ``not-a-recording``, ``recording-too-long`` (seconds,
            limit), ``broken-recording`` or ``recording-hostile``.
        TryAgain: the child could not be started.
    """
    if len(data) > max_bytes:
        raise LearnerMistake("recording-too-big", megabytes=round(len(data) / 1e6, 1), limit=round(max_bytes / 1e6, 1))
    container = container_of(data)
    if container is None:
        raise LearnerMistake("not-a-recording")
    most = int((max_seconds + _SLACK) * HEARING_RATE)
    command = [sys.executable, "-m", "engine.practice.recording_child", container, str(HEARING_RATE), str(most)]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=_WALL_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise LearnerMistake("recording-hostile") from error
    except OSError as error:
        raise TryAgain("no process could be started") from error
    if child.returncode != 0:
        # Killed by a limit of its own, or the decoder fell over: either way there is nothing to hear.
        raise LearnerMistake("recording-hostile" if child.returncode < 0 else "broken-recording")
    head, _, sound = child.stdout.partition(b"\n")
    answer = json.loads(head)
    if answer.get("reason") == "recording-too-long":
        seconds = answer["seconds"] or max_seconds
        raise LearnerMistake("recording-too-long", seconds=round(max(seconds, max_seconds)), limit=round(max_seconds))
    if "reason" in answer:
        raise LearnerMistake(answer["reason"])
    import numpy as np

    return np.frombuffer(sound, dtype="<f4").astype(np.float32)


def seconds_of(data: bytes) -> float | None:
    """How long a recording says it is, in seconds, without decoding it; ``None`` where that cannot be told.

    It takes a millisecond or two, whatever the bytes are, and never raises: it is for an answer at once, and
    :func:`decode` has the last word.
    """
    import mutagen

    kind = _info_class(data)
    if kind is None:
        return None
    try:
        seconds = float(getattr(kind(_Sparing(data)).info, "length", math.nan))
    except (
        mutagen.MutagenError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, struct.error,
        EOFError, OSError, RecursionError, MemoryError, AssertionError,
    ):  # fmt: skip
        return None
    # A length that so few bytes cannot hold is a lie.
    believable = math.isfinite(seconds) and 0 < seconds <= 8 * len(data) / _LEAST_BITS
    return round(seconds, 3) if believable else None


def container_of(data: bytes) -> str | None:
    """Ffmpeg's name for the container that ``data`` begins like, whatever the file is called; ``None``: no recording."""
    if data.startswith(b"OggS"):
        return "ogg"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav"
    if data.startswith(b"fLaC"):
        return "flac"
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if data[4:8] == b"ftyp":
        return "mov"
    if data.startswith(b"ID3"):
        return "mp3"
    if len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        # The layer is never 0 in MPEG audio, and always in AAC's own framing.
        return "mp3" if data[1] & 0x06 else "aac"
    return None


def _info_class(data: bytes) -> Callable[[io.BytesIO], mutagen.FileType] | None:
    container = container_of(data)
    if container == "ogg":
        if b"OpusHead" in data[:128]:
            from mutagen.oggopus import OggOpus

            return OggOpus
        from mutagen.oggvorbis import OggVorbis

        return OggVorbis
    if container == "mov":
        from mutagen.mp4 import MP4

        return MP4
    if container == "mp3":
        from mutagen.mp3 import MP3

        return MP3
    if container == "wav":
        from mutagen.wave import WAVE

        return WAVE
    if container == "flac":
        from mutagen.flac import FLAC

        return FLAC
    return None


class _Sparing(io.BytesIO):
    """Bytes that can be read a few thousand times: a file made of a million tiny parts is not worth the wait.

    Raises:
        OSError: it was read too often.
    """

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > _MOST_READS:
            raise OSError("too many parts")
        return super().read(size)
