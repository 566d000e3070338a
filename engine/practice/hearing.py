"""Listen to one answer: claim, decode, measure, write down; then the recording is erased, unless it is to be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.errors import LearnerMistake, ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.heard import HeardTurn, Sound, Transcript, Word
from engine.ielts.speaking import SpeakingTest
from engine.ielts.speaking_events import Transcribed
from engine.ielts.speaking_plan import Mode
from engine.ports import Hints, Recogniser, Work
from engine.practice.recordings import decode
from engine.settings import Settings
from engine.store.hearing import TURN, TurnClaim
from engine.store.speaking import KeptTest, Standing
from engine.store.store import Store

if TYPE_CHECKING:
    from engine.ports import Samples

Measure = Callable[["Samples"], Sound]
Align = Callable[["Samples", str], tuple[Word, ...] | None]
_PATIENCE = timedelta(seconds=5)
_LONGER = 4
"""Leases that a recording may take: on a processor a recogniser needs about as long as the candidate spoke."""


@dataclass(frozen=True, slots=True)
class Ears:
    """Who listens: what measures the sound, who writes it down and who finds known words in it, where there is anybody."""

    measure: Measure
    recogniser: Recogniser | None = None
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Listened:
    """What came of it: the test, and what else workers should do."""

    kept: KeptTest
    turn: HeardTurn
    rings: tuple[tuple[Work, int], ...] = ()


def hear(store: Store, ears: Ears, settings: Settings, turn_id: int) -> Listened | None:
    """Listen to the answer if it is to be had; ``None``: somebody else has it, or it was heard.

    A passing trouble puts it back for later; a recording that cannot be used fails, and the learner is told. Either way
    the test goes on.

    Raises:
        OperatorMistake: the recogniser is set up wrongly; the answer is put back.
    """
    with store.transaction() as tx:
        claim = tx.hearing.claim_turn(turn_id, _LONGER * settings.lease)
        kept = None if claim is None else tx.speaking.test(claim.test_id)
        turn = None if claim is None else tx.speaking.turn(turn_id)
    if claim is None or kept is None or turn is None:
        return None
    known = turn.heard.transcript
    try:
        samples = decode(
            claim.recording, max_bytes=settings.max_recording_bytes, max_seconds=settings.max_recording_seconds
        )
        sound = ears.measure(samples)
        transcript = _words(ears, samples, sound, kept.test, claim.turn, known)
    except LearnerMistake:
        _fail(store, claim, kept)
        return None
    except (TryAgain, ModelMisbehaved, OperatorMistake) as trouble:
        if claim.attempt >= settings.max_attempts:
            _fail(store, claim, kept)
            return None
        after = trouble.after if isinstance(trouble, TryAgain) else _PATIENCE
        with store.transaction() as tx:
            tx.hearing.release_turn(claim, after * claim.attempt)
        if isinstance(trouble, OperatorMistake):
            raise
        return None
    return _finish(store, claim, transcript, sound, ears)


def _words(
    ears: Ears, samples: Samples, sound: Sound, test: SpeakingTest, turn: str, known: Transcript | None
) -> Transcript | None:
    if known is not None:
        times = ears.align(samples, known.text) if ears.align is not None and not sound.silent else None
        return known if times is None else replace(known, words=times)
    if sound.silent:
        return Transcript("", ())
    return None if ears.recogniser is None else ears.recogniser.transcribe(samples, hints(test, turn))


def hints(test: SpeakingTest, turn: str) -> Hints:
    """What an answer may be expected to hold: its question, and the names and words of what was said and asked before."""
    prompts = {prompt.id: prompt for prompt in test.state.asked}
    asked = next((prompts[heard.prompt] for heard in test.state.heard if heard.turn.id == turn), None)
    card = () if test.plan.card is None else (test.plan.card.theme,)
    facts = tuple(fact.value for fact in test.state.recollection.facts)
    return Hints("" if asked is None else asked.question.ask, (*card, *facts)[:12])


def _finish(store: Store, claim: TurnClaim, transcript: Transcript | None, sound: Sound, ears: Ears) -> Listened | None:
    """Everything at once: what was heard, the event, the notice, and the recording's end."""
    with store.transaction() as tx:
        kept = tx.speaking.test(claim.test_id)
        if kept is None:
            return None
        # Without words yet, the sound may still be needed to find them in.
        wordless = transcript is None and ears.align is not None
        keep = wordless or tx.speaking.keeps_recordings(kept.learner_id)
        if not tx.hearing.heard(claim, transcript, sound, keep=keep):
            return None
        turn = tx.speaking.turn(claim.turn_id)
        if turn is None:
            return None
        if turn.heard.transcript is not None and turn.heard.transcript.text:
            kept = tx.speaking.take(kept, Transcribed(claim.turn, turn.heard.transcript.text))
        told = kept.test.plan.mode is Mode.PRACTICE or sound.silent or _foreign(turn.heard)
        if told and (turn.heard.transcript is not None or sound.silent):
            tx.hearing.tell(kept.id, f"{TURN}:{claim.turn_id}")
    return Listened(kept, turn.heard, _over(kept))


def _fail(store: Store, claim: TurnClaim, kept: KeptTest) -> None:
    with store.transaction() as tx:
        if tx.hearing.fail_turn(claim):
            tx.hearing.tell(kept.id, f"{TURN}:{claim.turn_id}")


def _foreign(heard: HeardTurn) -> bool:
    return heard.transcript is not None and heard.transcript.language is not None


def _over(kept: KeptTest) -> tuple[tuple[Work, int], ...]:
    return ((Work.RATE, kept.id),) if kept.standing is Standing.ENDED else ()
