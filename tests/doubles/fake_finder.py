"""An error finder that knows which phrases are wrong because a test told it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from engine.marking.errors import harper
from engine.marking.errors.error import Error, Kind, Level, Reading, ReadWord

SURE, CLEAN = 0.97, 0.01


class FakeFinder:
    """``wrong`` is by phrase: its kind, and what it should be (``None``: a place to look at).

    Words of those phrases have the probability ``SURE``, words in ``unsure`` 0.5, and all others ``CLEAN``. What the
    checkers say is real.
    """

    def __init__(self, wrong: Mapping[str, tuple[Kind, str | None]] | None = None, unsure: str = "") -> None:
        self._wrong = dict(wrong or {})
        self._unsure = set(unsure.split())

    def read(self, text: str) -> Reading:
        errors = [
            Error(
                found.start(), found.end(), kind, Level.DOUBTFUL if better is None else Level.MENDED, better, SURE,
                "tagger",
            )
            for phrase, (kind, better) in self._wrong.items()
            for found in re.finditer(re.escape(phrase), text)
        ]  # fmt: skip
        errors.sort(key=lambda each: each.start)
        words = tuple(self._word(found, errors) for found in re.finditer(r"[\w'’-]+|[^\w\s]", text))
        return Reading(text, tuple(errors), words, harper.check(text), np.zeros(4, np.float32))

    def mend(self, text: str) -> str:
        for error in reversed(self.read(text).errors):
            if error.replacement is not None:
                text = text[: error.start] + error.replacement + text[error.end :]
        return text

    def _word(self, found: re.Match[str], errors: list[Error]) -> ReadWord:
        inside = any(error.start < found.end() and found.start() < error.end for error in errors)
        probability = SURE if inside else 0.5 if found.group() in self._unsure else CLEAN
        return ReadWord(found.start(), found.end(), probability, (probability / len(Kind),) * len(Kind))
