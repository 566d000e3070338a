"""What an examiner's report on a Speaking test is made of. A report cannot quote what was not said.

The exam gives one rating for the performance across all parts, so bands belong to the whole test; the parts get
observations. A test with typed answers is marked without pronunciation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import InitVar, dataclass
from enum import StrEnum

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.reports import NextStep
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.recollection import PartNumber

CRITERIA = (Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR, Criterion.PRONUNCIATION)
"""The four criteria, equal in weight, in the order of the descriptors."""
LISTEN_AGAIN = 5
NEXT_STEPS = 2
_RULE = re.compile(r"S\.(FC|LR|GRA|P)\.[0-9]\.[a-z]")


def clock(seconds: float) -> str:
    """A moment in a recording as ``mm:ss``."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


_LONG_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """The candidate's own words, the turn that they are in and when they begin in its recording, in seconds.

    ``second`` is ``None`` for a typed answer. ``transcript`` is the turn's; it is checked and not kept.

    Raises:
        ValueError: ``transcript[start:end]`` is not ``quote``, the quote is blank, or the second is none.
    """

    turn: str
    quote: str
    start: int
    end: int
    second: float | None
    transcript: InitVar[str]

    def __post_init__(self, transcript: str) -> None:
        whole = self.start >= 0 and self.end - self.start == len(self.quote)
        if not self.quote.strip() or not whole or transcript[self.start : self.end] != self.quote:
            raise ValueError(f"turn {self.turn}: quotes what was not said")
        if self.second is not None and not (math.isfinite(self.second) and self.second >= 0):
            raise ValueError(f"turn {self.turn}: not a moment: {self.second}")

    @property
    def at(self) -> str | None:
        """``mm:ss`` in the recording."""
        return None if self.second is None else clock(self.second)

    @property
    def shown(self) -> str:
        """The quote as it is read: with dots where a long one breaks off in the middle of a sentence."""
        whole = len(self.quote) < _LONG_QUOTE or self.quote.rstrip().endswith((".", "?", "!", "…"))
        return self.quote if whole else f"{self.quote.rstrip(' ,;:')} …"


@dataclass(frozen=True, slots=True)
class SpokenFinding:
    """Something heard, and the rubric rule (``S.FC.6.b``) that it bears on.

    Raises:
        ValueError: the rule is none of Speaking's.
    """

    rule: str
    moment: Moment
    message: str

    def __post_init__(self) -> None:
        if not _RULE.fullmatch(self.rule):
            raise ValueError(f"not a rule of the Speaking rubric: {self.rule}")

    @property
    def criterion(self) -> Criterion:
        """The criterion that the rule belongs to."""
        return Criterion(self.rule.split(".")[1])


@dataclass(frozen=True, slots=True)
class SpokenScore:
    """One criterion's band over the whole test, the range it likely lies in, and what was heard.

    Not ``enough``: too little was said for a band, and only the range is to be shown.

    Raises:
        ValueError: a finding belongs to another criterion.
    """

    criterion: Criterion
    band: Band
    interval: Interval
    findings: tuple[SpokenFinding, ...]
    enough: bool = True

    def __post_init__(self) -> None:
        if any(finding.criterion is not self.criterion for finding in self.findings):
            raise ValueError(f"a finding on another criterion than {self.criterion}")


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen in one part, without a band. ``unscripted``: in answers that could not be rehearsed."""

    part: PartNumber
    text: str
    unscripted: bool = False


class ConcernKind(StrEnum):
    """Why an answer proves less than it seems to: it is not about its question, or it sounds learnt by heart."""

    ASTRAY = "astray"
    LEARNT = "learnt"


@dataclass(frozen=True, slots=True)
class Concern:
    """An answer that proves little, the words that say so, and why."""

    kind: ConcernKind
    moment: Moment
    why: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """A question of the examiner's that was built on something said before, and where that was said."""

    question: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Measured:
    """Something that was counted, to be compared with other tests; ``error`` is one standard error of it."""

    name: str
    value: float
    error: float


