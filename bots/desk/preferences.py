"""The front desk's verbs for what learners think of what they were told: thumbs, and better comments."""

from __future__ import annotations

from collections.abc import Callable

from bots.desk.door import at_the_door
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.notices import Notice, Refused
from engine.ielts.opinions import Subject
from engine.practice import preferences
from engine.settings import Settings
from engine.store.store import Store, Transaction

Notices = tuple[Notice, ...]


class PreferenceDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    @at_the_door
    def thumb(self, address: ChatAddress, person: Person, subject: Subject, liked: bool) -> Notices:  # noqa: FBT001 - which
        """A thumb was pressed."""
        return self._do(lambda tx: preferences.thumb(tx, address, person, subject, liked=liked))

    @at_the_door
    def better(self, address: ChatAddress, person: Person, subject: Subject) -> Notices:
        """Somebody knows a better comment."""
        return self._do(lambda tx: (preferences.ask_suggestion(tx, address, person, subject),))

    @at_the_door
    def call_off(self, address: ChatAddress, person: Person) -> Notices:  # noqa: ARG002 - every verb has both
        """No better comment after all."""
        return self._do(lambda tx: (preferences.call_off(tx, person),))

    def text(self, message: ChatMessage) -> Notices | None:
        """A text that is the better comment which was asked for; ``None``: it is somebody else's business."""
        try:
            with self._store.transaction() as tx:
                taken = preferences.take_suggestion(tx, message)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        return None if taken is None else (taken,)

    def _do(self, decide: Callable[[Transaction], Notices]) -> Notices:
        try:
            with self._store.transaction() as tx:
                return decide(tx)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
