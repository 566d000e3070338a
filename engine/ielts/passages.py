"""What may be cited: a passage, where it stands, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SourceKind(StrEnum):
    """Whose words a passage is."""

    RUBRIC = "rubric"  # our rubric
    EXAM = "exam"  # our facts about the exam
    BANK = "bank"  # questions of the Speaking test
    DOCUMENT = "document"  # the operator's own files
    SAMPLE = "sample"  # answers with a band, in the operator's own files


@dataclass(frozen=True, slots=True)
class Scope:
    """What a passage is about; ``None`` means that it is about any.

    ``task`` is W1A, W1G, W2 or S, or W for all of Writing; ``criterion`` as TR; ``band`` from 0 to 9; ``season`` the days
    from which and until which it holds, either of which may be open; ``language`` is a locale's name.
    """

    task: str | None = None
    criterion: str | None = None
    band: float | None = None
    season: tuple[date | None, date | None] = (None, None)
    language: str = "en"


ANYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a source. ``source`` is its name, ``heading`` what it stands under, ``page`` its page from 1.

    ``reference`` names it in our own sources (a rule's id, a fact's). ``comment`` is what an examiner said of a sample
    answer.
    """

    text: str
    source: str
    kind: SourceKind
    heading: str = ""
    page: int | None = None
    scope: Scope = ANYTHING
    reference: str = ""
    comment: str = ""
