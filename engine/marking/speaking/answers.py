"""The answers of a test that are marked: what the examiner listened to, with the question that each one answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.ielts.speaking.events import Form
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn, Origin, Sound, Span, Transcript, Word
from engine.ielts.speaking.recollection import PartNumber
from engine.ielts.speaking.report import Moment
from engine.ielts.speaking.state import Heard, Prompt
from engine.ielts.speaking.test import SpeakingTest
from engine.ielts.text import Text
from engine.marking.speaking.sound.syllables import syllables

_LITTLE_LATE = 0.5
"""Seconds that a word may begin after the examiner's last, so that none is cut in two."""


@dataclass(frozen=True)
class Answer:
    """One answer as far as the examiner listened.

    ``said`` is the beginning of ``transcript`` that was listened to, so offsets into it are offsets into the whole;
    ``words`` are its words with their times, ``None`` where nobody knows them; ``sound`` is ``None`` for a typed one.
    ``recognised``: a recogniser wrote it down, so it may have misheard. ``unscripted``: to a question that cannot have
    been rehearsed. ``began`` is the talking time before it, in seconds.
    """

    turn: str
    stage: Stage
    question: str
    unscripted: bool
    transcript: str
    said: str
    words: tuple[Word, ...] | None
    sound: Sound | None
    recognised: bool
    seconds: float
    began: float

    @property
    def part(self) -> PartNumber:
        """The part of the test."""
        return self.stage.part

    @property
    def typed(self) -> bool:
        """It was written: nothing can be heard in it."""
        return self.sound is None

    @cached_property
    def text(self) -> Text:
        """``said``, cut into sentences and words."""
        return Text(self.said)

    @cached_property
    def placed(self) -> tuple[tuple[int, int, Word], ...]:
        """The words with times, each with its place in ``said``; a word that is not found there is left out."""
        return tuple(_placed(self.said, self.words or ()))

    @property
    def doubted(self) -> tuple[tuple[int, int], ...]:
        """Places of words that the recogniser may have misheard."""
        return tuple((start, end) for start, end, word in self.placed if self.recognised and word.doubted)

    def is_doubted(self, start: int, end: int) -> bool:
        """Whether a word that the recogniser doubts is in ``said[start:end]``."""
        return any(start < last and first < end for first, last in self.doubted)

    @property
    def heard(self) -> HeardTurn:
        """What the measures of fluency take."""
        return HeardTurn(self.turn, Transcript(self.said, self.words), self.sound)

    def second(self, offset: int) -> float | None:
        """When the word at ``said[offset]`` begins, in seconds of its recording; ``None`` for a typed answer.

        Without word times it is estimated: the syllables before it, as a share of all, are that share of the speech.
        """
        if self.sound is None:
            return None
        if self.placed:
            at = [word.start for _, end, word in self.placed if end > offset]
            return at[0] if at else self.placed[-1][2].start
        whole = syllables(self.said)
        return _moment_of_speech(self.sound, syllables(self.said[:offset]) / whole if whole else 0.0)

    def until(self, offset: int) -> float | None:
        """When the last word before ``said[offset]`` ends; ``None`` where nobody knows when its words were said."""
        return ends(self.said, self.words or (), offset)

    def moment(self, start: int, end: int) -> Moment:
        """The quotation ``said[start:end]``, with its second.

        Raises:
            ValueError: it is blank.
        """
        return Moment(self.turn, self.said[start:end], start, end, self.second(start), self.transcript)


def ends(said: str, words: tuple[Word, ...], offset: int) -> float | None:
    """When the last of ``words`` before ``said[offset]`` ends, in seconds of their recording; ``None`` where there is none."""
    before = [word.end for start, _, word in _placed(said, words) if start < offset]
    return before[-1] if before else None


