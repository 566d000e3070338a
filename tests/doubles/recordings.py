"""Recordings as chats send them: real containers and codecs, written by PyAV."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import numpy as np

from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from engine.ports import Samples

CONTAINERS = {
    "voice.ogg": ("ogg", "libopus", 48_000),
    "music.m4a": ("ipod", "aac", 44_100),
    "note.mp4": ("mp4", "aac", 48_000),
    "song.mp3": ("mp3", "libmp3lame", 44_100),
    "studio.wav": ("wav", "pcm_s16le", 44_100),
    "studio.flac": ("flac", "flac", 16_000),
    "browser.webm": ("webm", "libopus", 48_000),
    "raw.aac": ("adts", "aac", 44_100),
}
"""A name, its container, codec and rate."""


def encoded(samples: Samples, name: str, *, bits: int = 24_000, layout: str = "mono", video: bool = False) -> bytes:
    """``samples`` (mono, 16 kHz) as a file of the kind of ``name``, with a moving picture in it if ``video``."""
    container, codec, rate = CONTAINERS[name]
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        picture = file.add_stream("mpeg4", rate=10) if video else None
        stream = file.add_stream(codec, rate=rate)
        stream.layout = layout
        if codec in {"libopus", "aac"}:
            stream.bit_rate = bits
        if picture is not None:
            picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
            for _ in range(20):
                file.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
            file.mux(picture.encode(None))
        kind = stream.codec_context.codec.audio_formats[0].name
        resampler = av.AudioResampler(format=kind, layout=layout, rate=rate, frame_size=stream.frame_size or 1024)
        frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), "flt", "mono")
        frame.rate = HEARING_RATE
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return out.getvalue()


def read_flac(path: Path) -> Samples:
    """A recording of the development data: mono, 16 kHz."""
    with av.open(str(path)) as file:
        parts = [frame.to_ndarray() for frame in file.decode(audio=0)]
    samples = np.concatenate(parts, axis=1)[0]
    return (samples / 32768).astype(np.float32) if samples.dtype == np.int16 else samples.astype(np.float32)
