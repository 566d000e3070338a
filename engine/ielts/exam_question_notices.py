"""What Bandmate has to say when a learner asks about the exam: see :mod:`engine.ielts.notices`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.ielts.notices import Notice
from engine.ielts.passages import Passage


@dataclass(frozen=True, slots=True)
class ExamAnswered(Notice):
    """``text`` is what ``passage`` says, word for word; ``near``: facts that may have been meant instead."""

    text: str
    passage: Passage
    near: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnMistakes(Notice):
    """What a learner's own reports corrected of one kind: how often, in how many reports, until when, and examples."""

    kind: str
    times: int
    reports: int
    last: date
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotInSources(Notice):
    """No source that is here answers the question, so nothing does; ``near``: facts that may have been meant."""

    near: tuple[Passage, ...] = ()
