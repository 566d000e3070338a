"""All measures of one answer, in one place and one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.ielts.writing import Essay
from engine.marking import grammar
from engine.marking.lint import Lint
from engine.marking.measures.accuracy import accuracy
from engine.marking.measures.cohesion import cohesion
from engine.marking.measures.formulaic import formulaic
from engine.marking.measures.length import length
from engine.marking.measures.lexis import lexis
from engine.marking.measures.naturalness import Naturalness
from engine.marking.measures.own_words import OwnWords, own_words
from engine.marking.measures.relevance import relevance
from engine.marking.measures.sentences import sentences
from engine.marking.text import Text


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured: ``numbers`` by name (``lexis.mtld``), on ``own``; ``lints`` have offsets into ``own.text``."""

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
        **lexis(text),
        **accuracy(text, lints),
        **formulaic(text),
        **relevance(text, essay.task.prompt),
        "own.copied": own.copied,
        "own.repeated": own.repeated,
        "own.set_aside": own.set_aside,
    }
    return Measures(numbers, own, lints)
