"""The offline examiner: bands from the scorer, findings from the evidence, each tied to the rule that it bears on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.ielts.bands import Criterion
from engine.ielts.reports import BandReport, CriterionScore, Finding
from engine.ielts.rubric import Rubric, Rule, Side
from engine.ielts.writing import Essay
from engine.marking import grammar
from engine.marking.advice import next_steps
from engine.marking.corrections import corrections
from engine.marking.evidence.coherence import coherence
from engine.marking.evidence.description import describes_a_visual
from engine.marking.evidence.grammatical import grammatical
from engine.marking.evidence.letter import writes_a_letter
from engine.marking.evidence.lexical import lexical
from engine.marking.evidence.observation import Observation, Seen
from engine.marking.evidence.plain import plain_facts
from engine.marking.evidence.task_response import task_response
from engine.marking.lint import Lint
from engine.marking.measures.collect import Measures
from engine.marking.offline import Scores
from engine.marking.text import Text

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
_STRONG = 0.3  # weight under which a strength is not worth its own line


class Scorer(Protocol):
    """What gives the bands: :class:`engine.marking.offline.OfflineScorer`."""

    @property
    def name(self) -> str:
        """Its name and version."""

    def score(self, essay: Essay) -> Scores:
        """Bands, ranges and measures."""


@dataclass(frozen=True, slots=True)
class _Cited:
    """An observation with the rule that it bears on."""

    seen: Observation
    rule: Rule


class OfflineMarker:
    """An :class:`engine.ports.EssayMarker` that needs no GPU, no network and no model weights."""

    def __init__(self, scorer: Scorer, rubric: Rubric) -> None:
        self._scorer = scorer
        self._rubric = rubric

    @property
    def name(self) -> str:
        """What marks and its version."""
        return self._scorer.name

    def mark(self, essay: Essay, language: str | None = None) -> BandReport:  # noqa: ARG002 - its sentences are English
        """The report: two or three findings for each criterion.

        A text of a sentence or two, or one that answers something else, may get one, because a second could only say
        the first again; a text without a letter or a figure gets none, because a finding must quote something.
        """
        scores = self._scorer.score(essay)
        seen = look_at(essay, scores.measures)
        observed = tuple(self._observe(seen))
        criteria = tuple(
            CriterionScore(
                each.criterion,
                each.band,
                each.interval,
                self._findings(seen, each.criterion, float(each.band), observed),
            )
            for each in scores.criteria
        )
        report = BandReport(
            task=essay.task,
            overall=scores.overall,
            unrounded=scores.unrounded,
            interval=scores.interval,
            criteria=criteria,
            corrections=tuple(seen.corrections),
            strengths=_strengths(essay, observed if float(scores.overall) >= _CAN_BE_PRAISED else ()),
            next_steps=next_steps(seen, criteria, observed, self._rubric),
            word_count=essay.word_count,
            scorer=self.name,
        )
        report.check_against(essay)
        return report

    def _observe(self, seen: Seen) -> Iterator[Observation]:
        for detector in (_TASK_DETECTORS[seen.essay.task.code], coherence, lexical, grammatical):
            for each in detector(seen):
                if seen.essay.text[each.start : each.end].strip():
                    yield each

    def _findings(
        self, seen: Seen, criterion: Criterion, band: float, observed: Sequence[Observation]
    ) -> tuple[Finding, ...]:
        code, text = seen.essay.task.code, seen.essay.text
        mine = [each for each in observed if each.criterion is criterion]
        cited = [*self._cite(code, criterion, band, mine)]
        if len(cited) < 2:
            cited += self._cite(code, criterion, band, plain_facts(seen, criterion))
        return tuple(
            Finding(
                each.rule.id,
                text[each.seen.start : each.seen.end],
                each.seen.start,
                each.seen.end,
                each.seen.message,
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


def look_at(essay: Essay, measures: Measures) -> Seen:
    """What the detectors need; the scorer's lints are used again where they can be carried over to the essay."""
    found = carried_over(measures.lints, measures.own.text.raw, essay.text)
    lints = grammar.check(essay.text) if found is None else found
    return Seen(essay, Text(essay.text), measures, lints, corrections(essay.text, lints))


def carried_over(lints: Sequence[Lint], measured: str, text: str) -> tuple[Lint, ...] | None:
    """Lints of the ``measured`` text with their places in ``text``, if the two differ in nothing but white space.

    None where they differ otherwise: then sentences were set aside before measuring, and places cannot be told.
    """
    if measured == text:
        return tuple(lints)
    from_place = [i for i, char in enumerate(measured) if not char.isspace()]
    to_place = [i for i, char in enumerate(text) if not char.isspace()]
    if [measured[i] for i in from_place] != [text[i] for i in to_place]:
        return None
    place = dict(zip(from_place, to_place, strict=True))
    moved: list[Lint] = []
    for lint in lints:
        span = measured[lint.start : lint.end]
        if span and not span[0].isspace() and not span[-1].isspace():
            start, end = place[lint.start], place[lint.end - 1] + 1
            if text[start:end] == span:
                moved.append(Lint(start, end, lint.rule, lint.kind, lint.message, lint.replacements))
    return tuple(moved)


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


def _strengths(essay: Essay, observed: Sequence[Observation]) -> tuple[str, ...]:
    """Up to three things that the text does well, of different criteria, with the learner's words; never flattery."""
    best: dict[Criterion, Observation] = {}
    for each in observed:
        if (
            each.good
            and each.weight >= _STRONG
            and (each.criterion not in best or each.weight > best[each.criterion].weight)
        ):
            best[each.criterion] = each
    ranked = sorted(best.values(), key=lambda each: -each.weight)[:3]
    if any(not each.good and each.weight >= _OFF_TOPIC for each in observed):
        ranked = [
            each for each in ranked if each.criterion not in {Criterion.TASK_RESPONSE, Criterion.TASK_ACHIEVEMENT}
        ]
    if ranked:
        return tuple(_strength(essay.text, each) for each in ranked)
    words = essay.word_count
    return (f"You wrote {words} words: there is something to build on.",) if words else ()


def _strength(text: str, each: Observation) -> str:
    quote = " ".join(text[each.start : each.end].split())
    if quote in each.message or len(quote) < 4:
        return each.message
    short = quote if len(quote) <= 90 else quote[: quote.rfind(" ", 0, 88)] + " …"
    return f"{each.message} (“{short}”)"
