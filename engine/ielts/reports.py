"""What an examiner's report on one answer is made of. A report cannot be built that claims what is not there."""

from __future__ import annotations

import math
from dataclasses import InitVar, dataclass

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.writing import Essay, WritingTask


@dataclass(frozen=True, slots=True)
class Finding:
    """Something seen in the learner's own words, and the rubric rule that it bears on.

    ``source`` is the text that ``quote`` was cut from; it is checked and not kept.

    Raises:
        ValueError: ``source[start:end]`` is not ``quote``, or the quote is blank.
    """

    rule: str
    quote: str
    start: int
    end: int
    message: str
    source: InitVar[str]

    def __post_init__(self, source: str) -> None:
        if not self.quote.strip() or self.start < 0 or source[self.start : self.end] != self.quote:
            raise ValueError(f"rule {self.rule} quotes what is not in the text")


@dataclass(frozen=True, slots=True)
class Correction:
    """Replace ``original`` at ``start:end`` with ``replacement`` (may be empty: take it out); ``message`` says why.

    Raises:
        ValueError: the original is not in ``source`` there, or the replacement changes nothing.
    """

    start: int
    end: int
    original: str
    replacement: str
    message: str
    source: InitVar[str]

    def __post_init__(self, source: str) -> None:
        if self.start < 0 or not self.original or source[self.start : self.end] != self.original:
            raise ValueError("a correction of what is not in the text")
        if self.replacement == self.original:
            raise ValueError("a correction that changes nothing")


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion's band, the range it likely lies in, and what was seen."""

    criterion: Criterion
    band: Band
    interval: Interval
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One of the two things that would lift the band most: why it matters, and one exercise to do now."""

    criterion: Criterion
    rule: str
    advice: str
    exercise: str


@dataclass(frozen=True, slots=True)
class BetterParagraph:
    """One paragraph of the learner's, and the same written about half a band better: ``band`` is what it aims at.

    Raises:
        ValueError: the original is not in ``source`` there, or the two are the same.
    """

    start: int
    end: int
    original: str
    rewritten: str
    band: Band
    source: InitVar[str]

    def __post_init__(self, source: str) -> None:
        if self.start < 0 or not self.original.strip() or source[self.start : self.end] != self.original:
            raise ValueError("a better paragraph for one that is not in the text")
        if not self.rewritten.strip() or self.rewritten.split() == self.original.split():
            raise ValueError("a better paragraph that changes nothing")


@dataclass(frozen=True, slots=True)
class BandReport:
    """An examiner's report on one Writing answer.

    ``unrounded`` is the mean of the four criteria; ``overall`` is that mean rounded by :func:`round_to_band`.
    ``scorer`` names what marked it and its version (``offline-2``), so that a band can be traced and repeated.
    ``better`` is there only where a language model helped.

    Raises:
        ValueError: the criteria are not the task's four in order, or the overall does not follow from them.
    """

    task: WritingTask
    overall: Band
    unrounded: float
    interval: Interval
    criteria: tuple[CriterionScore, ...]
    corrections: tuple[Correction, ...]
    strengths: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    word_count: int
    scorer: str
    better: BetterParagraph | None = None

    def __post_init__(self) -> None:
        if tuple(score.criterion for score in self.criteria) != self.task.criteria:
            raise ValueError("a report needs the four criteria of its task, in order")
        if not math.isclose(self.unrounded, mean_of([score.band for score in self.criteria])):
            raise ValueError("the unrounded mean is not the mean of the criteria")
        if self.overall != round_to_band(self.unrounded):
            raise ValueError("the overall band does not follow from the criteria")

    def check_against(self, essay: Essay) -> None:
        """Every quote and every correction is in ``essay``, at the offsets given.

        Raises:
            ValueError: one is not.
        """
        for score in self.criteria:
            for finding in score.findings:
                if essay.text[finding.start : finding.end] != finding.quote:
                    raise ValueError(f"rule {finding.rule} quotes what is not in the text")
        for correction in self.corrections:
            if essay.text[correction.start : correction.end] != correction.original:
                raise ValueError("a correction of what is not in the text")
        if self.better is not None and essay.text[self.better.start : self.better.end] != self.better.original:
            raise ValueError("a better paragraph for one that is not in the text")
