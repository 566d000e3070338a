"""The offline Speaking examiner: one rating over the whole test, findings tied to rules, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.errors import LearnerMistake
from engine.ielts.bands import Criterion
from engine.ielts.rubric import Rubric, Rule, Side, load_rubric
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.questions import QuestionBank, load_bank
from engine.ielts.speaking.report import CRITERIA, Recalled, SpeakingReport, SpokenFinding, SpokenScore
from engine.ielts.speaking.test import SpeakingTest
from engine.ielts.text import Span
from engine.marking.sentences import Sentences
from engine.marking.speaking.advice import drill_for, next_steps
from engine.marking.speaking.bands import Rating, Ratings, rate
from engine.marking.speaking.calibration import SpeakingCalibration, speaking_calibration
from engine.marking.speaking.evidence.evidence import Evidence, asset, limit, quote, quoted
from engine.marking.speaking.evidence.fluency import fluent
from engine.marking.speaking.evidence.grammatical import grammatical
from engine.marking.speaking.evidence.lexical import VAGUE, lexical
from engine.marking.speaking.evidence.pronounced import pronounced
from engine.marking.speaking.judgement.compared import measured_by
from engine.marking.speaking.judgement.concerns import judged, told
from engine.marking.speaking.judgement.proof import proof
from engine.marking.speaking.listen_again import listen_again
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures, measure_test
from engine.marking.speaking.observations import observations

LEAST_WORDS = {Scope.TEST: 60}
"""Own words in a whole test under which no band can be given; :data:`LEAST_IN_A_DRILL` in a drill."""
LEAST_IN_A_DRILL = 20
_MUCH = 150
_MOST, _FEWEST = 3, 2
_ENOUGH_GOOD = 7.0
_TOO_FAR = 2.5  # bands: a rule further from the band than this says nothing about such a speaker
_TOO_FAR_DOWN = 1.5  # a weakness further down is said of weaker speakers: "errors are frequent" at band 8
_STRONG = 0.3
_A_SENTENCE = 6
_ASPECTS = {
    Criterion.FLUENCY: "flow", Criterion.LEXICAL: "range", Criterion.GRAMMAR: "structures", Criterion.PRONUNCIATION: "prosody",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cited:
    seen: Evidence
    rule: Rule


class OfflineSpeakingMarker:
    """An :class:`engine.ports.SpeakingMarker` that needs no model: the same test always gets the same report.

    The bands rest on published values and not on examiners' bands of recordings, which nobody has published; the
    ranges say so by their width.
    """

    def __init__(self, calibration: SpeakingCalibration, rubric: Rubric, bank: QuestionBank) -> None:
        self._calibration = calibration
        self._rubric = rubric
        self._bank = bank

    @classmethod
    def load(cls) -> OfflineSpeakingMarker:
        """The marker with the data that comes with Bandmate."""
        return cls(speaking_calibration(), load_rubric(), load_bank())

    @property
    def name(self) -> str:
        """What marks and its version."""
        return self._calibration.version

    def mark(self, test: SpeakingTest, heard: Mapping[str, HeardTurn], language: str | None = None) -> SpeakingReport:
        """The examiner's report on a test that has ended, in ``language``; ``heard`` is by turn id.

        Raises:
            LearnerMistake: ``no-words``: nobody wrote down what was said; ``nothing-to-mark``: it is too little for any
                band, with the facts ``words`` and ``least``.
        """
        measures, say = measure_test(test, heard), Sentences(language)
        _refuse_nothing(test, heard, measures)
        found = judged(test, measures)
        proven = proof(test, measures, found, self._calibration, _least(test))
        ratings = rate(proven, self._calibration)
        # Neither praise nor blame for what was learnt by heart.
        evidence = tuple(_listen(proven.measures))
        report = SpeakingReport(
            overall=ratings.overall,
            unrounded=ratings.unrounded,
            interval=ratings.interval,
            criteria=tuple(self._score(each, evidence, proven.measures, say) for each in ratings.criteria),
            observations=observations(measures, say),
            strengths=_strengths(evidence, proven.measures, ratings, say),
            next_steps=next_steps(
                ratings.criteria,
                evidence,
                _longest_sentence(measures),
                self._rubric,
                say,
                questions=_questions(test),
                typed=proven.measures.typed,
            ),
            listen_again=listen_again(proven.measures, evidence, say),
            drill=drill_for(ratings.criteria, self._bank, test.used, test.plan.seed, say),
            seconds=test.seconds(),
            typed=proven.measures.typed,  # as what the bands rest on: the spoken part may all be learnt
            scorer=self.name,
            concerns=told(found, say),
            recalled=tuple(_recalled(test, measures)),
            measured=tuple(measured_by(measures)),
        )
        report.check_against({each.answer.turn: each.answer.transcript for each in measures.heard}, self._rubric.by_id)
        return report

    def _score(
        self, rating: Rating, evidence: Sequence[Evidence], measures: SpeechMeasures, say: Sentences
    ) -> SpokenScore:
        mine = [each for each in evidence if each.criterion is rating.criterion]
        cited = list(self._cite(rating, mine))
        if len(cited) < _FEWEST:
            cited += self._cite(rating, _plain_facts(measures, rating))
        findings = tuple(
            SpokenFinding(each.rule.id, each.seen.moment, say.said(each.seen.message))
            for each in _choose(cited, rating.target)
        )
        return SpokenScore(rating.criterion, rating.band, rating.interval, findings, rating.enough)

    def _cite(self, rating: Rating, evidence: Iterable[Evidence]) -> Iterator[_Cited]:
        band = float(rating.band)
        for each in evidence:
            side: Side = "positive" if each.good else "negative"
            at = 8.0 if each.good and 8 < band < 9 else band  # what band 9 says is true of band 9 only
            rule = self._rubric.nearest("S", rating.criterion, at, each.aspect, side)
            if rule is not None and abs(rule.band - band) <= (_TOO_FAR if each.good else _TOO_FAR_DOWN):
                yield _Cited(each, rule)


def _refuse_nothing(test: SpeakingTest, heard: Mapping[str, HeardTurn], measures: SpeechMeasures) -> None:
    least = _least(test)
    said = measures.words
    whole = sum(len(each.answer.text.words) for each in measures.heard)
    # Whoever said much, but little that counts, hears why: in ranges, with what was recited named.
    if said >= least or whole >= _MUCH:
        return
    sounds = [each.sound for each in heard.values() if each.transcript is None and each.sound is not None]
    if not measures.heard and any(not sound.silent for sound in sounds):
        raise LearnerMistake("no-words")
    raise LearnerMistake("nothing-to-mark", words=said, least=least)


def _least(test: SpeakingTest) -> int:
    return LEAST_WORDS.get(test.plan.scope, LEAST_IN_A_DRILL)


def _listen(measures: SpeechMeasures) -> Iterator[Evidence]:
    """What was heard; never praise over a faulty sentence."""
    answers = {each.answer.turn: each for each in measures.heard}
    for detector in (fluent, lexical, grammatical, pronounced):
        for each in detector(measures):
            where = answers[each.moment.turn]
            faulty = any(error.start < each.moment.end and each.moment.start < error.end for error in where.errors)
            if not (each.good and faulty):
                yield each


def _questions(test: SpeakingTest) -> dict[str, str]:
    """By turn, Part 3 first: the question of its own that was answered, also where the examiner only asked for more on it."""
    prompts = {prompt.id: prompt for prompt in test.state.asked}
    found: dict[str, str] = {}
    question = ""
    for heard in test.state.heard:
        prompt = prompts[heard.prompt]
        card = test.plan.card if prompt.stage is Stage.LONG_TURN else None
        if not prompt.follows:
            question = prompt.question.ask if card is None else card.describe
        found[heard.turn.id] = question
    parts = {heard.turn.id: prompts[heard.prompt].stage.part for heard in test.state.heard}
    return dict(sorted(found.items(), key=lambda each: -parts[each[0]]))


def _recalled(test: SpeakingTest, measures: SpeechMeasures) -> Iterator[Recalled]:
    """What the examiner came back to, as far as it was said within what was listened to."""
    answers = {each.answer.turn: each.answer for each in measures.heard}
    for prompt in test.state.asked:
        fact = prompt.recalls
        answer = None if fact is None else answers.get(fact.turn)
        at = -1 if fact is None or answer is None else answer.said.find(fact.value)
        if fact is not None and answer is not None and at >= 0:
            yield Recalled(prompt.question.ask, answer.moment(at, at + len(fact.value)))


def _choose(cited: Sequence[_Cited], band: float) -> list[_Cited]:
    """Two or three: what holds a weak speaker back first, what earns the band of a strong one first.

    Never two about the same words, and a second on the same rule only where there is nothing else.
    """
    good = sorted((each for each in cited if each.seen.good), key=lambda each: -each.seen.weight)
    weak = sorted((each for each in cited if not each.seen.good), key=lambda each: -each.seen.weight)
    first, second = (good, weak) if band >= _ENOUGH_GOOD else (weak, good)
    ranked = [*first[:1], *second[:1], *first[1:], *second[1:]]
    chosen: list[_Cited] = []
    for strict in (True, False):
        for each in ranked:
            if len(chosen) >= (_MOST if strict else _FEWEST):
                break
            if all(_differ(each, other, strict=strict) for other in chosen):
                chosen.append(each)
    return sorted(chosen, key=lambda each: not each.seen.good)


def _differ(one: _Cited, other: _Cited, *, strict: bool) -> bool:
    same_words = (one.seen.moment.turn, one.seen.moment.start) == (other.seen.moment.turn, other.seen.moment.start)
    if one.seen.message == other.seen.message:
        return False
    return (
        not (one.rule.id == other.rule.id or same_words)
        if strict
        else not (one.rule.id == other.rule.id and same_words)
    )


def _plain_facts(measures: SpeechMeasures, rating: Rating) -> Iterator[Evidence]:
    """What can be said of any speaker: how much was said, on which the band rests."""
    aspect = _ASPECTS[rating.criterion]
    answers = [
        each for each in measures.heard if rating.criterion is not Criterion.PRONUNCIATION or not each.answer.typed
    ]
    longest = sorted(answers, key=lambda each: -len(each.answer.text.words))
    build = asset if float(rating.band) >= 5.5 else limit
    told = ("rests-on-answers", "typical-answer")
    for each, message in zip(longest, told, strict=False):
        sentences = _worth_quoting(each, list(CRITERIA).index(rating.criterion))
        yield build(rating.criterion, aspect, 0.1, quote(each.answer, sentences[0]), message)
        if len(longest) == 1 and len(sentences) > 1:
            yield build(rating.criterion, aspect, 0.1, quote(each.answer, sentences[1]), told[1])


def _worth_quoting(each: HeardAnswer, turn: int) -> list[Span]:
    """Sentences of an answer from the middle on, whole ones without a fault first; each criterion (``turn``) begins with another."""
    sentences = list(each.answer.text.sentences)
    middle = len(sentences) // 2 + turn
    turned = [sentences[(middle + step) % len(sentences)] for step in range(len(sentences))]
    return sorted(turned, key=lambda sentence: (not each.is_clean(sentence), not _is_whole(sentence.text)))


def _is_whole(sentence: str) -> bool:
    return sentence[0].isupper() and len(sentence.split()) >= _A_SENTENCE


def _strengths(
    evidence: Sequence[Evidence], measures: SpeechMeasures, ratings: Ratings, say: Sentences
) -> tuple[str, ...]:
    """Up to three, of different criteria, with the candidate's words; never flattery."""
    marked = {rating.criterion for rating in ratings.criteria}
    best: dict[Criterion, Evidence] = {}
    for each in evidence:
        if each.good and each.weight >= _STRONG and each.criterion in marked:
            before = best.get(each.criterion)
            if before is None or each.weight > before.weight:
                best[each.criterion] = each
    ranked = sorted(best.values(), key=lambda each: -each.weight)[:3]
    if ranked:
        return tuple(_strength(each, say) for each in ranked)
    longest = max((each.answer for each in measures.heard), key=lambda answer: len(answer.text.words))
    return (
        say("answered", count=len(measures.heard), words=measures.words),
        say("longest-answer", words=len(longest.text.words), question=quoted(longest.question, 90)),
    )


def _strength(each: Evidence, say: Sentences) -> str:
    quote, told = " ".join(each.moment.quote.split()), say.said(each.message)
    return told if quote in told else say("with-quote", told=told, quote=quoted(quote, 90)[1:-1])


def _longest_sentence(measures: SpeechMeasures) -> str:
    """One in which nothing sounds wrong where there is one, with a general word to make exact where there is one."""
    sentences = [(each, sentence) for each in measures.heard for sentence in each.answer.text.sentences]
    _, chosen = max(
        sentences,
        key=lambda one: (one[0].is_clean(one[1]), bool(VAGUE.search(one[1].text)), len(one[1].text)),
    )
    return chosen.text
