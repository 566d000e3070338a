"""What a model is asked about an answer: the same in serving and in training."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from engine.ielts.bands import Criterion
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport
from engine.ielts.rubric import Rubric, Rule
from engine.ielts.why import why_not_higher
from engine.ielts.writing import Essay, WritingTask
from engine.marking.llm.steering import without_orders
from engine.ports import Prompt
from engine.prompts import answering_prompt

WHY_NOT_HIGHER = "Why is this not half a band higher?"
"""What pressing "why?" asks, in words."""

#: Rules of so many bands around the offline estimate are laid before the model.
REACH = 1
_BANDS = range(1, 10)


def shown(essay: Essay) -> Essay:
    """What the model gets to read: nothing in it gives orders."""
    asked = essay.task.prompt and without_orders(essay.task.prompt)
    return Essay(without_orders(essay.text), dataclasses.replace(essay.task, prompt=asked))


def facts_of(essay: Essay, errors: int) -> Mapping[str, int]:
    """Counts that were measured and need no guessing."""
    return {
        "words": essay.word_count,
        "paragraphs": len(essay.paragraphs),
        "errors that the checker is sure of": errors,
    }


def rules_around(rubric: Rubric, task: WritingTask, estimate: float, reach: int = REACH) -> list[Rule]:
    """The rules of the bands around the estimate, in a fixed order: essays of a like band share a prompt."""
    centre = min(max(int(estimate), _BANDS[REACH]), _BANDS[-1 - REACH])
    near = range(centre - reach, centre + reach + 1)
    return [rule for criterion in task.criteria for band in near for rule in rubric.rules(task.code, criterion, band)]


def question_prompt(
    report: BandReport, criterion: Criterion, question: str, language: Language, rubric: Rubric
) -> Prompt:
    """What a model is asked when a learner asks about one criterion of a report."""
    why = why_not_higher(report, criterion, rubric)
    score = next(each for each in report.criteria if each.criterion is criterion)
    seen = [(rubric.rule(finding.rule), finding.quote) for finding in score.findings]
    return answering_prompt(criterion, why.band, seen, why.asked, question, language)
