"""What the error finder says of a text: the errors in it, and how every word was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.marking.errors.lint import Lint


class Kind(StrEnum):
    """Kinds of learners' errors, in the order in which the tagger has them.

    Each has a record in ``engine/data/errors/kinds.toml``: its name, the rule of grammar and an example.
    """

    ARTICLE = "article"
    NUMBER = "number"
    VERB_FORM = "verb-form"
    AGREEMENT = "agreement"
    PREPOSITION = "preposition"
    WORD_FORM = "word-form"
    SPELLING = "spelling"
    WRONG_WORD = "wrong-word"
    MISSING_WORD = "missing-word"
    EXTRA_WORD = "extra-word"
    ORDER = "order"
    PUNCTUATION = "punctuation"
    """Stops, commas, apostrophes and capital letters: what only the eye sees."""
    RUN_ON = "run-on"


class Level(StrEnum):
    """How sure the finder is, as measured for the kind: what it is not sure enough of, it does not say."""

    MENDED = "mended"
    """Shown with its replacement."""
    DOUBTFUL = "doubtful"
    """Shown as a place to look at, with the kind."""


@dataclass(frozen=True, slots=True)
class Error:
    """Something wrong at ``text[start:end]`` of the text that was read.

    ``replacement`` is what should stand in place of that span (``""``: leave it out) and is there for every mended
    error and no doubtful one; it never equals the span. ``probability`` (0 to 1) is that there is an error here.
    ``source`` is who found it: ``tagger``, ``harper`` or ``slips``. ``guess`` is what likelier than not should stand in
    the place of a doubtful one: too unsure to be shown as a correction, but better than the error in a clean version.

    Raises:
        ValueError: the span is empty, or replacement and level do not go together.
    """

    start: int
    end: int
    kind: Kind
    level: Level
    replacement: str | None
    probability: float
    source: str
    guess: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("an error needs a place in the text")
        if (self.replacement is None) != (self.level is Level.DOUBTFUL):
            raise ValueError("a mended error has a replacement, a doubtful one has none")
        if self.replacement is not None and self.guess is not None:
            raise ValueError("where the replacement is sure there is nothing to guess")


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word (or a mark of punctuation, or a figure) as the tagger read it, at ``text[start:end]``.

    ``probability`` (0 to 1) is that there is an error here, names and known rare words excused; ``kinds`` shares it
    out among the kinds, in the order of :class:`Kind`.
    """

    start: int
    end: int
    probability: float
    kinds: tuple[float, ...]


@dataclass(frozen=True)
class Reading:
    """One text, read: its errors in order of place, none overlapping, and every word of it.

    ``lints`` are all that the checkers said, whether or not the finder makes an error of it.
    ``hidden`` is the mean hidden state of the encoder over the text (float32, one number a dimension).
    """

    text: str
    errors: tuple[Error, ...]
    words: tuple[ReadWord, ...]
    lints: tuple[Lint, ...] = field(repr=False)
    hidden: NDArray[np.float32] = field(compare=False, repr=False)

    @property
    def mended(self) -> tuple[Error, ...]:
        """The errors that are shown with a replacement."""
        return tuple(error for error in self.errors if error.level is Level.MENDED)
