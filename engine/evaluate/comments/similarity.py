"""How like a comment is to another: by its letters (chrF) and by what its words mean where they stand (BERTScore)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row a token, shape (tokens, width)."""
Encode = Callable[[str], Vectors]

_ORDERS = 6
_RECALL_COUNTS = 2  # beta of chrF2: recall weighs twice as much as precision


@dataclass(frozen=True, slots=True)
class Likeness:
    """Means over ``comments``; ``others`` is the same of each comment beside those that people wrote on other essays.

    What a system knows of the essay in hand is the difference: comments are like each other whatever they are on.
    """

    measure: str
    comments: int
    own: float
    others: float


def likenesses(said: Sequence[str], people: Sequence[str], encode: Encode | None) -> tuple[Likeness, ...]:
    """``said[n]`` beside ``people[n]``, by chrF and, with an encoder, by meaning; nothing where there are no pairs."""
    if not said:
        return ()
    found = [_compared("chrF", said, people, chrf)]
    if encode is not None:
        vectors = {text: encode(text) for text in {*said, *people}}
        found.append(_compared("BERTScore F1", said, people, lambda a, b: matched(vectors[a], vectors[b])))
    return tuple(found)


def chrf(said: str, reference: str) -> float:
    """chrF2 of one text, 0 to 1 (Popović 2015): letters in groups of one to six, spaces left out."""
    precisions, recalls = [], []
    for order in range(1, _ORDERS + 1):
        mine, theirs = _groups(said, order), _groups(reference, order)
        if not mine or not theirs:
            continue
        shared = sum((mine & theirs).values())
        precisions.append(shared / sum(mine.values()))
        recalls.append(shared / sum(theirs.values()))
    precision, recall = (sum(each) / len(each) if each else 0.0 for each in (precisions, recalls))
    weight = _RECALL_COUNTS**2
    below = weight * precision + recall
    return (1 + weight) * precision * recall / below if below else 0.0


def matched(said: Vectors, reference: Vectors) -> float:
    """F1 of each token's nearest in the other text by cosine (Zhang and others 2020), neither weighted nor rescaled."""
    if not len(said) or not len(reference):
        return 0.0
    near = _unit(said) @ _unit(reference).T
    precision, recall = float(near.max(axis=1).mean()), float(near.max(axis=0).mean())
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def _compared(measure: str, said: Sequence[str], people: Sequence[str], like: Callable[[str, str], float]) -> Likeness:
    own = [like(mine, theirs) for mine, theirs in zip(said, people, strict=True)]
    others = [like(mine, people[(at + 1) % len(people)]) for at, mine in enumerate(said)] if len(people) > 1 else []
    return Likeness(measure, len(own), _mean(own), _mean(others))


def _groups(text: str, order: int) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[at : at + order] for at in range(len(letters) - order + 1))


def _unit(rows: Vectors) -> Vectors:
    length: Vectors = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / length, np.float32)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
