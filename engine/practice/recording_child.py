"""The child process that decodes a learner's recording: bytes on standard input, a line of JSON and samples out.

It limits itself before it looks at a byte: memory, processor time, no files and no sockets. ffmpeg is told which
container to read and which codecs to use, so that no playlist, reference or odd codec is ever tried. A decoder that is led
astray by a hostile file takes this process with it and nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import NoReturn

import av
import av.error
import av.logging
import av.subtitles.stream  # ffmpeg's wrapper imports it when a file is opened, which is too late here

_MEMORY = 1_000_000_000
_CPU_SECONDS = 20
_CODECS = frozenset(
    "opus libopus vorbis aac aac_fixed alac flac mp3 mp3float mp2 mp2float pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le"
    " pcm_s32be pcm_u8 pcm_f32le pcm_f64le pcm_alaw pcm_mulaw amrnb amrwb".split()
)
_LEAST_SECONDS = 0.02


class _Refuse(Exception):
    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.seconds = reason, seconds


def main(container: str, rate: int, most: int) -> None:
    """Decode one recording and write ``{"samples": n}`` or ``{"reason": ..., "seconds": ...}``, then float32 samples."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    # Nothing more can be opened from here on, be it a file, a device or a socket.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    av.logging.set_level(None)
    sound = b""
    try:
        sound = bytes(_sound(data, container, rate, most))
        answer: dict[str, object] = {"samples": len(sound) // 4}
    except _Refuse as refusal:
        answer = {"reason": refusal.reason, "seconds": refusal.seconds}
    except MemoryError:
        answer = {"reason": "recording-hostile", "seconds": None}
    except (av.error.FFmpegError, ValueError, OverflowError, EOFError, OSError):
        answer = {"reason": "broken-recording", "seconds": None}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + sound)
    sys.stdout.buffer.flush()


def _sound(data: bytes, container: str, rate: int, most: int) -> bytearray:
    options = {
        "protocol_whitelist": "none",
        "format_whitelist": container,
        "codec_whitelist": ",".join(sorted(_CODECS)),
    }
    with av.open(io.BytesIO(data), "r", format=container, options=options, io_open=_no_other_file) as file:
        if not file.streams.audio:
            raise _Refuse("not-a-recording")
        stream = file.streams.audio[0]
        if stream.codec_context.name not in _CODECS:
            raise _Refuse("not-a-recording")
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
        sound, bad = bytearray(), 0
        for packet in file.demux(stream):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                # One damaged packet is a crackle; a file of them is no recording.
                bad += 1
                continue
            for frame in frames:
                _add(sound, resampler.resample(frame))
            if len(sound) > 4 * most:
                declared = file.duration / av.time_base if file.duration else None
                raise _Refuse("recording-too-long", declared)
        _add(sound, resampler.resample(None))
    if len(sound) < 4 * rate * _LEAST_SECONDS:
        raise _Refuse("broken-recording")
    return sound


def _add(sound: bytearray, frames: list[av.AudioFrame]) -> None:
    for frame in frames:
        sound += memoryview(frame.planes[0])[: 4 * frame.samples]


def _no_other_file(*_asked: object) -> NoReturn:
    raise _Refuse("recording-hostile")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
