"""N-grams of characters and of word classes, hashed: what a text is written with, as two sparse vectors.

Character n-grams carry most of what larger models know about essay quality (Cozma, Butnaru and Ionescu 2018); word
classes carry grammar and no topic. Hashing (Weinberger et al. 2009) keeps the shipped weights small and holds no
learner's text. Counts are dampened by a logarithm, weighted by inverse document frequency and brought to length one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from engine.ielts.text import Text
from engine.marking.words.classes import class_of

BUCKETS = 1 << 15
KINDS = ("characters", "classes")
_CHARACTERS, _CLASSES = (2, 3, 4, 5), (1, 2, 3)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # of Knuth's multiplicative hash, 2^64 over the golden ratio
_SHIFT = np.uint64(64 - 15)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True)
class Touched:
    """Buckets that n-grams of one kind fall into, in order, and the dampened count of each; both shape (touched,)."""

    buckets: npt.NDArray[np.int64]
    counts: npt.NDArray[np.float64]


def touched(text: Text) -> dict[str, Touched]:
    """For each of :data:`KINDS`, what ``text`` touches; case, spacing and typographic quotes do not matter."""
    plain = " ".join(text.raw.lower().translate(_PLAIN).split())
    letters = np.frombuffer(plain.encode("ascii", "replace"), dtype=np.uint8).astype(np.uint64) + np.uint64(1)
    classes = np.array([_number(name) for name in _class_sequence(text)], dtype=np.uint64)
    return {
        "characters": _count(letters, _CHARACTERS),
        "classes": _count(classes, _CLASSES),
    }


def vector(found: Touched, weight: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Buckets and their values, of length one in all, where ``weight`` (shape (BUCKETS,)) says what each is worth."""
    values = found.counts * weight[found.buckets]
    length = float(np.sqrt(values @ values))
    return found.buckets, values / length if length else values


def _count(items: npt.NDArray[np.uint64], lengths: Sequence[int]) -> Touched:
    """Hash every run of each length in ``lengths`` and count."""
    hashed = [_runs(items, length) for length in lengths if items.size >= length]
    if not hashed:
        return Touched(np.zeros(0, dtype=np.int64), np.zeros(0))
    buckets, counts = np.unique(np.concatenate(hashed), return_counts=True)
    return Touched(buckets.astype(np.int64), 1.0 + np.log(counts))


def _runs(items: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.uint64]:
    found = np.full(items.size - length + 1, length, dtype=np.uint64)
    for offset in range(length):  # wraps around at 2^64, as it should
        found = (found ^ items[offset : offset + found.size]) * _MULTIPLIER
        found ^= found >> np.uint64(29)
    return found * _MULTIPLIER >> _SHIFT


def _class_sequence(text: Text) -> Iterator[str]:
    for words in text.sentence_words:
        yield "<"
        yield from map(class_of, words)
        yield ">"


@lru_cache(maxsize=100_000)
def _number(item: str) -> int:
    return zlib.crc32(item.encode()) + 1
