"""All measures of one answer, in one place and one order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.ielts.text import Text
from engine.ielts.writing import Essay
from engine.marking.errors.error import Reading
from engine.marking.errors.finder import shipped
from engine.marking.words.lexis import lexis
from engine.marking.words.naturalness import Naturalness
from engine.marking.writing.measures.cohesion import cohesion
from engine.marking.writing.measures.describing import describing
from engine.marking.writing.measures.errors import errors, style
from engine.marking.writing.measures.formulaic import formulaic
from engine.marking.writing.measures.length import length
from engine.marking.writing.measures.own_words import OwnWords, own_words
from engine.marking.writing.measures.relevance import relevance
from engine.marking.writing.measures.sentences import sentences


class Finder(Protocol):
    """Who reads a text for errors: :class:`engine.marking.errors.finder.ErrorFinder`."""

    def read(self, text: str) -> Reading:
        """What is wrong in ``text``."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured: ``numbers`` by name (``lexis.mtld``), on ``own``.

    ``reading`` is what the error finder says of ``own.text``, read once for all who ask. A number is not a number
    (``nan``) where it says nothing of such a text.
    """

    numbers: Mapping[str, float]
    own: OwnWords
    reading: Reading

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]


def measure(essay: Essay, naturalness: Naturalness | None = None, finder: Finder | None = None) -> Measures:
    """Measure what counts of an answer; shares of what does not are ``own.copied``, ``.repeated``, ``.set_aside``.

    Without a ``finder``, the one that comes with Bandmate reads.
    """
    own = own_words(Text(essay.text), essay.task.prompt, naturalness)
    text = own.text
    reading = (finder or shipped()).read(text.raw)
    numbers = {
        **length(text, essay.task),
        **sentences(text),
        **cohesion(text),
        **lexis(text, essay.task.prompt),
        **errors(text, reading),
        **style(reading),
        **formulaic(text),
        **describing(text, essay.task.prompt),
        **relevance(text, essay.task.prompt),
        "own.copied": own.copied,
        "own.repeated": own.repeated,
        "own.set_aside": own.set_aside,
    }
    without = _DOES_NOT_APPLY[essay.task.code]
    numbers = {name: math.nan if name.startswith(without) else value for name, value in numbers.items()}
    return Measures(numbers, own, reading)


# Measures that say nothing of the kind of text that a task asks for. The model was fitted to no letters, so what is
# natural in one ("Dear", short lines, you and I) must not count for or against it.
_DOES_NOT_APPLY = {
    "W1A": (),
    "W1G": (
        "describing.", "layout.", "grammar.first_person", "grammar.second_person", "grammar.pronouns",
        "lexis.contractions",
    ),
    "W2": ("describing.",),
}  # fmt: skip
