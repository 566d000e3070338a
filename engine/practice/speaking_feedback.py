"""What to say about one answer: the words that were heard, and in practice mode what to make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.errors import LearnerMistake
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn, Origin
from engine.ielts.speaking.notices import TurnHeard
from engine.ielts.speaking.plan import Mode
from engine.ports import Voice
from engine.practice.recordings import decode
from engine.store.speaking import Hearing, KeptTest, KeptTurn


def turn_heard(kept: KeptTest, turn: KeptTurn, before: Mapping[str, HeardTurn] | None = None) -> TurnHeard:
    """The notice under an answer. No band: the exam gives one rating for the whole test.

    ``before`` is what was heard in the test so far, by turn id.
    """
    before = before or {}
    heard = turn.heard
    if turn.hearing is Hearing.FAILED or (heard.sound is not None and heard.sound.silent) or heard.transcript is None:
        silent = heard.sound is not None and heard.sound.silent
        return TurnHeard(kept.id, turn.id, None, silent=silent)
    # Words that the learner typed are what was said, however well the sound fits them.
    said = heard.transcript
    typed = said.origin is not Origin.RECOGNISED
    words = () if typed else said.words or ()
    doubted = tuple(word.text.strip(" .,;:!?…") for word in words if word.doubted)
    base = TurnHeard(kept.id, turn.id, said.text, typed=typed, language=said.language, doubted=doubted)
    # Nobody is to give reasons for a name.
    if kept.test.plan.mode is Mode.EXAM or _stage_of(kept, heard.turn) is Stage.IDENTITY:
        return base
    from engine.marking.speaking.feedback import compared_with, feedback

    found = feedback(heard, question_of(kept, heard.turn), kept.language)
    if found is None:
        return base
    put_right = found.correction
    first = _first_try(kept, heard.turn, before)
    return replace(
        base,
        strength=found.strength,
        advice=found.try_next,
        better=None if put_right is None else (put_right.quote, put_right.better),
        again=True,
        hear=put_right is not None,
        compared=None if first is None else compared_with(first, heard, kept.language),
    )


def _first_try(kept: KeptTest, turn: str, before: Mapping[str, HeardTurn]) -> HeardTurn | None:
    """The first answer to the question of a second try."""
    mine = next((each for each in kept.test.state.heard if each.turn.id == turn), None)
    if mine is None or not mine.retry:
        return None
    tries = [each.turn.id for each in kept.test.state.heard if each.prompt == mine.prompt and not each.request]
    return before.get(tries[0])


def difference(heard: HeardTurn, question: str, recording: bytes | None, voice: Voice, max_seconds: float) -> bytes:
    """The learner's own words, where ``recording`` is kept, and the better way to say them.

    Raises:
        LearnerMistake: ``no-recording``: there is no better way to hear.
    """
    from engine.marking.speaking.feedback import feedback
    from engine.marking.speaking.hear_the_difference import better_alone, hear_the_difference

    found = feedback(heard, question)
    if found is None or found.correction is None:
        raise LearnerMistake("no-recording")
    better = voice.say(found.correction.better, 1.0)
    if recording is None or found.second is None:
        return better_alone(better)
    return hear_the_difference(decode(recording, max_seconds=max_seconds), found.second, found.until, better)


def _stage_of(kept: KeptTest, turn: str) -> Stage | None:
    stages = {prompt.id: prompt.stage for prompt in kept.test.state.asked}
    return next((stages[heard.prompt] for heard in kept.test.state.heard if heard.turn.id == turn), None)


def question_of(kept: KeptTest, turn: str) -> str:
    """What a turn of a test answered, as it was asked."""
    prompts = {prompt.id: prompt.question.ask for prompt in kept.test.state.asked}
    return next((prompts[heard.prompt] for heard in kept.test.state.heard if heard.turn.id == turn), "")
