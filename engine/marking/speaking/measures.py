"""Everything that is measured of a test, once: delivery from the sound, language from the words, by name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.test import SpeakingTest
from engine.ielts.text import Span, Text
from engine.marking.numbers import mean, per_hundred
from engine.marking.speaking.answers import Answer, answers_of, unanswered
from engine.marking.speaking.clean_speech import CleanSpeech, clean
from engine.marking.speaking.linking import links
from engine.marking.speaking.own_speech import OwnSpeech, own_speech
from engine.marking.speaking.sound.clauses import Placed
from engine.marking.speaking.sound.fluency import Fluency, fluency, together
from engine.marking.speaking.sound.syllables import syllables
from engine.marking.speaking.spoken_errors import SpokenError, spoken_errors
from engine.marking.structures import structures
from engine.marking.words.lexis import lexis
from engine.marking.words.lists import RELATIVES, SUBORDINATORS
from engine.marking.writing.band_model import shipped
from engine.marking.writing.offline import without_rare_words

_FOR_IDEAS, _FOR_WORDS = 1.0, 2.0
"""Seconds that a pause counts at most, between clauses and inside one: a few long ones sink nobody."""
_JOINS = SUBORDINATORS | RELATIVES | {"that"}
_SPOKEN_SHARE = 0.75
_IN_CHUNKS = 8
"""Words of an answer that can show how they are grouped; a shorter one is one group by right."""


@dataclass(frozen=True)
class HeardAnswer:
    """One answer with all that was found in it; ``fluency`` is ``None`` for a typed one.

    ``unsure`` are words that may be wrong, whether or not anything is said about them.
    """

    answer: Answer
    speech: CleanSpeech
    fluency: Fluency | None
    errors: tuple[SpokenError, ...]
    unsure: tuple[Span, ...] = ()

    def is_clean(self, span: Span) -> bool:
        """Whether nothing in a stretch of what was said sounds wrong, or may be wrong."""
        places = [(each.start, each.end) for each in self.errors] + [(each.start, each.end) for each in self.unsure]
        return not any(span.start < end and start < span.end for start, end in places)

    def is_sure(self, span: Span) -> bool:
        """Whether a stretch is clean, and the recogniser sure of every word of it."""
        return self.is_clean(span) and not self.answer.is_doubted(span.start, span.end)


@dataclass(frozen=True)
class SpeechMeasures:
    """A whole test, measured. ``silence`` is the share of questions that got no answer, from 0 to 1."""

    scope: Scope
    heard: tuple[HeardAnswer, ...]
    own: OwnSpeech
    silence: float

    @property
    def words(self) -> int:
        """Words of the candidate's own."""
        return len(self.own.words)

    @cached_property
    def typed(self) -> bool:
        """Too much was written for the sound to stand for the test: more than a quarter of the words."""
        spoken = sum(len(each.answer.text.words) for each in self.heard if not each.answer.typed)
        return spoken < _SPOKEN_SHARE * sum(len(each.answer.text.words) for each in self.heard)

    @cached_property
    def numbers(self) -> Mapping[str, float]:
        """Every measure that could be taken, by the name that the calibration gives it."""
        found = {**_length(self.heard, self.own), **_links(self.own), **_language(self.heard, self.own)}
        if not self.typed:
            found |= {**delivery(self.heard), **_pronunciation(self.heard)}
        return found


def measure_test(test: SpeakingTest, turns: Mapping[str, HeardTurn]) -> SpeechMeasures:
    """Measure the answers of a test; ``turns`` is what was heard, by turn id."""
    answers = answers_of(test, turns)
    heard = hear(answers, [clean(answer.said, recognised=answer.recognised) for answer in answers])
    return measured(test, heard, unanswered(test, turns, answers))


def measured(test: SpeakingTest, heard: Sequence[HeardAnswer], silence: float) -> SpeechMeasures:
    """These answers of a test measured together; ``silence`` as in :class:`SpeechMeasures`."""
    asked = [prompt.text for prompt in test.state.asked]
    asked += [test.plan.card.text] if test.plan.card is not None else []
    answers, cleaned = [each.answer for each in heard], [each.speech for each in heard]
    own = own_speech(answers, cleaned, asked, shipped().naturalness)
    return SpeechMeasures(test.plan.scope, tuple(heard), own, silence)


def hear(answers: Sequence[Answer], cleaned: Sequence[CleanSpeech]) -> tuple[HeardAnswer, ...]:
    """Answers of one speaker with their fluency and their errors; ``cleaned`` are the answers, cleaned."""
    found = spoken_errors(answers, cleaned)
    return tuple(
        HeardAnswer(answer, speech, _fluency(answer.heard), wrong.errors, wrong.unsure)
        for answer, speech, wrong in zip(answers, cleaned, found, strict=True)
    )


