"""Character n-grams, hashed: a text as the set of buckets that it touches (a string kernel's presence bits).

Presence bits of character n-grams carry most of what larger models know about essay quality (Cozma, Butnaru and
Ionescu 2018). Hashing (Weinberger et al. 2009) keeps the shipped weights small and holds no learner's text.
"""

from __future__ import annotations

import re
import zlib

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 14
_LENGTHS = (3, 4, 5)


def buckets(text: str) -> npt.NDArray[np.int64]:
    """Which of :data:`BUCKETS` the n-grams of 3 to 5 characters fall into; case, spacing and quotes made plain."""
    plain = re.sub(r"\s+", " ", text.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"'))
    data = plain.encode("ascii", "replace")
    grams = {data[i : i + n] for n in _LENGTHS for i in range(len(data) - n + 1)}
    return np.unique(np.fromiter((zlib.crc32(gram) % BUCKETS for gram in grams), dtype=np.int64, count=len(grams)))


def presence(text: str) -> npt.NDArray[np.float32]:
    """The buckets as a vector of length one, shape (BUCKETS,)."""
    vector = np.zeros(BUCKETS, dtype=np.float32)
    touched = buckets(text)
    if touched.size:
        vector[touched] = 1.0 / np.sqrt(touched.size)
    return vector
