"""What to say about one answer: the words that were heard, and in practice mode what to make of them."""

from __future__ import annotations

from dataclasses import replace

from engine.ielts.heard import Origin
from engine.ielts.speaking_notices import TurnHeard
from engine.ielts.speaking_plan import Mode
from engine.store.speaking import Hearing, KeptTest, KeptTurn


def turn_heard(kept: KeptTest, turn: KeptTurn) -> TurnHeard:
    """The notice under an answer. No band: the exam gives one rating for the whole test."""
    heard = turn.heard
    if turn.hearing is Hearing.FAILED or (heard.sound is not None and heard.sound.silent) or heard.transcript is None:
        silent = heard.sound is not None and heard.sound.silent
        return TurnHeard(kept.id, turn.id, None, silent=silent)
    # Words that the learner typed are what was said, however well the sound fits them.
    words = heard.transcript.words if heard.transcript.origin is Origin.RECOGNISED else None
    doubted = tuple(word.text.strip() for word in words or () if word.doubted)
    base = TurnHeard(kept.id, turn.id, heard.transcript.text, language=heard.transcript.language, doubted=doubted)
    if kept.test.plan.mode is Mode.EXAM:
        return base
    from engine.marking.speaking.feedback import feedback

    found = feedback(heard, _question(kept, heard.turn))
    if found is None:
        return base
    put_right = found.correction
    return replace(
        base,
        strength=found.strength,
        advice=found.try_next,
        better=None if put_right is None else (put_right.quote, put_right.better),
    )


def _question(kept: KeptTest, turn: str) -> str:
    prompts = {prompt.id: prompt.question.ask for prompt in kept.test.state.asked}
    return next((prompts[heard.prompt] for heard in kept.test.state.heard if heard.turn.id == turn), "")
