"""The offline examiner: bands from the scorer, findings from the evidence, each tied to the rule that it bears on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.ielts.bands import Criterion
from engine.ielts.reports import BandReport, CriterionScore, FiguresChecked, Finding
from engine.ielts.rubric import Rubric, Rule, Side
from engine.ielts.text import Text
from engine.ielts.writing import Essay
from engine.marking.corrections import corrections
from engine.marking.errors.error import Reading
from engine.marking.errors.finder import shipped
from engine.marking.observation import Observation, Seen
from engine.marking.sentences import Sentences
from engine.marking.writing.advice import next_steps
from engine.marking.writing.evidence.coherence import coherence
from engine.marking.writing.evidence.description import describes_a_visual
from engine.marking.writing.evidence.errors import errors
from engine.marking.writing.evidence.grammatical import grammatical
from engine.marking.writing.evidence.letter import writes_a_letter
from engine.marking.writing.evidence.lexical import lexical
from engine.marking.writing.evidence.plain import plain_facts
from engine.marking.writing.evidence.task_response import task_response
from engine.marking.writing.figures.checked import checked
from engine.marking.writing.measures.collect import Measures
from engine.marking.writing.offline import Scores
from engine.marking.writing.worth import worth_of

_TASK_DETECTORS: dict[str, Callable[[Seen], Iterator[Observation]]] = {
    "W1A": describes_a_visual,
    "W1G": writes_a_letter,
    "W2": task_response,
}
_MOST = 3
_ENOUGH_GOOD = 7.0  # from this band on, what earns it comes first
_OFF_TOPIC = 0.95  # weight: nothing good is said of a text beside one thing as telling as this
_CAN_BE_PRAISED = 2.5  # under this overall band there is too little to be called a strength
_TOO_FAR = 2.0  # bands: a strength whose lowest rule is further up than this is no strength of such a text
_OF_IDEAS = frozenset({Criterion.TASK_RESPONSE, Criterion.TASK_ACHIEVEMENT})
_STRONG = 0.3  # weight under which a strength is not worth its own line beside others


class Scorer(Protocol):
    """What gives the bands: :class:`engine.marking.writing.offline.OfflineScorer`."""

    @property
    def name(self) -> str:
        """Its name and version."""

    def score(self, essay: Essay) -> Scores:
        """Bands, ranges and measures."""


class Finder(Protocol):
    """What finds errors: :class:`engine.marking.errors.finder.ErrorFinder`."""

    def read(self, text: str) -> Reading:
        """The errors in a text, and how every word of it was read."""

    def mend(self, text: str) -> str:
        """The whole text with every error mended for which a mend is likelier right than not."""


@dataclass(frozen=True, slots=True)
class _Cited:
    """An observation with the rule that it bears on."""

    seen: Observation
    rule: Rule


class OfflineMarker:
    """An :class:`engine.ports.EssayMarker` that needs no GPU, no network and no model weights."""

    def __init__(self, scorer: Scorer, rubric: Rubric, finder: Finder | None = None) -> None:
        self._scorer = scorer
        self._rubric = rubric
        self._finder = finder or shipped()

    @property
    def name(self) -> str:
        """What marks and its version."""
        return self._scorer.name

    def mark(self, essay: Essay, language: str | None = None) -> BandReport:
        """The report, in ``language``: two or three findings for each criterion.

        A text of a sentence or two, or one that answers something else, may get one, because a second could only say
        the first again; a text without a letter or a figure gets none, because a finding must quote something.
        """
        scores, say = self._scorer.score(essay), Sentences(language)
        seen = look_at(essay, scores.measures, self._finder, say.language)
        observed = tuple(self._observe(seen))
        criteria = tuple(
            CriterionScore(
                each.criterion,
                each.band,
                each.interval,
                self._findings(seen, each.criterion, float(each.band), observed, say),
            )
            for each in scores.criteria
        )
        clean = self._finder.mend(essay.text) if seen.corrections else essay.text
        report = BandReport(
            task=essay.task,
            overall=scores.overall,
            unrounded=scores.unrounded,
            interval=scores.interval,
            criteria=criteria,
            corrections=tuple(seen.corrections),
            strengths=_strengths(seen, observed if float(scores.overall) >= _CAN_BE_PRAISED else (), say),
            next_steps=next_steps(seen, criteria, observed, self._rubric, say),
            word_count=essay.word_count,
            scorer=self.name,
            clean=None if clean == essay.text else clean,
            worth=worth_of(essay, scores, seen.corrections, self._scorer),
            figures=self._figures(essay, criteria[0], say),
        )
        report.check_against(essay)
        return report

    def _observe(self, seen: Seen) -> Iterator[Observation]:
        for detector in (_TASK_DETECTORS[seen.essay.task.code], coherence, errors, lexical, grammatical):
            for each in detector(seen):
                if seen.essay.text[each.start : each.end].strip():
                    yield each

    def _figures(self, essay: Essay, first: CriterionScore, say: Sentences) -> FiguresChecked | None:
        """What was held against the data of the visual, each wrong claim under the rule of the band that was given."""
        found = checked(essay)
        if found is None:
            return None
        rule = self._rubric.nearest(essay.task.code, first.criterion, float(first.band), "shown", "negative")
        return FiguresChecked(
            agreeing=len(found.agreeing),
            wrong=tuple(
                Finding(
                    rule.id,
                    essay.text[each.start : each.end],
                    each.start,
                    each.end,
                    say.said(each.wrong),
                    essay.text,
                )
                for each in found.wrong
                if rule is not None and each.wrong is not None
            ),
            missed=tuple(say.said(each.told) for each in found.features if not each.covered),
            features=len(found.features),
            typed=found.typed,
        )

    def _findings(
        self, seen: Seen, criterion: Criterion, band: float, observed: Sequence[Observation], say: Sentences
    ) -> tuple[Finding, ...]:
        code, text = seen.essay.task.code, seen.essay.text
        mine = [each for each in observed if each.criterion is criterion]
        cited = [*self._cite(code, criterion, band, mine)]
        if len(cited) < 2 or (band < _ENOUGH_GOOD and all(each.seen.good for each in cited)):
            cited += self._cite(code, criterion, band, plain_facts(seen, criterion))
        return tuple(
            Finding(
                each.rule.id,
                text[each.seen.start : each.seen.end],
                each.seen.start,
                each.seen.end,
                say.said(each.seen.message),
                text,
            )
            for each in _choose(cited, band)
        )

    def _cite(self, code: str, criterion: Criterion, band: float, observed: Iterable[Observation]) -> Iterator[_Cited]:
        for each in observed:
            side: Side = "positive" if each.good else "negative"
            at = 8.0 if each.good and 8 < band < 9 else band  # what band 9 says is true of band 9 only
            rule = self._rubric.nearest(code, criterion, at, each.aspect, side)
            if rule is not None and (side == "negative" or rule.band - band <= _TOO_FAR):
                yield _Cited(each, rule)


def look_at(essay: Essay, measures: Measures, finder: Finder, language: str | None = None) -> Seen:
    """What the detectors need; corrections say why in ``language``."""
    reading = finder.read(essay.text)
    shown = corrections(reading.text, reading.errors, language)
    return Seen(essay, Text(essay.text), measures, reading.lints, shown, reading.words)


def _choose(cited: Sequence[_Cited], band: float) -> list[_Cited]:
    """Two or three: mostly what holds the text back in a weak one, mostly what earns the band in a strong one.

    Never two about the same place, and a second on the same aspect and side only where there is nothing else.
    """
    good = sorted((each for each in cited if each.seen.good), key=lambda each: -each.seen.weight)
    weak = sorted((each for each in cited if not each.seen.good), key=lambda each: -each.seen.weight)
    if weak and weak[0].seen.weight >= _OFF_TOPIC:
        good = []
    wanted = (
        (good[:1], weak[:1], good[1:], weak[1:]) if band >= _ENOUGH_GOOD else (weak[:1], good[:1], weak[1:], good[1:])
    )
    ranked = [each for group in wanted for each in group]
    chosen: list[_Cited] = []
    for strict in (True, False):
        for each in ranked:
            if len(chosen) >= (_MOST if strict else 2):
                break
            if all(_differ(each, other, strict=strict) for other in chosen):
                chosen.append(each)
    return sorted(chosen, key=lambda each: not each.seen.good)


def _differ(one: _Cited, other: _Cited, *, strict: bool) -> bool:
    if one.seen.message == other.seen.message:
        return False
    same_rule = one.rule.id == other.rule.id
    same_place = (one.seen.start, one.seen.end) == (other.seen.start, other.seen.end)
    if not strict:
        return not (same_rule and same_place)
    same_aspect_both_ways = one.seen.aspect == other.seen.aspect and one.seen.good != other.seen.good
    return (
        not same_rule and not same_place and not (same_aspect_both_ways and one.seen.aspect in {"position", "overview"})
    )


def _strengths(seen: Seen, observed: Sequence[Observation], say: Sentences) -> tuple[str, ...]:
    """Up to three things that the text does well, of different criteria, with the learner's words; never flattery."""
    best: dict[Criterion, Observation] = {}
    for each in observed:
        if (
            each.good
            and (each.criterion in _OF_IDEAS or not _is_faulty(seen, each))
            and (each.criterion not in best or each.weight > best[each.criterion].weight)
        ):
            best[each.criterion] = each
    ranked = sorted(best.values(), key=lambda each: -each.weight)[:3]
    # Many errors of grammar weigh as much, and say nothing about the ideas.
    if any(not each.good and each.weight >= _OFF_TOPIC and each.criterion in _OF_IDEAS for each in observed):
        ranked = [each for each in ranked if each.criterion not in _OF_IDEAS]
    # A slight strength is named only where there is no other: it is still truer than a remark about nothing.
    named = [each for each in ranked if each.weight >= _STRONG] or ranked[:1]
    if named:
        return tuple(_strength(seen, each, say) for each in named)
    return (say("nothing-stands-out"),) if seen.essay.word_count else ()


def _is_faulty(seen: Seen, each: Observation) -> bool:
    """Whether it points at words that the report corrects elsewhere: an idea may be praised there, its wording not."""
    return any(each.start < found.end and found.start < each.end for found in seen.corrections)


def _strength(seen: Seen, each: Observation, say: Sentences) -> str:
    told = say.said(each.message)
    quote = " ".join(seen.essay.text[each.start : each.end].split())
    if quote in told or len(quote) < 4 or _is_faulty(seen, each):
        return told
    short = quote if len(quote) <= 90 else quote[: quote.rfind(" ", 0, 88)] + " …"
    return say("with-quote", told=told, quote=short)