def _fluency(turn: HeardTurn) -> Fluency | None:
    return None if turn.sound is None else fluency(turn.sound, turn.transcript)


def delivery(heard: Sequence[HeardAnswer]) -> dict[str, float]:
    """Speed, breakdown and repair of spoken answers put together; nothing where nobody spoke."""
    spoken = [each for each in heard if each.fluency is not None and each.fluency.runs]
    whole = together(each.fluency for each in spoken if each.fluency is not None)
    words = whole.words or 0
    if not words or whole.phonation_seconds <= 0:
        return {}
    seconds = whole.phonation_seconds + sum(map(_counted, whole.pauses))
    found = {
        "speech.rate": sum(syllables(each.speech.text) for each in spoken) / seconds,
        "speech.run": whole.mean_length_of_run,
        "speech.phonation": whole.phonation_seconds / seconds,
        "pauses.filled": per_hundred(len(whole.fillers), words),
        "repairs": per_hundred(len(whole.repairs), words),
    }
    timed = [each for each in spoken if each.answer.placed]
    timed_words = sum(len(each.answer.text.words) for each in timed)
    if timed_words >= words / 2:
        within = sum(each.fluency.pauses_within_clauses for each in timed if each.fluency is not None)
        return {**found, "pauses.within": per_hundred(within, timed_words)}
    return {**found, "pauses.any": per_hundred(len(whole.pauses), words)}


def _counted(pause: Placed) -> float:
    return min(pause.span.seconds, _FOR_WORDS if pause.within else _FOR_IDEAS)


def _length(heard: Sequence[HeardAnswer], own: OwnSpeech) -> dict[str, float]:
    """Own words of an answer; what follows up on a short answer belongs to the question before it."""
    by_part: dict[str, list[float]] = {}
    long_turn = 0.0
    for each in heard:
        words = float(own.by_turn.get(each.answer.turn, 0))
        if each.answer.stage is Stage.LONG_TURN:
            long_turn += words
        elif each.answer.stage in (Stage.PART_1, Stage.PART_3):
            by_part.setdefault(f"length.part{each.answer.part}", []).append(words)
    found = {name: mean(words) for name, words in by_part.items()}
    return {**found, "length.long_turn": long_turn} if long_turn else found


def _links(own: OwnSpeech) -> dict[str, float]:
    different = {link.marker for text in own.texts for link in links(text)}
    return {"links.variety": len(different) / _hundreds(len(own.words))}


def _language(heard: Sequence[HeardAnswer], own: OwnSpeech) -> dict[str, float]:
    sure = " ".join(own.sure)
    # Rare words strewn into speech must not lift it: then it is measured without them.
    numbers = lexis(Text(without_rare_words(sure) or sure))
    wrong = sum(error.belief for each in heard for error in each.errors)
    joins = sum(word in _JOINS for word in own.sure)
    kinds = {each.name for text in own.texts for each in structures(text)}
    return {
        "lexis.mtld": numbers["lexis.mtld"],
        "lexis.content": numbers["lexis.content_guiraud"],
        "lexis.level": numbers["lexis.level"],
        "lexis.less_common": numbers["lexis.less_common"],
        "lexis.vague": numbers["lexis.vague"],
        "grammar.errors": per_hundred(wrong, len(own.words)),
        "grammar.subordination": per_hundred(joins, len(own.sure)),
        "grammar.structures": len(kinds) / _hundreds(len(own.words)),
    }


def _pronunciation(heard: Sequence[HeardAnswer]) -> dict[str, float]:
    spoken = [each.answer for each in heard if each.answer.sound is not None]
    whole = together(each.fluency for each in heard if each.fluency is not None)
    found = {"sound.pace": whole.articulation_rate} if whole.phonation_seconds else {}
    chunked = together(
        each.fluency for each in heard if each.fluency is not None and len(each.answer.text.words) >= _IN_CHUNKS
    )
    if chunked.runs:
        found["sound.chunks"] = chunked.mean_length_of_run
    pitches = [
        answer.sound.pitch_range
        for answer in spoken
        if answer.sound is not None and answer.sound.pitch_range is not None
    ]
    if pitches:
        # The median, as a pitch tracker that jumps an octave in one answer makes a mean worthless.
        found["sound.pitch"] = median(pitches)
    sure = [word.probability for answer in spoken if answer.recognised for _, _, word in answer.placed]
    fitted = [word.probability for answer in spoken if not answer.recognised for _, _, word in answer.placed]
    if sure:
        found["sound.recognised"] = mean(sure)
    elif fitted:
        found["sound.fitted"] = mean(fitted)
    return found


def _hundreds(words: int) -> float:
    return math.sqrt(max(words, 50) / 100)
