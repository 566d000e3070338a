"""Practice mode: a word on one answer, at once and without a band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.ielts.speaking.attention.follow_up import left_out
from engine.ielts.speaking.attention.question_type import missed
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn, Origin
from engine.ielts.text import Text
from engine.marking.errors.reasons import reason
from engine.marking.sentences import Sentences
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.better_said import better_said, stronger
from engine.marking.speaking.clean_speech import clean
from engine.marking.speaking.evidence.evidence import quoted, sentence_around
from engine.marking.speaking.linking import links
from engine.marking.speaking.measures import HeardAnswer, delivery, hear
from engine.marking.speaking.own_speech import own_speech
from engine.marking.structures import structures

_PLAIN = {"and then", "because", "so", "but", "if", "when", "also", "then"}
_A_SENTENCE, _SHORT, _LONG = 5, 12, 40
_ECHOED = 0.25
_TELLING = 3
"""Words of a structure that show it; of "although" alone nobody sees what was good."""
_OFTEN_WITHIN, _OFTEN_FILLED, _SLOW, _FAST = 9.0, 8.0, 2.0, 3.0


@dataclass(frozen=True, slots=True)
class QuotedCorrection:
    """Instead of ``quote``, which is ``transcript[start:end]``, say ``better``; ``why`` says why."""

    quote: str
    start: int
    end: int
    better: str
    why: str


@dataclass(frozen=True, slots=True)
class TurnFeedback:
    """One strength, one thing to try, and a correction if one is sure. No band: one answer shows none.

    ``second`` is when the corrected words begin in the recording, ``until`` when they end.
    """

    strength: str
    try_next: str
    correction: QuotedCorrection | None
    second: float | None = None
    until: float | None = None


def feedback(heard: HeardTurn, question: str, language: str | None = None) -> TurnFeedback | None:
    """What to say about one answer, in ``language``; ``None`` where nothing was said, or nobody wrote it down."""
    if heard.transcript is None or not Text(heard.transcript.text).words:
        return None
    each = _heard(heard, question)
    numbers = delivery([each])
    say = Sentences(language)
    put_right = _correction(each, language)
    second = None if put_right is None else each.answer.second(put_right.start)
    until = None if put_right is None else each.answer.until(put_right.end)
    beside = missed(each.answer.said, question)
    try_next = _try_next(each, numbers) if beside is None else f"try-answer-{beside}"
    return TurnFeedback(_strength(each, numbers, say, kept=beside is None), say(try_next), put_right, second, until)


def compared_with(first: HeardTurn, second: HeardTurn, language: str | None = None) -> str | None:
    """How a second try differs from the first: words, errors, silences; ``None`` where one of them has no words."""
    if not (first.transcript and second.transcript and Text(first.transcript.text).words):
        return None
    one, two = _heard(first, ""), _heard(second, "")
    return Sentences(language)(
        "tries-compared",
        words=len(one.answer.text.words),
        words_now=len(two.answer.text.words),
        errors=len(one.errors),
        errors_now=len(two.errors),
    )


def _heard(heard: HeardTurn, question: str) -> HeardAnswer:
    text = "" if heard.transcript is None else heard.transcript.text
    sound = heard.sound
    answer = Answer(
        turn=heard.turn,
        stage=Stage.PART_1,
        question=question,
        unscripted=False,
        transcript=text,
        said=text,
        words=None if heard.transcript is None else heard.transcript.words,
        sound=sound,
        recognised=heard.transcript is not None and heard.transcript.origin is Origin.RECOGNISED,
        seconds=0.0 if sound is None else sound.duration,
        began=0.0,
    )
    (each,) = hear([answer], [clean(text, recognised=answer.recognised)])
    return each


def _strength(each: HeardAnswer, numbers: Mapping[str, float], say: Sentences, *, kept: bool) -> str:
    """``kept``: it keeps to its question, as far as anybody can tell."""
    said, words = each.answer.said, len(each.answer.text.words)
    found = _well_built(each)
    typed = each.answer.sound is None
    # No praise over a faulty sentence.
    richer = [
        link.marker
        for link in links(said)
        if link.marker not in _PLAIN and each.is_clean(sentence_around(each.answer, link.start, link.end))
    ]
    if found is not None:
        name, at = found
        return say("turn-structure", structure=say(f"structure-{name}"), words=quoted(at))
    if richer:
        return say("turn-link", link=quoted(max(richer, key=len)))
    if words >= _LONG:
        return say("turn-developed", words=words)
    if numbers.get("speech.rate", 0.0) >= _FAST:
        return say("turn-pace", pace=f"{numbers['speech.rate']:.1f}")
    if words >= _SHORT and not each.errors and not each.unsure:
        return say("turn-no-error")
    if words >= _A_SENTENCE and kept:
        return say("turn-answered", words=words)
    # In typing there is no time, so nobody knows whether it came at once.
    return say("turn-taken") if typed else say("turn-at-once")


def _well_built(each: HeardAnswer) -> tuple[str, str] | None:
    """A structure in a sentence in which nothing sounds wrong, and its words."""
    for one in structures(each.speech.text):
        start, end = each.speech.original(one.start, one.end)
        around, said = sentence_around(each.answer, start, end), each.answer.said[start:end]
        if each.is_clean(around) and not each.answer.is_doubted(start, end):
            return one.name, said if len(said.split()) >= _TELLING else around.text
    return None


def _try_next(each: HeardAnswer, numbers: Mapping[str, float]) -> str:
    """The name of the sentence that says what to try."""
    words = len(each.answer.text.words)
    if own_speech([each.answer], [each.speech], [each.answer.question]).echoed > _ECHOED:
        return "try-own-words"
    if words < _SHORT:
        return "try-more"
    if numbers.get("pauses.within", 0.0) > _OFTEN_WITHIN:
        return "try-pauses"
    if numbers.get("pauses.filled", 0.0) > _OFTEN_FILLED:
        return "try-silence"
    if 0 < numbers.get("speech.rate", _SLOW) < _SLOW:
        return "try-faster"
    if not list(links(each.answer.said)):
        return "try-join"
    left = left_out(each.answer.said)
    # Of what is left another comes first in another answer: nobody heeds the same advice twelve times.
    return f"try-{left[words % len(left)]}" if left else "try-new-word"


def _correction(each: HeardAnswer, language: str | None) -> QuotedCorrection | None:
    """The first sure error in its sentence; where there is none, a sentence with an exact word for "very" and a plain one."""
    for error in each.errors:
        span = sentence_around(each.answer, error.start, error.end)
        if not each.answer.is_doubted(span.start, span.end):
            better = better_said(span.text)
            if better is not None:
                return QuotedCorrection(span.text, span.start, span.end, better, reason(error.kind, language).rule)
    for sentence in each.answer.text.sentences:
        exact = stronger(sentence.text)
        if exact is not None and each.is_sure(sentence):
            why = Sentences(language)("one-exact-word")
            return QuotedCorrection(sentence.text, sentence.start, sentence.end, exact, why)
    return None
