"""Five moments worth hearing again: what went wrong, with a better way to say it, and what went well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.ielts.speaking.report import LISTEN_AGAIN, ListenAgain
from engine.ielts.text import Span
from engine.marking.errors.error import Kind
from engine.marking.errors.reasons import reason
from engine.marking.sentences import Sentences
from engine.marking.speaking.better_said import better_said, stronger
from engine.marking.speaking.evidence.evidence import Evidence, sentence_around, shortened
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures
from engine.marking.speaking.spoken_errors import sounds_right

_MENDED, _SMOOTHED, _EXACT = 3, 1, 1
_SHORTEST = 4


def listen_again(measures: SpeechMeasures, evidence: Sequence[Evidence], say: Sentences) -> tuple[ListenAgain, ...]:
    """At most five, in the order of the test; first what can be mended, then what was good. No place comes twice."""
    chosen: list[ListenAgain] = []
    for found, most in (
        (_mended(measures, say), _MENDED),
        (_smoothed(measures, say), _SMOOTHED),
        (_exact(measures, say), _EXACT),
        (_good(evidence, say), LISTEN_AGAIN),
    ):
        taken = 0
        for each in found:
            if taken < most and len(chosen) < LISTEN_AGAIN and not any(_meet(each, other) for other in chosen):
                chosen.append(each)
                taken += 1
    order = {each.answer.turn: place for place, each in enumerate(measures.heard)}
    return tuple(sorted(chosen, key=lambda each: (order[each.moment.turn], each.moment.start)))


def _mended(measures: SpeechMeasures, say: Sentences) -> Iterator[ListenAgain]:
    """One for each kind of error, the answers with most errors first."""
    seen: set[Kind] = set()
    for each in sorted(measures.heard, key=lambda one: -len(one.errors)):
        for error in each.errors:
            if error.better is None or error.kind in seen:
                continue
            span = sentence_around(each.answer, error.start, error.end)
            found = _better(each, span)
            # What still sounds wrong after mending is no model to say again.
            if found is not None and sounds_right(found):
                seen |= {one.kind for one in each.errors if span.start <= one.start and one.end <= span.end}
                yield ListenAgain(
                    each.answer.moment(span.start, span.end), found, reason(error.kind, say.language).rule
                )


def _smoothed(measures: SpeechMeasures, say: Sentences) -> Iterator[ListenAgain]:
    """The sentences with most hesitation, without it."""
    rough: list[tuple[int, HeardAnswer, Span]] = []
    for each in measures.heard:
        marks = [repair.start for repair in each.fluency.repairs] if each.fluency else []
        marks += [one.start for one in each.fluency.fillers if one.start is not None] if each.fluency else []
        for sentence in each.answer.text.sentences:
            count = sum(sentence.start <= at < sentence.end for at in marks)
            if count and len(sentence.text.split()) >= _SHORTEST:
                rough.append((count, each, shortened(sentence)))
    for _, each, span in sorted(rough, key=lambda one: -one[0]):
        found = _better(each, span)
        if found is not None:
            yield ListenAgain(each.answer.moment(span.start, span.end), found, say("without-hesitation"))


def _exact(measures: SpeechMeasures, say: Sentences) -> Iterator[ListenAgain]:
    for each in measures.heard:
        for sentence in each.answer.text.sentences:
            span = shortened(sentence)
            exact = stronger(_better(each, span) or span.text)
            if each.answer.is_doubted(span.start, span.end):
                continue
            if exact is not None and len(span.text.split()) >= _SHORTEST and sounds_right(exact):
                yield ListenAgain(
                    each.answer.moment(span.start, span.end),
                    exact,
                    say("one-exact-word"),
                )


def _good(evidence: Sequence[Evidence], say: Sentences) -> Iterator[ListenAgain]:
    for each in sorted((one for one in evidence if one.good), key=lambda one: -one.weight):
        yield ListenAgain(each.moment, None, say.said(each.message))


def _better(each: HeardAnswer, span: Span) -> str | None:
    """What could be said instead; never a repair of words that the recogniser doubts."""
    if each.answer.is_doubted(span.start, span.end):
        return None
    return better_said(span.text)


def _meet(one: ListenAgain, other: ListenAgain) -> bool:
    return (
        one.moment.turn == other.moment.turn
        and one.moment.start < other.moment.end
        and other.moment.start < one.moment.end
    )
