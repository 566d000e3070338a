"""One answer before a language model, within one budget of time: its record, a second look, a better paragraph."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import BandmateError, ModelMisbehaved
from engine.ielts.bands import Criterion
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport, BetterParagraph, Finding
from engine.ielts.rubric import Rubric, Rule
from engine.ielts.samples import near_in_band
from engine.ielts.text import Text
from engine.ielts.writing import Essay
from engine.marking.llm.exchanges import used
from engine.marking.llm.question import REACH, facts_of, rules_around, shown
from engine.marking.llm.record import Opinion, Record, RecordReader
from engine.marking.llm.rewriting import better_paragraph, weakest
from engine.marking.llm.steering import steers
from engine.marking.llm.trimming import Fitted, fit
from engine.marking.writing.offline import OfflineScorer, Scores
from engine.ports import LanguageModel, Prompt, Request, Stopped
from engine.prompts import (
    QUOTE_CHARS,
    marking_prompt,
    record_schema,
    rewriting_prompt,
    rewriting_schema,
    second_look_prompt,
    second_look_schema,
)

log = logging.getLogger(__name__)

#: Tokens of the longest record; and those that must be left for one, or the prompt is cut.
RECORD_TOKENS, ENOUGH_TOKENS = 4000, 2400
_SECOND_TOKENS, _PARAGRAPH_TOKENS = 1200, 1200
#: Shares of the budget without which a second look, or a better paragraph, is not begun.
_FOR_A_SECOND_LOOK, _FOR_A_PARAGRAPH = 0.25, 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model said, with which adapter on it; ``words`` is how many of the answer's words it was shown."""

    record: Record
    words: int
    adapter: str | None = None


class Consultation:
    """Asks about one answer. ``seconds`` is for everything that is asked here."""

    def __init__(
        self,
        model: LanguageModel,
        rubric: Rubric,
        essay: Essay,
        language: Language,
        *,
        adapter: str | None,
        seconds: float,
    ) -> None:
        self._model = model
        self._rubric = rubric
        self._essay = essay
        self._language = language
        self._adapter = adapter
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._reader = RecordReader(essay, rubric, language)
        self._shown = shown(essay)

    @property
    def suspect(self) -> bool:
        """Whether somebody tried to steer: in the answer, or in the question that was sent with it."""
        return steers(self._essay.text) or steers(self._essay.task.prompt or "")

    def read(self, estimate: float, errors: int) -> Reading:
        """The model's record, verified.

        Raises:
            TryAgain: see :class:`engine.ports.LanguageModel`.
            ModelMisbehaved: it gave no record that could be read.
            OperatorMistake: it is set up wrongly.
        """
        fitted = self._fitted(estimate, errors)
        schema = record_schema(self._essay.task.criteria, fitted.rules, self._language)
        asked = self._request(fitted.prompt, min(fitted.room, RECORD_TOKENS), schema)
        answer = self._model.generate(asked)
        record = self._reader.first(answer)
        if answer.stopped is Stopped.END:  # half an answer is nothing to learn from
            used(self._model, fitted.prompt, answer)
        missing = [criterion for criterion, opinion in record.opinions.items() if not opinion.findings]
        if missing and self._has_left(_FOR_A_SECOND_LOOK):
            record = self._look_again(record, missing, fitted)
        return Reading(record, fitted.words, answer.adapter)

    def better(self, report: BandReport, scorer: OfflineScorer, scores: Scores) -> BetterParagraph | None:
        """A paragraph of the answer half a band better; None where there is none to write, no time, or none that holds."""
        weak = weakest(report, self._essay, self._rubric)
        if weak is None or self.suspect or not self._has_left(_FOR_A_PARAGRAPH):
            return None
        prompt = rewriting_prompt(self._shown, weak.span.text, weak.goals)
        try:
            tokens = min(self._model.room(prompt), _PARAGRAPH_TOKENS)
            answer = self._model.generate(self._request(prompt, tokens, rewriting_schema(weak.longest)))
            return better_paragraph(answer, weak, self._essay, scorer, scores.target)
        except BandmateError as error:  # the report is complete without it
            log.info("%s wrote no better paragraph: %s", self._model.name, error)
            return None

    def _look_again(self, record: Record, missing: Sequence[Criterion], fitted: Fitted) -> Record:
        """Asks once more for what is left without a finding: with numbers of sentences, which cannot be invented."""
        sentences = [_cut(sentence.text) for sentence in Text(self._shown.text).sentences]
        schema = second_look_schema(missing, fitted.rules, len(sentences), self._language)
        prompt = second_look_prompt(fitted.prompt.shared, missing, sentences)
        try:
            if not sentences:
                raise ModelMisbehaved("nothing is left to quote")
            tokens = min(self._model.room(prompt), _SECOND_TOKENS)
            found = self._reader.second(self._model.generate(self._request(prompt, tokens, schema)), sentences)
        except BandmateError as error:  # the first look stands
            log.info("%s found nothing at a second look: %s", self._model.name, error)
            return record
        return dataclasses.replace(record, opinions=_with(record.opinions, found)) if found else record

    def _fitted(self, estimate: float, errors: int) -> Fitted:
        facts = facts_of(self._essay, errors)

        def prompt(essay: Essay, rules: Sequence[Rule]) -> Prompt:
            return marking_prompt(essay, rules, facts, self._language)

        choices = [rules_around(self._rubric, self._essay.task, estimate, reach) for reach in (REACH, 0)]
        beside = dataclasses.replace(self._shown, samples=near_in_band(self._essay.samples, estimate))
        if beside.samples and self._model.room(prompt(beside, choices[0])) < ENOUGH_TOKENS:
            beside = self._shown  # what can be compared with it goes before anything of the answer does
        return fit(self._model.room, prompt, beside, choices, ENOUGH_TOKENS)

    def _request(self, prompt: Prompt, tokens: int, schema: Mapping[str, object]) -> Request:
        left = max(self._deadline - time.monotonic(), 0.0)
        return Request(prompt, max_tokens=tokens, max_seconds=left, schema=schema, adapter=self._adapter)

    def _has_left(self, share: float) -> bool:
        return self._deadline - time.monotonic() > share * self._seconds


def _with(
    opinions: Mapping[Criterion, Opinion], found: Mapping[Criterion, tuple[Finding, ...]]
) -> dict[Criterion, Opinion]:
    return {
        criterion: Opinion(opinion.band, found.get(criterion, opinion.findings))
        for criterion, opinion in opinions.items()
    }


def _cut(sentence: str) -> str:
    """A sentence, or as many of its words as a quote may have."""
    if len(sentence) <= QUOTE_CHARS:
        return sentence
    return (
        sentence[: sentence.rfind(" ", 0, QUOTE_CHARS + 1)] if " " in sentence[:QUOTE_CHARS] else sentence[:QUOTE_CHARS]
    )
