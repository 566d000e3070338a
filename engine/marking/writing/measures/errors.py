"""Accuracy, as the error finder reads the text: how many words are likely wrong, of which kinds, in how many sentences.

Probabilities are summed where they can be, not counted over a threshold: ten words of which each is wrong with a
probability of 0.3 are three errors. Logarithms, because the tenth error says less than the first. Error-free units as
a measure of accuracy: Wolfe-Quintero, Inagaki and Kim (1998).
"""

from __future__ import annotations

import bisect
import math

from engine.ielts.text import Text
from engine.marking.errors.error import Kind, Reading
from engine.marking.numbers import Numbers, mean, share

_FEWEST = 60  # words: in a shorter text one error is not to count for more than in a text of these many
_LIKELY, _SURE, _CERTAIN = 0.5, 0.8, 0.95
_CLEAN = 0.1  # probability under which a word is taken for right
_SURELY_WRONG = 0.001  # a sentence is never taken to be right with a smaller probability than this


def errors(text: Text, reading: Reading) -> Numbers:
    """Logarithms of errors in a hundred words, in all and by kind; shares of sentences without a likely error."""
    total = max(_FEWEST, len(text.words))
    found = [word.probability for word in reading.words]
    worst = _worst_of_each_sentence(text, reading)

    def density(count: float, floor: float) -> float:
        return math.log(floor + 100.0 * count / total)

    return {
        "errors.expected": density(sum(found), 0.5),
        "errors.likely": density(sum(p > _LIKELY for p in found), 0.5),
        "errors.sure": density(sum(p > _SURE for p in found), 0.5),
        "errors.certain": density(sum(p > _CERTAIN for p in found), 0.5),
        "errors.sentences_without_likely": share(sum(p < _LIKELY for p in worst), len(worst)),
        "errors.sentences_without_sure": share(sum(p < _SURE for p in worst), len(worst)),
        "errors.clean_sentences": share(sum(p < _CLEAN for p in worst), len(worst)),
        "errors.sentences_right": mean([math.log(max(1 - p, _SURELY_WRONG)) for p in worst]),
        **{
            f"errors.{kind}": density(sum(word.kinds[number] for word in reading.words), 0.1)
            for number, kind in enumerate(Kind)
        },
    }


def style(reading: Reading) -> Numbers:
    """The mean hidden state of the finder's encoder: what it knows of a text beyond the errors in it."""
    return {f"hidden.{number:03}": float(value) for number, value in enumerate(reading.hidden)}


def _worst_of_each_sentence(text: Text, reading: Reading) -> list[float]:
    """For each sentence, the greatest probability of an error among its words."""
    starts = [sentence.start for sentence in text.sentences]
    worst = [0.0] * len(starts)
    for word in reading.words:
        number = bisect.bisect_right(starts, word.start) - 1
        if number >= 0:
            worst[number] = max(worst[number], word.probability)
    return worst