@dataclass(frozen=True, slots=True)
class ListenAgain:
    """A moment worth hearing again, and a better way to say it (or what made it good, where ``better`` is ``None``)."""

    moment: Moment
    better: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Drill:
    """What to practise tomorrow: ``/drill <scope> <topic>``, for the weakest criterion.

    Raises:
        ValueError: it is a whole test.
    """

    scope: Scope
    topic: str
    criterion: Criterion
    why: str

    def __post_init__(self) -> None:
        if self.scope is Scope.TEST:
            raise ValueError("a drill is of one part")


@dataclass(frozen=True, slots=True)
class SpeakingReport:
    """An examiner's report on one Speaking test.

    ``unrounded`` is the mean of the criteria marked; ``overall`` that mean rounded by :func:`round_to_band`, which for
    one skill is our convention. ``typed``: answers were written, so pronunciation was not marked. ``seconds`` is the exam
    time that the test took; ``scorer`` names what marked it and its version. ``concerns`` are answers that prove little,
    ``recalled`` the questions that were built on earlier answers, ``measured`` what other tests are compared by.

    Raises:
        ValueError: criteria are missing or out of order, the overall does not follow from them, there are more moments
            or next steps than a report has, the drill is not for a weakest criterion, or pronunciation was marked in a
            test with typed answers.
    """

    overall: Band
    unrounded: float
    interval: Interval
    criteria: tuple[SpokenScore, ...]
    observations: tuple[Observation, ...]
    strengths: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    listen_again: tuple[ListenAgain, ...]
    drill: Drill
    seconds: float
    typed: bool
    scorer: str
    concerns: tuple[Concern, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    measured: tuple[Measured, ...] = ()

    def __post_init__(self) -> None:
        marked = CRITERIA[:-1] if self.typed else CRITERIA
        if tuple(score.criterion for score in self.criteria) != marked:
            raise ValueError(
                "a report needs the criteria of Speaking, in order; without pronunciation if answers were typed"
            )
        if not math.isclose(self.unrounded, mean_of([score.band for score in self.criteria])):
            raise ValueError("the unrounded mean is not the mean of the criteria")
        if self.overall != round_to_band(self.unrounded):
            raise ValueError("the overall band does not follow from the criteria")
        if len(self.listen_again) > LISTEN_AGAIN or len(self.next_steps) > NEXT_STEPS:
            raise ValueError(f"more than {LISTEN_AGAIN} moments or {NEXT_STEPS} next steps")
        if self.drill.criterion not in weakest(self.criteria):
            raise ValueError("a drill for a criterion that is not the weakest")

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Everything that the report quotes."""
        found = tuple(finding.moment for score in self.criteria for finding in score.findings)
        found += tuple(again.moment for again in self.listen_again)
        found += tuple(concern.moment for concern in self.concerns)
        return found + tuple(recalled.moment for recalled in self.recalled)

    @property
    def enough(self) -> bool:
        """Whether there is enough for a band on every criterion; if not, only the range of the overall band is to be shown."""
        return all(score.enough for score in self.criteria)

    def check_against(self, transcripts: Mapping[str, str], rules: Collection[str]) -> None:
        """Every quote is in the transcript of its turn, and every rule is one of the rubric's.

        Raises:
            ValueError: one is not.
        """
        for moment in self.moments:
            if transcripts.get(moment.turn, "")[moment.start : moment.end] != moment.quote:
                raise ValueError(f"turn {moment.turn}: quotes what was not said")
        cited = {finding.rule for score in self.criteria for finding in score.findings}
        if unknown := (cited | {step.rule for step in self.next_steps}) - set(rules):
            raise ValueError(f"not in the rubric: {sorted(unknown)}")


def weakest(scores: Collection[SpokenScore]) -> tuple[Criterion, ...]:
    """The criteria with the lowest band: one, or several that are level.

    Raises:
        ValueError: there are no scores.
    """
    lowest = min(score.band for score in scores)
    return tuple(score.criterion for score in scores if score.band == lowest)
