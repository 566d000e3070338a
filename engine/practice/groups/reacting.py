"""React to one answer: claim, listen if it was spoken, think, then reaction, notice and the recording's end at once."""

from __future__ import annotations

from datetime import timedelta

from engine.errors import LearnerMistake, ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.chat import private_chat
from engine.ielts.groups.prompts import Prompt, WordFamily
from engine.ielts.groups.reactions import Reaction, dump_reaction
from engine.ielts.speaking.heard import Sound
from engine.ielts.speaking.questions import CueCard
from engine.ports import Hints
from engine.practice.bank import group_prompt
from engine.practice.hearing import UNTIL_MENDED, Ears
from engine.practice.recordings import decode
from engine.settings import Settings
from engine.store.group_answers import REACTION, Answer, AnswerClaim, Choice, Reacted
from engine.store.recordings.shelf import Shelf
from engine.store.store import Store, Transaction

_PATIENCE = timedelta(seconds=5)


def react(store: Store, ears: Ears, settings: Settings, answer_id: int) -> bool:
    """React to the answer if it is to be had; ``False``: somebody else has it, or it was reacted to.

    A passing trouble puts it back for later; a recording that cannot be used gets no more than a word.

    Raises:
        OperatorMistake: the recogniser is set up wrongly, or no key opens the recording; the answer is put back.
    """
    from engine.marking.reaction import react as reaction_to

    with store.transaction() as tx:
        claim = tx.group_answers.claim(answer_id, settings.lease)
        post = None if claim is None else tx.groups.posted(claim.answer.post_id)
        prompt = None if post is None else group_prompt(tx, post.prompt)
    if claim is None or post is None:
        return False
    try:
        recording = None if claim.recording is None else Shelf.open(store, settings).sound(claim.recording)
    except LearnerMistake:
        recording = b""  # which nothing can be heard in
    except (TryAgain, OperatorMistake) as trouble:
        with store.transaction() as tx:
            after = trouble.after if isinstance(trouble, TryAgain) else UNTIL_MENDED
            tx.group_answers.release(claim, after, counts=False)
        if isinstance(trouble, OperatorMistake):
            raise
        return False
    try:
        text, sound = _heard(claim.answer, recording, ears, settings, prompt)
        reaction, slips = reaction_to(prompt, text, sound)
    except LearnerMistake:
        text, reaction, slips = None, Reaction(None, "unheard", 0), ()
    except (TryAgain, ModelMisbehaved, OperatorMistake) as trouble:
        _put_back(store, settings, claim, trouble)
        if isinstance(trouble, OperatorMistake):
            raise
        return False
    with store.transaction() as tx:
        reacted = Reacted(dump_reaction(reaction), slips, reaction.phrase, text)
        if not tx.group_answers.reacted(claim, reacted):
            return False
        _tell(tx, claim.answer)
    return True


def _heard(
    answer: Answer, recording: bytes | None, ears: Ears, settings: Settings, prompt: Prompt | None
) -> tuple[str | None, Sound | None]:
    """The words of an answer, if anybody can write them down, and what its sound says, if it was spoken."""
    if recording is None:
        return answer.text, None
    samples = decode(recording, max_bytes=settings.max_recording_bytes, max_seconds=settings.max_recording_seconds)
    sound = ears.measure(samples)
    if sound.silent or ears.recogniser is None:
        return None, sound
    question = prompt.asks if prompt is not None and isinstance(prompt.asks, str) else ""
    return ears.recogniser.transcribe(samples, Hints(question)).text or None, sound


def _tell(tx: Transaction, answer: Answer) -> None:
    """The notice, where the member wants it."""
    group = tx.group_answers.group_of(answer)
    match tx.group_answers.choice(group.id, answer.learner_id):
        case Choice.THREAD:
            tx.groups.tell(group, f"{REACTION}:{answer.id}")
        case Choice.PRIVATE:
            tx.groups.tell(group, f"{REACTION}:{answer.id}", private_chat(answer.person))
        case Choice.MUTED | Choice.OUT:
            pass


def _put_back(
    store: Store, settings: Settings, claim: AnswerClaim, trouble: TryAgain | ModelMisbehaved | OperatorMistake
) -> None:
    after = trouble.after if isinstance(trouble, TryAgain) else _PATIENCE
    with store.transaction() as tx:
        if claim.attempt >= settings.max_attempts:
            tx.group_answers.fail(claim)
        else:
            tx.group_answers.release(claim, after * claim.attempt)


def asked_in_short(prompt: Prompt) -> str:
    """What was asked, in a line."""
    match prompt.asks:
        case CueCard():
            return prompt.asks.describe
        case WordFamily():
            return " · ".join(dict.fromkeys(form.word for form in prompt.asks.forms))
        case str():
            return prompt.asks
