"""``/challenge``: five questions in one message, each open until somebody who answered it goes on to the next."""

from __future__ import annotations

import secrets
from datetime import timedelta

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person, private_chat
from engine.ielts.groups.challenge import Item, draw_challenge, item_of, table
from engine.ielts.groups.notices import ChallengeQuestion, ChallengeTable, Pressed
from engine.ielts.learners import Reader
from engine.ielts.notices import Notice
from engine.practice.groups.tongue import tongue
from engine.store.challenges import CHALLENGE, Challenge
from engine.store.store import Transaction

ENDS_AFTER = timedelta(hours=1)
"""A challenge that nobody goes on with is over then."""
_REMEMBERED = timedelta(days=30)
_WEAK_WITHIN = timedelta(days=30)


def start(tx: Transaction, address: ChatAddress, person: Person) -> Notice:
    """A new challenge, or the one that goes on."""
    # A group keeps its language, whoever of its members starts; a chat of one person speaks that person's.
    theirs = address == private_chat(person) or tx.groups.at(address) is None
    group = tx.groups.open(address, None, tongue(tx, person) if theirs else None)
    going_on = tx.challenges.open(group.id)
    if going_on is not None:
        return shown(tx, going_on)
    seed = secrets.randbits(31)
    weak = tx.group_answers.slips(group.id, _WEAK_WITHIN)
    items = draw_challenge(weak, tx.challenges.used(group.id, _REMEMBERED), seed)
    return shown(tx, tx.challenges.start(group, items, seed))


def press(
    tx: Transaction, address: ChatAddress, person: Person, challenge_id: int, number: int, choice: int
) -> Pressed:
    """A member's choice at question ``number`` (from 0).

    Raises:
        LearnerMistake: ``challenge-over``: this question is no longer open.
    """
    challenge = _here(tx, address, challenge_id)
    if challenge.ended or challenge.at != number:
        raise LearnerMistake("challenge-over")
    item = _items(challenge)[number]
    if not 0 <= choice < len(item.choices):
        raise LearnerMistake("challenge-over")
    counts = tx.challenges.press(challenge.id, tx.intake.learner(person), number, choice)
    return Pressed(item, counts == item.right, again=counts != choice)


def go_on(tx: Transaction, address: ChatAddress, person: Person, challenge_id: int, number: int) -> Notice:
    """To the next question, or to the table.

    Raises:
        LearnerMistake: ``challenge-first``: whoever goes on must have answered; ``challenge-over``.
    """
    challenge = _here(tx, address, challenge_id)
    if challenge.ended or challenge.at != number:
        return shown(tx, challenge)
    answered = {press.user_id for press in tx.challenges.presses(challenge.id) if press.number == number}
    if person.user_id not in answered:
        raise LearnerMistake("challenge-first")
    tx.challenges.move_on(challenge, ended=number + 1 == len(challenge.items))
    return shown(tx, _here(tx, address, challenge_id))


def shown(tx: Transaction, challenge: Challenge) -> ChallengeQuestion | ChallengeTable:
    """A challenge as it stands."""
    items, presses = _items(challenge), tx.challenges.presses(challenge.id)
    reader = Reader(challenge.group.language or "en")
    if challenge.ended:
        return ChallengeTable(challenge.id, table(presses, items), items, reader=reader)
    at = challenge.at
    before = items[at - 1] if at else None
    earlier = [press for press in presses if press.number == at - 1]
    knew = (sum(before is not None and press.choice == before.right for press in earlier), len(earlier))
    return ChallengeQuestion(challenge.id, at + 1, len(items), items[at], before, knew, reader=reader)


def end_stale(tx: Transaction) -> None:
    """Challenges that nobody goes on with end, and their message becomes the table."""
    for challenge in tx.challenges.stale(ENDS_AFTER):
        if tx.challenges.move_on(challenge, ended=True):
            tx.groups.tell(challenge.group, f"{CHALLENGE}:{challenge.id}")


def _here(tx: Transaction, address: ChatAddress, challenge_id: int) -> Challenge:
    challenge = tx.challenges.get(challenge_id)
    if challenge is None or challenge.group.address != address:
        raise LearnerMistake("challenge-over")
    return challenge


def _items(challenge: Challenge) -> tuple[Item, ...]:
    return tuple(item_of(item_id, challenge.seed) for item_id in challenge.items)
