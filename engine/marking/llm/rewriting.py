"""One weak paragraph, written anew: which one, and whether what a model made of it may be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import ModelMisbehaved
from engine.ielts.bands import Band
from engine.ielts.reports import BandReport, BetterParagraph
from engine.ielts.rubric import Rubric, Rule
from engine.ielts.text import Span, Text, tokens
from engine.ielts.writing import Essay, count_words
from engine.marking.errors.finder import shipped
from engine.marking.llm.steering import spells_machinery, steers
from engine.marking.words.lexis import zipf
from engine.marking.words.lists import FUNCTION
from engine.marking.writing.offline import OfflineScorer
from engine.ports import Completion, Stopped
from engine.prompts import is_plain

SHORTEST, LONGEST = 30, 160
"""Words of a paragraph that is worth writing anew, and that a model can write without losing its way."""
_LENGTH = (0.7, 1.6)  # of the original's words
_KEPT = 0.4  # of the original's content words come back, so that the ideas are the learner's own
_KNOWN = 0.9  # of the words are words
_NUMBER = re.compile(r"\d+")


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    paragraph: str


@dataclass(frozen=True, slots=True)
class WeakParagraph:
    """A paragraph at its place, the band that a rewriting aims at, and rules that say what that asks for."""

    span: Span
    band: Band
    goals: tuple[Rule, ...]

    @property
    def longest(self) -> int:
        """Characters that a rewriting may have."""
        return int(_LENGTH[1] * len(self.span.text))


def weakest(report: BandReport, essay: Essay, rubric: Rubric) -> WeakParagraph | None:
    """The paragraph with most to mend for its length: corrections, and findings against it, which count double.

    None where no paragraph is of a length for it, or the answer is at band 9 already.
    """
    paragraphs = [
        each for each in Text(essay.text).paragraphs if SHORTEST <= count_words(each.text) <= LONGEST
    ]  # fmt: skip
    if not paragraphs or float(report.overall) > 8.5:
        return None

    def weakness(paragraph: Span) -> float:
        errors = sum(paragraph.start <= each.start < paragraph.end for each in report.corrections)
        against = sum(
            rubric.rule(finding.rule).side == "negative" and paragraph.start <= finding.start < paragraph.end
            for score in report.criteria
            for finding in score.findings
        )
        return (errors + 2 * against) / count_words(paragraph.text)

    above = int(float(report.overall)) + 1
    goals = [
        rule
        for criterion in essay.task.criteria[1:]
        for rule in rubric.rules(essay.task.code, criterion, above)
        if rule.side == "positive"
    ]
    return WeakParagraph(max(paragraphs, key=weakness), Band(float(report.overall) + 0.5), tuple(goals))


def better_paragraph(
    completion: Completion, weak: WeakParagraph, essay: Essay, scorer: OfflineScorer, before: float
) -> BetterParagraph:
    """What the model wrote, if it holds.

    It must be English, of a like length, with the learner's ideas, no new figures and no more errors, and the whole text
    no worse with it by the offline scorer, which gave ``before`` (unrounded) to what was sent.

    Raises:
        ModelMisbehaved: it does not.
    """
    if completion.stopped is not Stopped.END:
        raise ModelMisbehaved("the paragraph was not finished")
    try:
        text = " ".join(_Answer.model_validate_json(completion.text).paragraph.split())
    except ValidationError as error:
        raise ModelMisbehaved("the answer is no paragraph") from error
    old, new = weak.span.text, text
    if not is_plain(new, weak.longest) or steers(new) or spells_machinery(new):
        raise ModelMisbehaved("the paragraph holds what no paragraph holds")
    if not _LENGTH[0] <= count_words(new) / count_words(old) <= _LENGTH[1]:
        raise ModelMisbehaved("the paragraph is too long or too short")
    if not set(_NUMBER.findall(new)) <= set(_NUMBER.findall(essay.text + (essay.task.prompt or ""))):
        raise ModelMisbehaved("the paragraph has figures that are not the learner's")
    if not _keeps_to(tokens(old), tokens(new)):
        raise ModelMisbehaved("the paragraph is another one")
    mended = replace(essay, text=essay.text[: weak.span.start] + new + essay.text[weak.span.end :])
    if _errors(new) > _errors(old) or scorer.score(mended).target < before:
        raise ModelMisbehaved("the paragraph is no better")
    try:
        return BetterParagraph(weak.span.start, weak.span.end, old, new, weak.band, essay.text)
    except ValueError as error:
        raise ModelMisbehaved("the paragraph is the same") from error


def _keeps_to(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether ``new`` is English and speaks of the same things; words are compared by their first five letters."""
    if sum(zipf(word) > 0 for word in new) < _KNOWN * len(new) or not set(new) & FUNCTION:
        return False
    mine, theirs = ({word[:5] for word in words if word not in FUNCTION} for words in (old, new))
    return len(mine & theirs) >= _KEPT * max(len(mine), 1)


def _errors(text: str) -> int:
    return len(shipped().read(text).mended)
