"""A learner's question about a report, answered by a language model that may explain it and nothing else."""

from __future__ import annotations

import logging
import re

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import BandmateError, ModelMisbehaved
from engine.ielts.bands import Criterion
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport
from engine.ielts.rubric import Rubric
from engine.ielts.writing import Essay
from engine.marking.llm.exchanges import used
from engine.marking.llm.question import question_prompt
from engine.marking.llm.quotes import locate
from engine.marking.llm.steering import spells_machinery, steers
from engine.ports import Completion, LanguageModel, Request, Stopped
from engine.prompts import ANSWER_CHARS, answering_schema, is_feedback

log = logging.getLogger(__name__)

_TOKENS = 800
_BAND = re.compile(r"\bbands?\s+(\d(?:\.\d)?)|(\d(?:\.\d)?)\s*分", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]{12,})[”\"」]")


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: str


class LlmExplainer:
    """An :class:`engine.ports.Explainer`."""

    def __init__(self, model: LanguageModel, rubric: Rubric, *, adapter: str | None, max_seconds: float) -> None:
        self._model = model
        self._rubric = rubric
        self._adapter = adapter
        self._max_seconds = max_seconds

    def explain(
        self, report: BandReport, essay: Essay, criterion: Criterion, question: str, language: Language
    ) -> str | None:
        """See :meth:`engine.ports.Explainer.explain`. A question that gives orders goes to no model."""
        if _gives_orders(question):
            return None
        prompt = question_prompt(report, criterion, question, language, self._rubric)
        request = Request(prompt, _TOKENS, self._max_seconds, answering_schema(language), self._adapter)
        try:
            answer = self._model.generate(request)
            said = _checked(answer, report, essay, language)
        except BandmateError as error:  # the rule's answer is always there
            log.warning("%s did not answer a question: %s", self._model.name, error)
            return None
        used(self._model, prompt, answer)
        return said


def _gives_orders(question: str) -> bool:
    """Chinese is no sign of steering in a chat, so it is left out before looking; a band may be asked about."""
    return spells_machinery(question) or steers(
        re.sub(r"[\u3000-\u9fff\uff00-\uffef]+|\bband\s*\d(?:\.\d)?", " ", question)
    )


def _checked(completion: Completion, report: BandReport, essay: Essay, language: Language) -> str:
    if completion.stopped is not Stopped.END:
        raise ModelMisbehaved("the answer was not finished")
    try:
        said = _Answer.model_validate_json(completion.text).answer.strip()
    except ValidationError as error:
        raise ModelMisbehaved("the answer is none") from error
    if not said or not is_feedback(said, ANSWER_CHARS, language) or spells_machinery(said):
        raise ModelMisbehaved("the answer holds what no answer holds")
    known = {float(score.band) + step for score in report.criteria for step in (0, 0.5, 1)}
    known |= {float(report.overall) + step for step in (0, 0.5, 1)}
    if any(float(english or chinese) not in known for english, chinese in _BAND.findall(said)):
        raise ModelMisbehaved("the answer speaks of a band that is not the report's")
    for quote in _QUOTED.findall(said):
        locate(quote, essay.text)
    return said
