"""Answers that prove less than they seem to: off the question, or learnt by heart; each with what gives it away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.ielts.speaking.attention.recited import Recited, Sign, recited
from engine.ielts.speaking.attention.relevance import astray
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.report import Concern, ConcernKind
from engine.ielts.speaking.test import SpeakingTest
from engine.ielts.text import Span, Text, tokens
from engine.marking.sentences import Sentences
from engine.marking.speaking.evidence.evidence import quoted, shortened
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures, delivery
from engine.marking.words.lexis import lexis

_LONG, _OTHERS = 40, 80
"""Words: a manner of speaking shows in an answer so long, beside so many in other answers."""
_FASTER, _SMOOTHER, _HALTING, _HIGHER = 1.25, 0.35, 4.0, 0.35
"""How a learnt piece differs from its speaker's own speech, all of it at once: so much faster, with so small a share of the silences
inside clauses (of so many in a hundred words), and words that are so much of a CEFR level higher."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer that gives concern; ``field`` is what it is about instead (astray), ``sign`` what gives it away (learnt)."""

    each: HeardAnswer
    kind: ConcernKind
    start: int
    end: int
    sign: Sign | None = None
    phrases: tuple[str, ...] = ()


def judged(test: SpeakingTest, measures: SpeechMeasures) -> tuple[Judged, ...]:
    """The answers that give concern, in the order of the test; one that is learnt and astray is told of once, as learnt."""
    return tuple(_judged(test, measures.heard))


def _judged(test: SpeakingTest, heard: Sequence[HeardAnswer]) -> Iterator[Judged]:
    about = _asked_about(test)
    # Whoever has gone astray into a field goes on in it: then less of it tells.
    strayed = {field for each in heard if (field := astray(each.answer.said, *about.get(each.answer.turn, ("", ""))))}
    for each in heard:
        others = [other for other in heard if other.answer.turn != each.answer.turn]
        before = [other.answer.said for other in heard[: heard.index(each)]]
        found = recited(each.answer.said, before) or by_manner(each, others)
        if found is not None:
            place = shortened(Span(found.start, found.end, each.answer.said[found.start : found.end]))
            yield Judged(each, ConcernKind.LEARNT, place.start, place.end, found.sign, found.phrases)
        elif astray(each.answer.said, *about.get(each.answer.turn, ("", "")), strayed) is not None:
            first = shortened(each.answer.text.sentences[0])
            yield Judged(each, ConcernKind.ASTRAY, first.start, first.end)


def _asked_about(test: SpeakingTest) -> dict[str, tuple[str, str]]:
    """By turn: the question, and whatever else says what it is about; nothing where there is no subject to stray from."""
    prompts = {prompt.id: prompt for prompt in test.state.asked}
    card = test.plan.card
    found: dict[str, tuple[str, str]] = {}
    for heard in test.state.heard:
        prompt = prompts[heard.prompt]
        if prompt.stage is Stage.PART_1:
            found[heard.turn.id] = prompt.question.ask, test.plan.topics[prompt.topic].name
        elif prompt.stage is Stage.LONG_TURN and card is not None:
            found[heard.turn.id] = card.text, card.theme
        elif prompt.stage is not Stage.IDENTITY and prompt.recalls is None and card is not None:
            found[heard.turn.id] = prompt.question.ask, f"{card.text} {card.theme}"
    return found


def by_manner(each: HeardAnswer, others: Sequence[HeardAnswer]) -> Recited | None:
    """A sudden change of level and rhythm at once; one of them alone is a good day or an easy question."""
    rest = " ".join(other.answer.said for other in others)
    if len(tokens(each.answer.said)) < _LONG or len(tokens(rest)) < _OTHERS:
        return None
    here, there = delivery([each]), delivery(others)
    within = "pauses.within"
    if not (within in here and within in there):
        return None
    faster = here["speech.rate"] >= _FASTER * there["speech.rate"]
    smoother = there[within] >= _HALTING and here[within] <= _SMOOTHER * there[within]
    if not (faster and smoother):
        return None
    higher = lexis(Text(each.answer.said))["lexis.level"] >= lexis(Text(rest))["lexis.level"] + _HIGHER
    first = shortened(each.answer.text.sentences[0])
    return Recited(Sign.MANNER, first.start, first.end) if higher else None


def told(found: Sequence[Judged], say: Sentences) -> tuple[Concern, ...]:
    """The concerns as a report names them: the first few of each sort, and how many more there are."""
    sorts = Counter((each.kind, each.sign) for each in found)
    shown: Counter[tuple[ConcernKind, Sign | None]] = Counter()
    concerns: list[Concern] = []
    for each in found:
        sort = each.kind, each.sign
        shown[sort] += 1
        if shown[sort] > _SHOWN:
            continue
        more = sorts[sort] - _SHOWN if shown[sort] == _SHOWN else 0
        why = _why(each, say) + (say("concern-more", count=more) if more > 0 else "")
        concerns.append(Concern(each.kind, each.each.answer.moment(each.start, each.end), why))
    return tuple(concerns)


_SHOWN = 3


def _why(each: Judged, say: Sentences) -> str:
    if each.kind is ConcernKind.ASTRAY:
        return say("concern-astray", question=quoted(each.each.answer.question, 120))
    if each.sign is Sign.TEXTBOOK:
        return say("concern-textbook", phrases=tuple(quoted(phrase, 50) for phrase in each.phrases[:3]))
    return say("concern-again" if each.sign is Sign.AGAIN else "concern-manner")
