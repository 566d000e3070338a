"""What an examiner's report on one answer is made of. A report cannot be built that claims what is not there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field

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


OTHER = "other"
"""The kind of a correction that nobody put under a kind."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Replace ``original`` at ``start:end`` with ``replacement`` (may be empty: take it out); ``message`` says why.

    Without a replacement it is a place to look at: something is wrong there, and what should stand there is not sure.
    ``kind`` is the kind of error (``article``), as the error finder has them.

    Raises:
        ValueError: the original is not in ``source`` there, or the replacement changes nothing.
    """

    start: int
    end: int
    original: str
    replacement: str | None
    message: str
    source: InitVar[str]
    kind: str = field(default=OTHER, kw_only=True)

    def __post_init__(self, source: str) -> None:
        if self.start < 0 or not self.original or source[self.start : self.end] != self.original:
            raise ValueError("a correction of what is not in the text")
        if self.replacement == self.original:
            raise ValueError("a correction that changes nothing")

    @property
    def mended(self) -> bool:
        """Whether it says what should stand there."""
        return self.replacement is not None


def by_kind(corrections: Iterable[Correction]) -> list[tuple[str, list[Correction]]]:
    """The corrections of each kind, in order of place; the kind with most of them first."""
    kinds: dict[str, list[Correction]] = {}
    for each in corrections:
        kinds.setdefault(each.kind, []).append(each)
    return sorted(kinds.items(), key=lambda kind: -len(kind[1]))


@dataclass(frozen=True, slots=True)
class Worth:
    """What mending is worth: with ``places`` mended and nothing else changed, the same scorer gives ``after``.

    ``kinds`` are the kinds of error that were mended, the most valuable first.

    Raises:
        ValueError: it is worth nothing.
    """

    criterion: Criterion
    before: Band
    after: Band
    places: int
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.places < 1 or self.after <= self.before:
            raise ValueError("mending that is worth nothing")


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion's band, the range it likely lies in, and what was seen."""

    criterion: Criterion
    band: Band
    interval: Interval
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FiguresChecked:
    """An answer to Academic Task 1 held against the data of its visual.

    ``agreeing`` counts the claims that agree; ``wrong`` are those that do not, in order; ``missed`` are main features
    that the answer does not tell of, of ``features`` in all. ``typed``: the writer typed the data, nobody else knows them.
    """

    agreeing: int
    wrong: tuple[Finding, ...]
    missed: tuple[str, ...]
    features: int
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A sample answer of the operator's beside a report: its band, where it stands, its beginning, the examiner's words."""

    band: Band
    source: str
    page: int | None
    about: str
    opening: str
    comment: str


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
    ``scorer`` names what marked it and its version (``offline-3``), so that a band can be traced and repeated.
    ``better`` is there only where a language model helped. ``clean`` is the whole answer as it was sent, with every
    correction that is sure made, where there is any; ``worth`` is what that is worth. ``set_aside`` are lines that came
    along with the answer and are not the learner's: a marker's note, a band, a word count; nothing of them was marked.
    ``figures`` is there where the data of the visual are known. ``compared`` are samples of bands near, where the
    operator has any.

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
    clean: str | None = None
    worth: tuple[Worth, ...] = ()
    set_aside: tuple[str, ...] = ()
    figures: FiguresChecked | None = None
    compared: tuple[Compared, ...] = ()

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
        for wrong in self.figures.wrong if self.figures else ():
            if essay.text[wrong.start : wrong.end] != wrong.quote:
                raise ValueError("a wrong figure that is not in the text")
        for correction in self.corrections:
            if essay.text[correction.start : correction.end] != correction.original:
                raise ValueError("a correction of what is not in the text")
        if self.better is not None and essay.text[self.better.start : self.better.end] != self.better.original:
            raise ValueError("a better paragraph for one that is not in the text")