def answers_of(test: SpeakingTest, heard: Mapping[str, HeardTurn]) -> tuple[Answer, ...]:
    """Every answer that counts, in order.

    That is: no request to repeat, no silence, nothing beyond what was listened to, nothing that is not in English.
    """
    prompts = {prompt.id: prompt for prompt in test.state.asked}
    found: list[Answer] = []
    began = 0.0
    for each in test.state.heard:
        prompt = prompts[each.prompt]
        transcript, sound = _what_was_heard(each, heard.get(each.turn.id))
        if each.request or transcript is None or transcript.language is not None or each.counted <= 0:
            continue
        said, words = _listened_to(transcript, sound, each)
        if Text(said).words:
            whole = each.turn.seconds <= each.counted + _LITTLE_LATE
            clipped = sound if sound is None or whole else _clip(sound, each.counted)
            found.append(
                Answer(
                    turn=each.turn.id,
                    stage=prompt.stage,
                    question=_question(test, prompt),
                    unscripted=prompt.unscripted,
                    transcript=transcript.text,
                    said=said,
                    words=words,
                    sound=clipped,
                    recognised=transcript.origin is Origin.RECOGNISED,
                    seconds=each.counted,
                    began=began,
                )
            )
        began += each.counted
    return tuple(found)


def questions_by_turn(test: SpeakingTest) -> dict[str, str]:
    """What each turn is an answer to, as a report names it."""
    prompts = {prompt.id: prompt for prompt in test.state.asked}
    return {each.turn.id: _question(test, prompts[each.prompt]) for each in test.state.heard}


def unanswered(test: SpeakingTest, heard: Mapping[str, HeardTurn], answered: Sequence[Answer]) -> float:
    """Share of the questions that got silence, from 0 to 1.

    What nobody wrote down may have been an answer: such a question is not counted.
    """
    spoken = {each.turn for each in answered}
    known = (each for each in test.state.heard if not each.request)
    prompts = {each.prompt for each in known if _what_was_heard(each, heard.get(each.turn.id))[0] is not None}
    with_answer = {each.prompt for each in test.state.heard if each.turn.id in spoken}
    return 1 - len(with_answer & prompts) / len(prompts) if prompts else 1.0


def _question(test: SpeakingTest, prompt: Prompt) -> str:
    """What the answer is to: for the long turn the card, not the words that open it."""
    card = test.plan.card
    return card.describe if card is not None and prompt.stage is Stage.LONG_TURN else prompt.question.ask


def _what_was_heard(each: Heard, heard: HeardTurn | None) -> tuple[Transcript | None, Sound | None]:
    if heard is not None and heard.transcript is not None:
        return heard.transcript, heard.sound
    sound = heard.sound if heard is not None and each.turn.form is Form.VOICE else None
    return (None if each.turn.transcript is None else Transcript(each.turn.transcript)), sound


def _listened_to(transcript: Transcript, sound: Sound | None, each: Heard) -> tuple[str, tuple[Word, ...] | None]:
    """The text and the words up to the moment at which the examiner stopped listening."""
    text, until = transcript.text, each.counted + _LITTLE_LATE
    if each.turn.seconds <= until:
        return text, transcript.words
    if transcript.words is not None and sound is not None:
        words = tuple(word for word in transcript.words if word.start <= until)
        placed = list(_placed(text, words))
        return (text[: placed[-1][1]], words) if placed else ("", ())
    spans = Text(text).words
    kept = spans[: round(len(spans) * each.counted / each.turn.seconds)]
    return (text[: kept[-1].end] if kept else ""), None


def _placed(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, Word]]:
    at = 0
    lower = text.lower()
    for word in words:
        wanted = word.text.strip().lower()
        start = lower.find(wanted, at) if wanted else -1
        if start >= 0 and start - at <= _NEAR:
            at = start + len(wanted)
            yield start, at, word


_NEAR = 80
"""Characters within which a word must follow the one before; further on it is another one that is spelt alike."""


def _clip(sound: Sound, seconds: float) -> Sound:
    if seconds >= sound.duration:
        return sound

    def spans(of: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(each.start, min(each.end, seconds)) for each in of if each.start < seconds)

    nuclei = tuple(at for at in sound.nuclei if at < seconds)
    return replace(sound, duration=seconds, runs=spans(sound.runs), nuclei=nuclei, fillers=spans(sound.fillers))


def _moment_of_speech(sound: Sound, share: float) -> float:
    left = share * sound.phonation_time
    for run in sound.runs:
        if left <= run.seconds:
            return run.start + left
        left -= run.seconds
    return sound.runs[-1].end if sound.runs else 0.0
