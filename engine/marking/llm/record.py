"""A model's answer to the marking prompt, read back: only what holds against the rubric and the text is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError
from pydantic_core import from_json

from engine.errors import ModelMisbehaved
from engine.ielts.bands import Band, Criterion
from engine.ielts.languages import Language
from engine.ielts.reports import Correction, Finding
from engine.ielts.rubric import Rubric
from engine.ielts.writing import Essay
from engine.marking.llm.belief import expected_band
from engine.marking.llm.proposals import proposal
from engine.marking.llm.quotes import locate
from engine.marking.llm.steering import spells_machinery
from engine.ports import Completion, Stopped
from engine.prompts import COMMENT_CHARS, CORRECTED_CHARS, WHY_CHARS, is_feedback, is_plain

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


class _Correction(BaseModel):
    model_config = ConfigDict(extra="forbid")

    original: str
    replacement: str
    why: str


class _Record(BaseModel):
    """By criterion code, and what should be corrected."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, _CriterionRecord]
    corrections: list[_Correction] = Field(default_factory=list)


class _Numbered(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: str
    sentence: int
    comment: str


class _SecondRecord(RootModel[dict[str, _Numbered]]):
    """One finding by criterion code."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model thinks of one criterion: ``band`` is an expectation, findings have been verified."""

    band: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What the model said of an answer and could show; a criterion may be left without a finding, or out altogether."""

    opinions: Mapping[Criterion, Opinion]
    corrections: tuple[Correction, ...]


class RecordReader:
    """Reads a model's answers about one essay."""

    def __init__(self, essay: Essay, rubric: Rubric, language: Language) -> None:
        self._essay = essay
        self._rubric = rubric
        self._language = language

    def first(self, completion: Completion) -> Record:
        """The record. A finding whose rule or quote does not exist is left out, and so is a correction of nothing.

        Of an answer that was cut short the criteria and corrections are kept that were complete by then.

        Raises:
            ModelMisbehaved: the answer is no record of this task's criteria, or was cut before one was complete.
        """
        text, whole = completion.text, completion.stopped is Stopped.END
        try:
            record = _Record.model_validate_json(text) if whole else _begun(text)
            criteria = record.__pydantic_extra__
            offsets = [match.end() for match in _BAND.finditer(text)][: None if whole else len(criteria)]
            expected = [str(each) for each in self._essay.task.criteria]
            if list(criteria) != (expected if whole else expected[: len(criteria)]) or len(offsets) != len(criteria):
                raise ModelMisbehaved("the record is not of this task's criteria")
            opinions = {
                Criterion(code): Opinion(
                    expected_band(Band(each.band), offset, completion.choices), self._verified(code, each.findings)
                )
                for (code, each), offset in zip(criteria.items(), offsets, strict=True)
            }
        except (ValidationError, ValueError) as error:
            raise ModelMisbehaved("the answer is no record") from error
        return Record(opinions, self._proposed(record.corrections))

    def second(self, completion: Completion, sentences: Sequence[str]) -> Mapping[Criterion, tuple[Finding, ...]]:
        """The findings of a second look, by criterion; they name ``sentences`` by number, from 1.

        Raises:
            ModelMisbehaved: the answer was cut short, or is no record.
        """
        try:
            found = _SecondRecord.model_validate_json(_whole(completion)).root
        except ValidationError as error:
            raise ModelMisbehaved("the answer is no record") from error
        mine = {str(criterion): criterion for criterion in self._essay.task.criteria}
        named = {code: each for code, each in found.items() if code in mine and 1 <= each.sentence <= len(sentences)}
        return {
            mine[code]: self._verified(
                code, [_Finding(rule=each.rule, quote=sentences[each.sentence - 1], comment=each.comment)]
            )
            for code, each in named.items()
        }

    def _verified(self, code: str, said: Iterable[_Finding]) -> tuple[Finding, ...]:
        kept: list[Finding] = []
        for each in said:
            rule = self._rubric.by_id.get(each.rule)
            fits = rule is not None and rule.criterion == code and rule.task == self._essay.task.code
            if rule is None or not fits or not self._may_be_read(each.comment, COMMENT_CHARS):
                continue
            try:
                start, end = locate(each.quote, self._essay.text)
            except ModelMisbehaved:
                continue
            quote = self._essay.text[start:end]
            kept.append(Finding(rule.id, quote, start, end, each.comment.strip(), self._essay.text))
        return tuple(kept)

    def _proposed(self, said: Iterable[_Correction]) -> tuple[Correction, ...]:
        usable = (
            proposal(each.original, each.replacement, each.why, self._essay.text)
            for each in said
            if is_plain(each.replacement, CORRECTED_CHARS) and self._may_be_read(each.why, WHY_CHARS)
        )
        return tuple(each for each in usable if each is not None)

    def _may_be_read(self, comment: str, most: int) -> bool:
        return bool(comment.strip()) and is_feedback(comment, most, self._language) and not spells_machinery(comment)


def _begun(text: str) -> _Record:
    """The complete items of a record that was cut short; the last of a list or of the record may be half.

    Raises:
        ModelMisbehaved: not one criterion is complete.
        ValueError: this is no beginning of JSON.
    """
    found = from_json(text, allow_partial=True)
    if not isinstance(found, dict):
        raise ModelMisbehaved("the answer is no record")
    said = found.pop("corrections", [])
    criteria = {code: each for code, each in found.items() if isinstance(each, dict) and "band" in each}
    if not criteria:
        raise ModelMisbehaved("the record was cut short before its first criterion was complete")
    corrections = [each for each in said if isinstance(each, dict) and each.keys() == _Correction.model_fields.keys()]
    return _Record.model_validate({**criteria, "corrections": corrections})


def _whole(completion: Completion) -> str:
    if completion.stopped is not Stopped.END:
        raise ModelMisbehaved(f"the record was not finished within its {completion.stopped}")
    return completion.text
