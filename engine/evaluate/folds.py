"""Divisions of essays in which no prompt, nor one much like it, is on both sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_ALIKE = 0.5  # Jaccard similarity of word trigrams from which two prompts count as one


def prompt_groups(prompts: Sequence[str]) -> npt.NDArray[np.int64]:
    """A group number for each prompt, shape (n,); instructions that many prompts share do not make them alike."""
    shingles = [_trigrams(prompt) for prompt in prompts]
    seen = Counter(gram for grams in dict(zip(prompts, shingles, strict=True)).values() for gram in grams)
    own = [frozenset(gram for gram in grams if seen[gram] <= 10) or grams for grams in shingles]
    parent = list(range(len(prompts)))

    def root(item: int) -> int:
        while parent[item] != item:
            item = parent[item]
        return item

    for i in range(len(prompts)):
        for j in range(i):
            if len(own[i] & own[j]) > _ALIKE * len(own[i] | own[j]):
                parent[root(i)] = root(j)
    return np.array([root(item) for item in range(len(prompts))])


def folds(groups: npt.NDArray[np.int64], seed: int, count: int = 5) -> npt.NDArray[np.int64]:
    """A fold from 0 to ``count - 1`` for each item, shape (n,); a group is never divided."""
    shuffled = np.random.default_rng(seed).permutation(np.unique(groups))
    number = {group: index % count for index, group in enumerate(shuffled)}
    return np.array([number[group] for group in groups])


def _trigrams(prompt: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", prompt.lower())
    return frozenset(tuple(words[i : i + 3]) for i in range(len(words) - 2)) or frozenset({tuple(words)})
