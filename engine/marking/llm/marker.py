"""An examiner with a language model: the offline report, deepened by what the model found and could show."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.bands import Criterion, mean_of, round_to_band
from engine.ielts.reports import BandReport, CriterionScore, Finding
from engine.ielts.rubric import Rubric, Rule
from engine.ielts.writing import Essay
from engine.marking.limits import ceiling
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.record import Opinion, read_record
from engine.marking.llm.steering import steers
from engine.marking.marker import OfflineMarker
from engine.marking.offline import OfflineScorer, Scores, around, spread_over
from engine.ports import LanguageModel, Request
from engine.prompts import marking_prompt, record_schema

log = logging.getLogger(__name__)

MAX_TOKENS = 2400
_MOST_FINDINGS = 3
#: Rules of so many bands around the offline estimate are laid before the model.
_REACH = 1
_BANDS = range(1, 10)
#: Whatever a model was talked into, it lifts a band by no more than half.
_MOST_UP = 0.5


class LlmMarker:
    """An :class:`engine.ports.EssayMarker`: a language model beside the offline scorer.

    Bands move by the model's measured weight alone; a model that nobody measured explains and does not mark. Findings
    are shown only if rule and quote are real. Where the model fails, the offline report goes out and says so;
    ``strict`` raises instead what an operator must mend.
    """

    def __init__(
        self,
        model: LanguageModel,
        scorer: OfflineScorer,
        rubric: Rubric,
        fusion: Fusion,
        *,
        adapter: str | None = None,
        max_seconds: float = 90.0,
        max_tokens: int = MAX_TOKENS,
        strict: bool = False,
    ) -> None:
        self._model = model
        self._scorer = scorer
        self._offline = OfflineMarker(scorer, rubric)
        self._rubric = rubric
        self._fusion = fusion
        self._adapter = adapter
        self._budget = (max_tokens, max_seconds)
        self._strict = strict

    @property
    def name(self) -> str:
        """What marks: ``offline-1 + chatglm2``, and whether the model was ever measured."""
        measured = "" if self._fusion.measured else ", never measured"
        return f"{self._scorer.name} + {self._model.name}{measured}"

    @property
    def model_name(self) -> str:
        """Which language model explains."""
        return self._model.name

    @property
    def caveat(self) -> str | None:
        """What an operator should know about the model's part in a report."""
        if self._fusion.measured:
            return None
        return (
            f"{self._model.name} was never compared with examiners, so its opinion moves no band: "
            "the bands are the offline scorer's. Run `bandmate models measure` to give it the weight that it earns."
        )

    def mark(self, essay: Essay) -> BandReport:
        """The report; see :class:`engine.ports.EssayMarker`."""
        report, scores = self._offline.mark(essay), self._scorer.score(essay)
        try:
            opinions = self._opinions(essay, scores, len(report.corrections))
        except (TryAgain, ModelMisbehaved, OperatorMistake) as error:
            if self._strict and isinstance(error, OperatorMistake):
                raise
            log.warning("%s gave no report: %s", self._model.name, error)
            return dataclasses.replace(report, scorer=f"{self._scorer.name} ({self._model.name} did not answer)")
        fused = self._fused(essay, report, scores, opinions)
        fused.check_against(essay)
        return fused

    def each_alone(self, essay: Essay) -> tuple[float, float]:
        """The unrounded overall bands of the offline scorer and of the model, for measuring one beside the other.

        Raises:
            TryAgain: see :class:`engine.ports.LanguageModel`.
            ModelMisbehaved: it gave no record that could be read.
            OperatorMistake: it is set up wrongly.
        """
        scores = self._scorer.score(essay)
        opinions = self._opinions(essay, scores, len(self._offline.mark(essay).corrections))
        return scores.target, _overall(opinions)

    def _opinions(self, essay: Essay, scores: Scores, errors: int) -> Mapping[Criterion, Opinion]:
        """What the model says, verified; raises as :meth:`each_alone`."""
        rules = self._rules(essay, float(scores.overall))
        facts = {
            "words": essay.word_count,
            "paragraphs": len(essay.paragraphs),
            "errors that the checker is sure of": errors,
        }
        tokens, seconds = self._budget
        request = Request(
            marking_prompt(essay, rules, facts),
            max_tokens=tokens,
            max_seconds=seconds,
            schema=record_schema(essay.task.criteria, rules),
            adapter=self._adapter,
        )
        return read_record(self._model.generate(request), essay, self._rubric)

    def _rules(self, essay: Essay, estimate: float) -> list[Rule]:
        """The rules of the bands around the estimate, in a fixed order: essays of a like band share a prompt."""
        centre = min(max(int(estimate), _BANDS[_REACH]), _BANDS[-1 - _REACH])
        near = range(centre - _REACH, centre + _REACH + 1)
        return [
            rule
            for criterion in essay.task.criteria
            for band in near
            for rule in self._rubric.rules(essay.task.code, criterion, band)
        ]

    def _fused(
        self, essay: Essay, report: BandReport, scores: Scores, opinions: Mapping[Criterion, Opinion]
    ) -> BandReport:
        # The offline scorer cannot be talked to; a model can, so its band counts only where nobody tried.
        trusted = Fusion() if steers(essay.text) or scores.measures.own.set_aside > 0 else self._fusion
        ceilings = [ceiling(essay, scores.measures, criterion) for criterion in essay.task.criteria]
        shift = min(trusted.overall(scores.target, _overall(opinions)) - scores.target, _MOST_UP)
        wanted = [
            min(max(float(each.band) + shift, 0.0), limit)
            for each, limit in zip(scores.criteria, ceilings, strict=True)
        ]
        bands = (
            [each.band for each in scores.criteria]
            if shift == 0
            else spread_over(wanted, ceilings, min(scores.target + shift, sum(ceilings) / 4))
        )
        mean = mean_of(bands)
        width, coverage = _width(scores), scores.interval.coverage
        criteria = tuple(
            CriterionScore(
                each.criterion,
                band,
                each.interval if shift == 0 else around(band, float(band), width, coverage),
                _merged(opinions[each.criterion].findings, each.findings),
            )
            for each, band in zip(report.criteria, bands, strict=True)
        )
        overall = round_to_band(mean)
        return dataclasses.replace(
            report,
            overall=overall,
            unrounded=mean,
            interval=scores.interval if shift == 0 else around(overall, mean, width, coverage),
            criteria=criteria,
            scorer=self.name,
        )


def _overall(opinions: Mapping[Criterion, Opinion]) -> float:
    return sum(each.band for each in opinions.values()) / len(opinions)


def _merged(said: tuple[Finding, ...], seen: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What the model said first, then what was measured; nothing twice."""
    kept: list[Finding] = []
    for finding in (*said, *seen):
        if all((finding.start, finding.end) != (other.start, other.end) for other in kept):
            kept.append(finding)
    return tuple(kept[:_MOST_FINDINGS])


def _width(scores: Scores) -> float:
    return max((float(scores.interval.high) - float(scores.interval.low)) / 2, 0.5)
