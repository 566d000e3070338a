"""Listen to one answer: claim, decode, measure, write down.

A recording of a whole test waits for the test's report to be delivered; any other is erased, unless it is to be kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.errors import LearnerMistake, ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.speaking.events import Transcribed
from engine.ielts.speaking.heard import HeardTurn, Origin, Sound, Transcript, Word
from engine.ielts.speaking.names import names_in
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.test import SpeakingTest
from engine.ports import Hints, Recogniser, Work
from engine.practice.recordings import decode
from engine.settings import Settings
from engine.store.hearing import TURN, TurnClaim
from engine.store.recordings.shelf import Shelf
from engine.store.speaking import KeptTest, Standing
from engine.store.store import Store

if TYPE_CHECKING:
    from engine.ports import Samples

log = logging.getLogger(__name__)
Measure = Callable[["Samples"], Sound]
Align = Callable[["Samples", str], tuple[Word, ...] | None]
_PATIENCE = timedelta(seconds=5)
UNTIL_MENDED = timedelta(minutes=1)
"""How long a recording waits that cannot be had until whoever runs Bandmate has mended something."""
_MOST_HINTS = 12


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
    calls: tuple[tuple[Work, int], ...] = ()


def hear(store: Store, ears: Ears, settings: Settings, turn_id: int) -> Listened | None:
    """Listen to the answer if it is to be had; ``None``: somebody else has it, or it was heard.

    A passing trouble puts it back for later; a recording that cannot be used fails, and the learner is told. Either way
    the test goes on.

    Raises:
        OperatorMistake: the recogniser is set up wrongly, or no key opens the recording; the answer is put back.
    """
    with store.transaction() as tx:
        claim = tx.hearing.claim_turn(turn_id, settings.longest_job)
        kept = None if claim is None else tx.speaking.test(claim.test_id)
        turns = () if claim is None else tx.speaking.turns(claim.test_id)
    turn = next((each for each in turns if each.id == turn_id), None)
    if claim is None or kept is None or turn is None:
        return None
    hinted = hints(kept.test, claim.turn, confirmed(each.heard.transcript for each in turns))
    known = turn.heard.transcript
    try:
        recording = Shelf.open(store, settings).sound(claim.recording)
    except LearnerMistake:
        _fail(store, claim, kept)
        return None
    except (TryAgain, OperatorMistake) as trouble:
        # Nobody has tried the recording: a bucket that is away, or a key that is missing, costs no learner an answer.
        with store.transaction() as tx:
            after = trouble.after if isinstance(trouble, TryAgain) else UNTIL_MENDED
            tx.hearing.release_turn(claim, after, counts=False)
        if isinstance(trouble, OperatorMistake):
            raise
        log.warning("turn %d: %s", turn_id, trouble)
        return None
    try:
        samples = decode(recording, max_bytes=settings.max_recording_bytes, max_seconds=settings.max_recording_seconds)
        sound = ears.measure(samples)
        transcript = _words(ears, samples, sound, hinted, known)
    except LearnerMistake:
        _fail(store, claim, kept)
        return None
    except (TryAgain, ModelMisbehaved, OperatorMistake) as trouble:
        if claim.attempt >= settings.max_attempts:
            _fail(store, claim, kept, ours=True)
            return None
        after = trouble.after if isinstance(trouble, TryAgain) else _PATIENCE
        with store.transaction() as tx:
            tx.hearing.release_turn(claim, after * claim.attempt)
        if isinstance(trouble, OperatorMistake):
            raise
        return None
    return _finish(store, claim, transcript, sound, ears, again=turn.heard.sound is not None)


def _words(ears: Ears, samples: Samples, sound: Sound, hinted: Hints, known: Transcript | None) -> Transcript | None:
    if known is not None and (known.origin is not Origin.RECOGNISED or ears.recogniser is None):
        times = ears.align(samples, known.text) if ears.align is not None and not sound.silent else None
        return known if times is None else replace(known, words=times)
    if sound.silent:
        return Transcript("", ())
    return None if ears.recogniser is None else ears.recogniser.transcribe(samples, hinted)


def hints(test: SpeakingTest, turn: str, names: tuple[str, ...] = ()) -> Hints:
    """What an answer may be expected to hold: its question, ``names``, and what was said of the candidate before."""
    prompts = {prompt.id: prompt for prompt in test.state.asked}
    asked = next((prompts[heard.prompt] for heard in test.state.heard if heard.turn.id == turn), None)
    facts = tuple(fact.value for fact in test.state.recollection.facts)
    return Hints("" if asked is None else asked.question.ask, tuple(dict.fromkeys((*names, *facts)))[:_MOST_HINTS])


def confirmed(transcripts: Iterable[Transcript | None]) -> tuple[str, ...]:
    """Names that the learner wrote: words of which we know how they are spelt, the newest first."""
    written = [each.text for each in transcripts if each is not None and each.origin is not Origin.RECOGNISED]
    return tuple(dict.fromkeys(name for text in reversed(written) for name in names_in(text)))


def _finish(
    store: Store, claim: TurnClaim, transcript: Transcript | None, sound: Sound, ears: Ears, *, again: bool
) -> Listened | None:
    """Everything at once: what was heard, the event, the notice, and the end of a recording that nothing needs any more."""
    with store.transaction() as tx:
        kept = tx.speaking.test(claim.test_id)
        if kept is None:
            return None
        # Without words yet, the sound may still be needed to find them in; and until the report is there, to rate again.
        wordless = transcript is None and ears.align is not None
        whole = kept.test.plan.scope is Scope.TEST
        keep = whole or wordless or tx.speaking.keeps_recordings(kept.learner_id)
        if not tx.hearing.heard(claim, transcript, sound, keep=keep):
            return None
        turn = tx.speaking.turn(claim.turn_id)
        if turn is None:
            return None
        if turn.heard.transcript is not None and turn.heard.transcript.text:
            kept = tx.speaking.take(kept, Transcribed(claim.turn, turn.heard.transcript.text))
        told = kept.test.plan.mode is Mode.PRACTICE or sound.silent or _foreign(turn.heard)
        # Who asks for another rating waits for a report, not for every answer of the test once more.
        told = told and not (again and kept.standing is not Standing.OPEN)
        if told and (turn.heard.transcript is not None or sound.silent):
            tx.hearing.tell(kept.id, f"{TURN}:{claim.turn_id}")
    return Listened(kept, turn.heard, _over(kept))


def _fail(store: Store, claim: TurnClaim, kept: KeptTest, *, ours: bool = False) -> None:
    """``ours``: nothing is wrong with the recording; a test's stays, so that it can be heard when that is mended."""
    with store.transaction() as tx:
        if tx.hearing.fail_turn(claim, keep=ours and kept.test.plan.scope is Scope.TEST):
            tx.hearing.tell(kept.id, f"{TURN}:{claim.turn_id}")


def _foreign(heard: HeardTurn) -> bool:
    return heard.transcript is not None and heard.transcript.language is not None


def _over(kept: KeptTest) -> tuple[tuple[Work, int], ...]:
    return ((Work.RATE, kept.id),) if kept.standing is Standing.ENDED else ()
