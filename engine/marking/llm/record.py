"""A model's answer to the marking prompt, read back: only what holds against the rubric and the text is left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from engine.errors import ModelMisbehaved
from engine.ielts.bands import Band, Criterion
from engine.ielts.reports import Finding
from engine.ielts.rubric import Rubric
from engine.ielts.writing import Essay
from engine.marking.llm.belief import expected_band
from engine.marking.llm.quotes import locate
from engine.ports import Completion, Stopped

#: Inside a JSON string a quotation mark is escaped, so this is never a learner's text.
_BAND = re.compile(r'"band":\s*"')


class _Finding(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: str
    quote: str
    comment: str


class _CriterionRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reasoning: str
    findings: list[_Finding]
    band: float


class _Record(RootModel[dict[str, _CriterionRecord]]):
    """By criterion code."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model thinks of one criterion: ``band`` is an expectation, findings have been verified."""

    band: float
    findings: tuple[Finding, ...]


def read_record(completion: Completion, essay: Essay, rubric: Rubric) -> Mapping[Criterion, Opinion]:
    """Opinions by criterion. A finding whose rule or quote does not exist is left out.

    Raises:
        ModelMisbehaved: the answer was cut short, or is no record of this task's criteria.
    """
    if completion.stopped is not Stopped.END:
        raise ModelMisbehaved(f"the record was not finished within its {completion.stopped}")
    try:
        record = _Record.model_validate_json(completion.text).root
        offsets = [match.end() for match in _BAND.finditer(completion.text)]
        if list(record) != [str(criterion) for criterion in essay.task.criteria] or len(offsets) != len(record):
            raise ModelMisbehaved("the record is not of this task's criteria")
        return {
            Criterion(code): Opinion(
                expected_band(Band(each.band), offset, completion.choices),
                tuple(_verified(code, each, essay, rubric)),
            )
            for (code, each), offset in zip(record.items(), offsets, strict=True)
        }
    except (ValidationError, ValueError) as error:
        raise ModelMisbehaved("the answer is no record") from error


def _verified(code: str, record: _CriterionRecord, essay: Essay, rubric: Rubric) -> list[Finding]:
    kept: list[Finding] = []
    for each in record.findings:
        rule = rubric.by_id.get(each.rule)
        if rule is None or rule.criterion != code or rule.task != essay.task.code or not each.comment.strip():
            continue
        try:
            start, end = locate(each.quote, essay.text)
        except ModelMisbehaved:
            continue
        kept.append(Finding(rule.id, essay.text[start:end], start, end, each.comment.strip(), essay.text))
    return kept
