"""Is this a sentence, or words in a row? Bigrams of word classes, after Katz (1987) back-off in its simplest form.

Function words stand for themselves, other words for their ending, so that the table knows grammar and no content;
it holds no learner's words. A sentence whose mean log probability is lower than that of nearly all sentences of real
learners, the weakest included, is set aside: shuffled words, a pasted list, keys hit at random.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from engine.ielts.text import Text
from engine.marking.words.lists import FUNCTION

_ENDINGS = ("ing", "ed", "ly", "tion", "ment", "ness", "ity", "ive", "ous", "al", "ful", "able", "er", "est", "s")
_CLASSES = {name: index for index, name in enumerate(["<>", "-", *(f"-{e}" for e in _ENDINGS), *sorted(FUNCTION)])}
_SHORTEST = 6  # words: fewer say too little


@dataclass(frozen=True)
class Naturalness:
    """``log_probability[a, b]``: natural logarithm of the probability of class b after class a.

    ``centre`` and ``spread`` describe one bigram of real learners, ``between`` how whole texts of theirs differ; the
    mean of n bigrams then varies by sqrt(spread^2 / n + between^2), so that a paragraph is judged more strictly than
    a sentence. ``tolerance`` counts such standard errors.
    """

    log_probability: npt.NDArray[np.float32]
    centre: float
    spread: float
    between: float
    tolerance: float

    @classmethod
    def learn(cls, texts: Iterable[Text], tolerated: float = 0.0007) -> Naturalness:
        """Count class bigrams (add-0.1 smoothing); ``tolerated`` is the share of real sentences that would fail."""
        essays = [[s for s in text.sentence_words if len(s) >= _SHORTEST] for text in texts]
        sentences = [sentence for essay in essays for sentence in essay]
        counts = np.full((len(_CLASSES), len(_CLASSES)), 0.1)
        for sentence in sentences:
            for pair in pairwise(_classes(sentence)):
                counts[pair] += 1
        table = np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)
        everything = np.concatenate([_bigrams(table, sentence) for sentence in sentences])
        means = [np.concatenate([_bigrams(table, s) for s in essay]).mean() for essay in essays if len(essay) > 3]
        learnt = cls(table, float(everything.mean()), float(everything.std()), float(np.std(means)), 0.0)
        shortfalls = np.array([learnt.shortfall(sentence) for sentence in sentences])
        return replace(learnt, tolerance=float(np.quantile(shortfalls, 1 - tolerated)))

    def shortfall(self, words: Sequence[str]) -> float:
        """How far below real learners' English these words are, in standard errors of their own length."""
        values = _bigrams(self.log_probability, words)
        error = math.sqrt(self.spread**2 / len(values) + self.between**2)
        return float((self.centre - values.mean()) / error)

    def is_prose(self, words: Sequence[str], leniency: float = 1.0) -> bool:
        """Whether this may be English in sentences; a few words get the benefit of the doubt."""
        return len(words) < _SHORTEST or self.shortfall(words) <= leniency * self.tolerance


def _bigrams(table: npt.NDArray[np.float32], words: Sequence[str]) -> npt.NDArray[np.float32]:
    classes = np.array(_classes(words))
    values: npt.NDArray[np.float32] = table[classes[:-1], classes[1:]]
    return values


def _classes(words: Sequence[str]) -> list[int]:
    return [0, *(_CLASSES[_class(word)] for word in words), 0]


def _class(word: str) -> str:
    if word in FUNCTION:
        return word
    return next((f"-{e}" for e in _ENDINGS if word.endswith(e) and len(word) > len(e) + 2), "-")
