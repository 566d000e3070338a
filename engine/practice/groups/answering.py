"""A member answers what the group was asked: kept first, then a worker is called to react."""

from __future__ import annotations

from datetime import timedelta

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatMessage, Person
from engine.ielts.groups.notices import PhraseShared
from engine.ielts.writing import count_words
from engine.settings import Settings
from engine.store.group_answers import Choice
from engine.store.groups import Post
from engine.store.recordings.kept import KeptSound
from engine.store.store import Transaction

MOST_ANSWERS = 5
"""Answers of one member to one prompt."""
NEWEST = timedelta(days=2)
"""For so long a recording that answers no message in particular may be meant for the last prompt."""


def post_of(tx: Transaction, message: ChatMessage, *, newest: bool) -> Post | None:
    """The post that this message answers: by replying to it, as an edit of an answer, or (``newest``) as the last here."""
    known = tx.group_answers.of_message(message.address, message.message_id)
    if known is not None:
        return tx.groups.posted(known.post_id)
    replied = None if message.reply_to is None else tx.groups.answered_by(message.address, message.reply_to)
    return tx.groups.newest(message.address, NEWEST) if replied is None and newest else replied


def take_answer(
    tx: Transaction, settings: Settings, message: ChatMessage, recording: KeptSound | None = None
) -> int | None:
    """Keep an answer, new or edited; its id for a worker, or ``None``: it is known, and nothing changed.

    Raises:
        LearnerMistake: ``no-group``: nothing was asked; ``group-out``: the member wants no part of this;
            ``group-enough``, ``group-long`` or ``empty``.
    """
    post = post_of(tx, message, newest=True)
    if post is None:
        raise LearnerMistake("no-group")
    learner = tx.intake.learner(message.sender)
    known = tx.group_answers.of_message(message.address, message.message_id)
    if known is not None:
        if known.learner_id != learner or recording is not None or message.text.strip() in ("", known.text):
            return None
        _check(settings, message)
        tx.group_answers.rewrite(known.id, message.text.strip())
        return known.id
    if tx.group_answers.choice(post.group.id, learner) is Choice.OUT:
        raise LearnerMistake("group-out")
    if tx.group_answers.given(post.id, learner) >= MOST_ANSWERS:
        raise LearnerMistake("group-enough", limit=MOST_ANSWERS)
    if recording is None:
        _check(settings, message)
    return tx.group_answers.add(post.id, learner, message, recording)


def share(tx: Transaction, person: Person, answer_id: int) -> PhraseShared:
    """The writer of an answer lets the group see its phrase in the digest; the second time takes that back.

    Raises:
        LearnerMistake: ``not-your-answer``.
    """
    answer = tx.group_answers.get(answer_id)
    if answer is None or answer.learner_id != tx.intake.learner(person) or answer.phrase is None:
        raise LearnerMistake("not-your-answer")
    tx.group_answers.share(answer_id, shared=not answer.shared)
    return PhraseShared(not answer.shared)


def _check(settings: Settings, message: ChatMessage) -> None:
    words = count_words(message.text)
    if not message.text.strip():
        raise LearnerMistake("empty")
    if words > settings.max_words:
        raise LearnerMistake("group-long", words=words, limit=settings.max_words)
