"""Real recordings of the development data, and how well their words were heard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from engine.ports import HEARING_RATE


@dataclass(frozen=True)
class Recording:
    """One sentence read aloud: the text, and mono sound at 16 kHz."""

    text: str
    samples: npt.NDArray[np.float32]


def recordings(data: Path, count: int | None = None) -> Iterator[Recording]:
    """The first ``count`` recordings of the folder ``voice``, or all."""
    for line in (data / "voice" / "index.jsonl").read_text("utf-8").splitlines()[:count]:
        row = json.loads(line)
        yield Recording(row["text"], _decoded(data / "voice" / row["audio"]))


def _decoded(path: Path) -> npt.NDArray[np.float32]:
    resampler = av.AudioResampler("flt", "mono", HEARING_RATE)
    with av.open(str(path), "r") as container:
        frames = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def plain_words(text: str) -> list[str]:
    """Words as they are compared: lower case, no punctuation."""
    return re.sub(r"[^\w\s']", "", text.lower()).split()


def word_errors(said: list[str], heard: list[str]) -> int:
    """Substitutions, insertions and deletions: the Levenshtein distance in words."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, 1):
        before, row[0] = row[:], index
        for at, other in enumerate(heard, 1):
            row[at] = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (word != other))
    return row[-1]
