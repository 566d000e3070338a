"""What Bandmate has to say when a learner asks about a report: see :mod:`engine.ielts.notices`."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.bands import Band, Criterion
from engine.ielts.notices import Notice
from engine.ielts.passages import Passage
from engine.ielts.why import Why


@dataclass(frozen=True, slots=True)
class WhyBand(Notice):
    """Why this band and not the next, by rule.

    ``liked`` is which thumb is up, if one is; ``cited`` is what the operator's documents say about it. ``unnamed``: a
    question was asked that names no criterion, so this is about the lowest.
    """

    submission_id: int
    why: Why
    liked: bool | None = None
    cited: Passage | None = None
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class QuestionTaken(Notice):
    """A question is safe, and somebody thinks about it. ``left`` more may be asked about this report."""

    submission_id: int
    criterion: Criterion
    left: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Notice):
    """What a language model answered, held against the report. ``band`` is the criterion's, which it did not change.

    ``liked`` is which thumb is up, if one is.
    """

    submission_id: int
    question_id: int
    criterion: Criterion
    band: Band
    answer: str
    liked: bool | None = None
