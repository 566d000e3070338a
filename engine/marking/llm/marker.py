"""An examiner with a language model: the offline report, deepened by what the model found and could show."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.bands import Criterion, mean_of, round_to_band
from engine.ielts.languages import Language, language_of
from engine.ielts.reports import BandReport, CriterionScore, Finding
from engine.ielts.rubric import Rubric
from engine.ielts.writing import Essay
from engine.marking.llm.consultation import Consultation, Reading
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.proposals import merged
from engine.marking.llm.record import Opinion
from engine.marking.writing.limits import ceiling
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer, Scores, around, spread_over
from engine.ports import LanguageModel

log = logging.getLogger(__name__)

_MOST_FINDINGS = 3
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
        strict: bool = False,
    ) -> None:
        self._model = model
        self._scorer = scorer
        self._offline = OfflineMarker(scorer, rubric)
        self._rubric = rubric
        self._fusion = fusion
        self._adapter = adapter
        self._max_seconds = max_seconds
        self._strict = strict

    @property
    def name(self) -> str:
        """What marks: ``offline-3 + chatglm2``, and whether the model was ever measured."""
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

    def mark(self, essay: Essay, language: str | None = None) -> BandReport:
        """The report; see :class:`engine.ports.EssayMarker`."""
        report, scores = self._offline.mark(essay), self._scorer.score(essay)
        asked = self._consult(essay, language_of(language))
        try:
            reading = asked.read(float(scores.overall), len(report.corrections))
        except (TryAgain, ModelMisbehaved, OperatorMistake) as error:
            if self._strict and isinstance(error, OperatorMistake):
                raise
            log.warning("%s gave no report: %s", self._model.name, error)
            return dataclasses.replace(report, scorer=f"{self._scorer.name} ({self._model.name} did not answer)")
        told = dataclasses.replace(
            report,
            corrections=merged(report.corrections, reading.record.corrections),
            scorer=self._marked_by(essay, reading),
        )
        fused = self._fused(essay, told, scores, reading.record.opinions, suspect=asked.suspect)
        fused = dataclasses.replace(fused, better=asked.better(fused, self._scorer, scores))
        fused.check_against(essay)
        return fused

    def each_alone(self, essay: Essay) -> tuple[float, float]:
        """The unrounded overall bands of the offline scorer and of the model, for measuring one beside the other.

        Raises:
            TryAgain: see :class:`engine.ports.LanguageModel`.
            ModelMisbehaved: it gave no record that could be read.
            OperatorMistake: it is set up wrongly.
        """
        report, scores = self._offline.mark(essay), self._scorer.score(essay)
        asked = self._consult(essay, Language.ENGLISH)
        reading = asked.read(float(scores.overall), len(report.corrections))
        if len(reading.record.opinions) < len(essay.task.criteria):
            raise ModelMisbehaved("the record was cut short")
        return scores.target, _overall(reading.record.opinions)

    def _consult(self, essay: Essay, language: Language) -> Consultation:
        return Consultation(
            self._model, self._rubric, essay, language, adapter=self._adapter, seconds=self._max_seconds
        )

    def _marked_by(self, essay: Essay, reading: Reading) -> str:
        """Who marked, by which adapter, and where a model did not see the whole answer, how much of it."""
        name = (
            self.name.replace(self._model.name, f"{self._model.name}/{reading.adapter}", 1)
            if reading.adapter
            else self.name
        )
        if reading.words == essay.word_count:
            return name
        return f"{name} (read {reading.words} of {essay.word_count} words)"

    def _fused(
        self,
        essay: Essay,
        report: BandReport,
        scores: Scores,
        opinions: Mapping[Criterion, Opinion],
        *,
        suspect: bool,
    ) -> BandReport:
        # A model can be talked to and the offline scorer cannot: where somebody tried, or wrote what does not count,
        # the model's band may take away and never add.
        most = 0.0 if suspect or scores.measures.own.set_aside > 0 else _MOST_UP
        ceilings = [ceiling(essay, scores.measures, criterion) for criterion in essay.task.criteria]
        # Some criteria say nothing of the overall band, so a record that was cut short explains and moves no band.
        whole = len(opinions) == len(essay.task.criteria)
        shift = min(self._fusion.overall(scores.target, _overall(opinions)) - scores.target, most) if whole else 0.0
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
                _merged(opinions[each.criterion].findings if each.criterion in opinions else (), each.findings),
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
        )


def _overall(opinions: Mapping[Criterion, Opinion]) -> float:
    return sum(each.band for each in opinions.values()) / len(opinions)


def _merged(said: tuple[Finding, ...], seen: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What the model said first, then what was measured elsewhere; nothing twice.

    Of one sentence the model may say two things, each by a rule of its own, as the offline report does.
    """
    kept: dict[tuple[int, int, str], Finding] = {}
    for finding in said:
        kept.setdefault((finding.start, finding.end, finding.rule), finding)
    places = {(start, end) for start, end, _ in kept}
    measured = (finding for finding in seen if (finding.start, finding.end) not in places)
    return (*kept.values(), *measured)[:_MOST_FINDINGS]


def _width(scores: Scores) -> float:
    return max((float(scores.interval.high) - float(scores.interval.low)) / 2, 0.5)
