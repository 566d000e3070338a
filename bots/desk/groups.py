"""The front desk's verbs for groups: orders of admins, members' answers and choices, challenges, leaving and moving.

Who is an admin is the platform's to say; whatever else may be done is decided here.
"""

from __future__ import annotations

from collections.abc import Callable

from bots.desk.door import at_the_door
from bots.desk.enqueueing import enqueue
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.groups.notices import Digest, PromptPosted, ReactionGiven
from engine.ielts.notices import Notice, Refused
from engine.ports import JobQueue, Work
from engine.practice.delivery import Parcel
from engine.practice.groups import answering, challenges, daily
from engine.settings import Settings
from engine.store.group_answers import CLOSED
from engine.store.recordings.shelf import Shelf
from engine.store.store import Store, Transaction

Notices = tuple[Notice, ...]
_OUT = frozenset({"blocked", "closed"})
"""Why a notice cannot be delivered, where the bot may not write in the chat at all."""


class GroupDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, jobs: JobQueue, settings: Settings) -> None:
        self._store = store
        self._jobs = jobs
        self._settings = settings
        self._shelf = Shelf.open(store, settings)

    @at_the_door
    def daily(self, address: ChatAddress, person: Person, text: str, *, admin: bool) -> Notices:
        """``/daily`` and the words after it; see :func:`engine.practice.groups.command.parse_daily`."""
        return self._decide(lambda tx: daily.order(tx, address, person, text, admin=admin))

    @at_the_door
    def daily_pressed(self, address: ChatAddress, person: Person, step: str, value: str, *, admin: bool) -> Notices:
        """A button of the panel; see :func:`engine.practice.groups.daily.press`."""
        return self._decide(lambda tx: daily.press(tx, address, person, step, value, admin=admin))

    @at_the_door
    def choose(self, address: ChatAddress, person: Person, choice: str) -> Notices:
        """How a member wants to be answered here: ``thread``, ``private``, ``muted`` or ``out``; ``""`` asks."""
        if not choice:
            return self._decide(lambda tx: daily.order(tx, address, person, "me", admin=False))
        return self._decide(lambda tx: daily.choose(tx, address, person, choice))

    def asked(self, message: ChatMessage, *, newest: bool = False) -> bool:
        """Whether this message answers a prompt; ``newest``: the last prompt here may be meant without a reply to it."""
        with self._store.transaction() as tx:
            return answering.post_of(tx, message, newest=newest) is not None

    @at_the_door
    def answered(self, message: ChatMessage, recording: bytes | None = None) -> Notices:
        """An answer to the prompt that it replies to, else to the newest: a text, or a recording."""
        try:
            kept = None if recording is None else self._shelf.keep(recording)
            with self._store.transaction() as tx:
                answer = answering.take_answer(tx, self._settings, message, kept)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        enqueue(self._jobs, () if answer is None else ((Work.REACT, answer),))
        return ()

    @at_the_door
    def share(self, address: ChatAddress, person: Person, answer_id: int) -> Notices:  # noqa: ARG002 - every verb has both
        """The writer of an answer lets the group see its phrase; a second press takes that back."""
        return self._decide(lambda tx: answering.share(tx, person, answer_id))

    @at_the_door
    def challenge(self, address: ChatAddress, person: Person) -> Notices:
        """``/challenge``."""
        return self._decide(lambda tx: challenges.start(tx, address, person))

    @at_the_door
    def challenge_pressed(
        self, address: ChatAddress, person: Person, challenge_id: int, number: int, choice: int
    ) -> Notices:
        """A choice at question ``number`` (from 0)."""
        return self._decide(lambda tx: challenges.press(tx, address, person, challenge_id, number, choice))

    @at_the_door
    def challenge_goes_on(self, address: ChatAddress, person: Person, challenge_id: int, number: int) -> Notices:
        """To the question after ``number``, or to the table."""
        return self._decide(lambda tx: challenges.go_on(tx, address, person, challenge_id, number))

    def left(self, address: ChatAddress) -> None:
        """The bot was removed from a chat: nothing is posted there any more."""
        with self._store.transaction() as tx:
            tx.groups.switch(address, active=False)

    def joined(self, address: ChatAddress) -> None:
        """The bot is in a chat, perhaps again: what was scheduled there goes on."""
        with self._store.transaction() as tx:
            tx.groups.switch(address, active=True)

    def undeliverable(self, tx: Transaction, parcel: Parcel, why: str) -> None:
        """A notice to a group could not be shown, ever: the group is switched off, or told that a member's chat is closed."""
        notice = parcel.notice
        if isinstance(notice, PromptPosted | Digest) and why in _OUT:
            tx.groups.switch(parcel.address, active=False)
        if isinstance(notice, ReactionGiven) and notice.private:
            answer = tx.group_answers.get(notice.answer_id)
            if answer is not None:
                tx.groups.tell(tx.group_answers.group_of(answer), f"{CLOSED}:{answer.id}")

    def _decide(self, decide: Callable[[Transaction], Notice]) -> Notices:
        try:
            with self._store.transaction() as tx:
                return (decide(tx),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
