"""Practice mode: a word on one answer, at once and without a band."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.exam_clock import Stage
from engine.ielts.heard import HeardTurn, Origin
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.better_said import better_said
from engine.marking.speaking.clean_speech import clean
from engine.marking.speaking.evidence.evidence import quoted, sentence_around, some
from engine.marking.speaking.linking import links
from engine.marking.speaking.measures import HeardAnswer, delivery, hear
from engine.marking.speaking.own_speech import own_speech
from engine.marking.speaking.structures import structures
from engine.marking.text import Text

_PLAIN = {"and then", "because", "so", "but", "if", "when", "also", "then"}
_SHORT, _LONG = 12, 40
_ECHOED = 0.25
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
    """One strength, one thing to try, and a correction if one is sure. No band: one answer shows none."""

    strength: str
    try_next: str
    correction: QuotedCorrection | None


def feedback(heard: HeardTurn, question: str) -> TurnFeedback | None:
    """What to say about one answer; ``None`` where nothing was said, or nobody wrote it down."""
    if heard.transcript is None or not Text(heard.transcript.text).words:
        return None
    text, sound = heard.transcript.text, heard.sound
    answer = Answer(
        turn=heard.turn,
        stage=Stage.PART_1,
        question=question,
        unscripted=False,
        transcript=text,
        said=text,
        words=heard.transcript.words,
        sound=sound,
        recognised=heard.transcript.origin is Origin.RECOGNISED,
        seconds=0.0 if sound is None else sound.duration,
        began=0.0,
    )
    each = hear(answer, clean(text))
    numbers = delivery([each])
    return TurnFeedback(_strength(each, numbers), _try_next(each, numbers), _correction(each))


def _strength(each: HeardAnswer, numbers: dict[str, float]) -> str:
    said, words = each.answer.said, len(each.answer.text.words)
    kinds = {
        one.name: said_at for one in structures(each.speech.text) for said_at in [each.speech.text[one.start : one.end]]
    }
    richer = [link.marker for link in links(said) if link.marker not in _PLAIN]
    if kinds and not each.errors:
        name, at = next(iter(kinds.items()))
        return f"You used {name}: {quoted(at)}."
    if richer:
        return f"{quoted(richer[0])} links your ideas well."
    if words >= _LONG:
        return f"You developed the answer: {words} words."
    if numbers.get("speech.rate", 0.0) >= _FAST:
        return f"You kept going at an easy pace, {numbers['speech.rate']:.1f} syllables a second."
    if words >= _SHORT and not each.errors:
        return "We found no error in this answer."
    return f"You answered in {some(words, 'word')} and kept to the question." if words >= 5 else "You answered at once."


def _try_next(each: HeardAnswer, numbers: dict[str, float]) -> str:
    words = len(each.answer.text.words)
    if own_speech([each.answer], [each.speech], [each.answer.question]).echoed > _ECHOED:
        return "Begin with your answer: the question's own words do not count as yours."
    if words < _SHORT:
        return "Say more: add a reason with “because” and one example."
    if numbers.get("pauses.within", 0.0) > _OFTEN_WITHIN:
        return "Pause where a clause ends, and say the words between two pauses in one go."
    if numbers.get("pauses.filled", 0.0) > _OFTEN_FILLED:
        return "Let a silence stand where you say “er”: it sounds calmer."
    if 0 < numbers.get("speech.rate", _SLOW) < _SLOW:
        return "Answer the same question again, a little faster, without looking for better words."
    if not list(links(each.answer.said)):
        return "Join two of your sentences with “because”, “which” or “although”."
    if words < _LONG:
        return "Add one case: a person, a place or a day that shows what you mean."
    return "Say it once more with one word that you have not used yet."


def _correction(each: HeardAnswer) -> QuotedCorrection | None:
    """The first sure error in its sentence."""
    for error in each.errors:
        span = sentence_around(each.answer, error.start, error.end)
        if not each.answer.is_doubted(span.start, span.end):
            better = better_said(span.text)
            if better is not None:
                return QuotedCorrection(span.text, span.start, span.end, better, error.why)
    return None
