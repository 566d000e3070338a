"""The error finder against correctors: ``bandmate evaluate errors``.

Precision: of the words flagged (mended or doubtful), those that at least one of four correctors changed. Recall: of the
words that at least two changed, those flagged. F0.5 counts precision twice as much. The measures do not see capitals, so
a mend that changes nothing else is no flag here.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.evaluate.jfleg import Corrected, gleu, read_jfleg
from engine.marking.errors.error import Error, Kind
from engine.marking.errors.finder import ErrorFinder, shipped

_SOME, _MOST = 1, 2  # correctors that changed a word


@dataclass(frozen=True, slots=True)
class ErrorsEvaluation:
    """Shares from 0 to 1; ``per_kind`` has, for each kind, how many were flagged and how many of these rightly."""

    n: int
    precision: float
    recall: float
    f05: float
    gleu: float
    per_kind: dict[str, dict[str, float]]
    ms_per_sentence: float

    def as_json(self) -> dict[str, object]:
        """The keys that ``evaluate errors --json`` prints."""
        return {
            "n": self.n, "precision": self.precision, "recall": self.recall, "f05": self.f05, "gleu": self.gleu,
            "per_kind": self.per_kind, "ms_per_sentence": self.ms_per_sentence,
        }  # fmt: skip


def evaluate_folder(folder: Path) -> ErrorsEvaluation:
    """The shipped finder on a folder such as JFLEG's.

    Raises:
        OperatorMistake: the folder does not hold such files.
    """
    return evaluate(shipped(), read_jfleg(folder))


def evaluate(finder: ErrorFinder, sentences: tuple[Corrected, ...]) -> ErrorsEvaluation:
    """Read every sentence by itself and compare."""
    finder.read(sentences[0].text)  # the first call loads word lists
    start = time.process_time()
    found = [finder.read(each.text).errors for each in sentences]
    spent = time.process_time() - start
    right = flagged = missed = seen = 0
    for sentence, errors in zip(sentences, found, strict=True):
        marks = flags(sentence, errors)
        for at, count in _countable(sentence):
            flagged += marks[at]
            right += marks[at] and count >= _SOME
            seen += marks[at] and count >= _MOST
            missed += not marks[at] and count >= _MOST
    precision, recall = right / max(flagged, 1), seen / max(seen + missed, 1)
    return ErrorsEvaluation(
        n=len(sentences),
        precision=precision,
        recall=recall,
        f05=1.25 * precision * recall / max(0.25 * precision + recall, 1e-9),
        gleu=gleu(sentences, [finder.mend(each.text) for each in sentences]),
        per_kind={kind.value: _of_kind(kind, sentences, found) for kind in Kind},
        ms_per_sentence=1000 * spent / len(sentences),
    )


def flags(sentence: Corrected, errors: Iterable[Error]) -> list[bool]:
    """For each token of a sentence: whether an error lies on it."""
    places = [
        (error.start, error.end)
        for error in errors
        if error.replacement is None or error.replacement.lower() != sentence.text[error.start : error.end].lower()
    ]
    return [any(start < token.end and token.start < end for start, end in places) for token in sentence.tokens]


def _countable(sentence: Corrected) -> list[tuple[int, int]]:
    """Words (no figures, no marks) by number, with how many correctors changed them."""
    return [
        (at, count)
        for at, (token, count) in enumerate(zip(sentence.tokens, sentence.changed, strict=True))
        if token.text[0].isalpha()
    ]


def _of_kind(kind: Kind, sentences: Iterable[Corrected], found: Iterable[tuple[Error, ...]]) -> dict[str, float]:
    flagged = right = 0
    for sentence, errors in zip(sentences, found, strict=True):
        marks = flags(sentence, [error for error in errors if error.kind is kind])
        for at, count in _countable(sentence):
            flagged += marks[at]
            right += marks[at] and count >= _SOME
    return {"flagged": flagged, "precision": right / flagged if flagged else 0.0}
