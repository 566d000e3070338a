"""What a learner may think of something that we said: liked or not, or how it is better said. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.ielts.bands import Criterion


class About(StrEnum):
    """What kind of thing an opinion is about."""

    REPORT = "report"  # on an essay
    TEST = "test"  # the report on a Speaking test
    WHY = "why"  # the rule's answer to "why this band?"
    QUESTION = "question"  # a language model's answer to a question


_WRITTEN = re.compile(r"(report|test|why|question)-(\d{1,9})(?:-(\w{1,4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an opinion is about. ``number`` is the submission's, the test's or the question's.

    Raises:
        ValueError: a criterion is missing, or is there where there is none.
    """

    about: About
    number: int
    criterion: Criterion | None = None

    def __post_init__(self) -> None:
        if (self.criterion is not None) != (self.about is About.WHY):
            raise ValueError("only an answer to why is about a criterion")

    def __str__(self) -> str:
        """As :func:`read_subject` reads it: for rows and for buttons."""
        criterion = () if self.criterion is None else (str(self.criterion),)
        return "-".join((self.about, str(self.number), *criterion))


def read_subject(written: str) -> Subject | None:
    """The subject that ``written`` names; ``None``: it names none."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    try:
        criterion = None if found[3] is None else Criterion(found[3])
        return Subject(About(found[1]), int(found[2]), criterion)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Served:
    """A prompt as it was served (both its parts), what was answered, and by which model with which adapter on it."""

    shared: str
    own: str
    answer: str
    model: str
    adapter: str | None = None
