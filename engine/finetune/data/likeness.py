"""Which texts are nearly the same? MinHash (Broder 1997) with banding, on disk, so that a million texts fit.

Signatures go to a file as they come (256 bytes a text). Afterwards one band of them at a time is sorted: texts with an
equal band are candidates, and are alike if their signatures agree in at least :data:`ALIKE` of the places, which
estimates the Jaccard similarity of their word trigrams. What is held in memory is a few numbers a text; the signatures
are a mapped file, which the system takes back when memory is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

ALIKE = 0.7
_PLACES, _BANDS = 64, 16
_SEED = 20
_WORD = re.compile(r"[^\W_]+")

Groups = npt.NDArray[np.int64]


class Likeness:
    """Collects texts, then groups them. ``file`` is written to and removed at the end."""

    def __init__(self, file: Path, alike: float = ALIKE) -> None:
        self._file = file
        self._alike = alike
        self._opened = file.open("wb")
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()
        self._file.unlink(missing_ok=True)

    def add(self, text: str) -> int:
        """Takes one text; gives its number."""
        self._opened.write(signature(text).tobytes())
        self._count += 1
        return self._count - 1

    def groups(self) -> Groups:
        """For each text the number of the first that it is like, directly or by way of others; shape (n,)."""
        self._opened.flush()
        parent = np.arange(self._count)
        if not self._count:
            return parent
        signatures = np.memmap(self._file, np.uint32, "r", shape=(self._count, _PLACES))
        width = _PLACES // _BANDS
        for band in range(_BANDS):
            keys = _key(signatures[:, band * width : (band + 1) * width])
            order = np.argsort(keys, kind="stable")
            keys = keys[order]
            for at in np.flatnonzero(keys[1:] == keys[:-1]):
                self._join(parent, signatures, int(order[at]), int(order[at + 1]))
        return _roots(parent)

    def _join(self, parent: Groups, signatures: npt.NDArray[np.uint32], one: int, other: int) -> None:
        a, b = _root(parent, one), _root(parent, other)
        if a != b and np.mean(signatures[one] == signatures[other]) >= self._alike:
            parent[max(a, b)] = min(a, b)


def signature(text: str) -> npt.NDArray[np.uint32]:
    """MinHash of the word trigrams, case and punctuation apart; shape (64,)."""
    words = _WORD.findall(text.casefold())
    grams = {" ".join(words[at : at + 3]) for at in range(max(len(words) - 2, 1))}
    hashed = RMinHash(num_perm=_PLACES, seed=_SEED)
    hashed.update(sorted(grams))
    return np.array(hashed.digest(), dtype=np.uint32)


def together(*partitions: Sequence[int] | Groups) -> Groups:
    """Items that any partition puts into one group are in one group; shape (n,)."""
    parent = np.arange(len(partitions[0]))
    for partition in partitions:
        first: dict[int, int] = {}
        for item, group in enumerate(partition):
            a, b = _root(parent, item), _root(parent, first.setdefault(int(group), item))
            parent[max(a, b)] = min(a, b)
    return _roots(parent)


def _key(part: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """One number for the places of a band; shape (n,). Two bands by chance alike cost a look at the signatures."""
    key = np.zeros(len(part), np.uint64)
    for place in part.T:
        key = (key ^ place) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key


def _roots(parent: Groups) -> Groups:
    while not np.array_equal(above := parent[parent], parent):
        parent = above
    return parent


def _root(parent: Groups, item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = int(parent[item])
    return item
