"""All measures of one answer, in one place and one order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engine.ielts.writing import Essay
from engine.marking import grammar
from engine.marking.lint import Lint
from engine.marking.measures.accuracy import accuracy
from engine.marking.measures.cohesion import cohesion
from engine.marking.measures.describing import describing
from engine.marking.measures.formulaic import formulaic
from engine.marking.measures.length import length
from engine.marking.measures.lexis import lexis
from engine.marking.measures.naturalness import Naturalness
from engine.marking.measures.own_words import OwnWords, own_words
from engine.marking.measures.patterns import patterns
from engine.marking.measures.relevance import relevance
from engine.marking.measures.sentences import sentences
from engine.marking.text import Text


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured: ``numbers`` by name (``lexis.mtld``), on ``own``; ``lints`` have offsets into ``own.text``.

    A number is not a number (``nan``) where it says nothing of such a text.
    """

    numbers: Mapping[str, float]
    own: OwnWords
    lints: tuple[Lint, ...]

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]


def measure(essay: Essay, naturalness: Naturalness | None = None) -> Measures:
    """Measure what counts of an answer; shares of what does not are ``own.copied``, ``.repeated``, ``.set_aside``."""
    own = own_words(Text(essay.text), essay.task.prompt, naturalness)
    text = own.text
    lints = grammar.check(text.raw)
    numbers = {
        **length(text, essay.task),
        **sentences(text),
        **cohesion(text),
        **lexis(text, essay.task.prompt),
        **accuracy(text, lints, essay.task.prompt),
        **patterns(text),
        **formulaic(text),
        **describing(text, essay.task.prompt),
        **relevance(text, essay.task.prompt),
        "own.copied": own.copied,
        "own.repeated": own.repeated,
        "own.set_aside": own.set_aside,
    }
    without = _DOES_NOT_APPLY[essay.task.code]
    numbers = {name: math.nan if name.startswith(without) else value for name, value in numbers.items()}
    return Measures(numbers, own, lints)


# Measures that say nothing of the kind of text that a task asks for. The model was fitted to no letters, so what is
# natural in one ("Dear", short lines, you and I) must not count for or against it.
_DOES_NOT_APPLY = {
    "W1A": (),
    "W1G": (
        "describing.", "layout.", "grammar.first_person", "grammar.second_person", "grammar.pronouns",
        "lexis.contractions", "punctuation.digits", "punctuation.questions", "patterns.no_verb",
    ),
    "W2": ("describing.",),
}  # fmt: skip
