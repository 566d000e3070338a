"""The front desk's verbs for questions about a report: why this band, and whatever else a learner asks of it."""

from __future__ import annotations

from bots.ringing import ring
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.notices import Notice, Refused
from engine.ports import Bell, Work
from engine.practice import asides
from engine.settings import Settings
from engine.store.store import Store

Notices = tuple[Notice, ...]


class AsideDesk:
    """One a process; see :class:`bots.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, bell: Bell, settings: Settings) -> None:
        self._store = store
        self._bell = bell
        self._settings = settings

    def why(self, address: ChatAddress, person: Person, submission_id: int, code: str) -> Notices:
        """A button: why does this criterion have this band and not the next?"""
        try:
            with self._store.transaction() as tx:
                return (asides.why(tx, address, person, submission_id, code),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)

    def ask(self, message: ChatMessage, question: str) -> Notices:
        """``/why`` and a question, about the last report of whoever asks in this chat."""
        try:
            with self._store.transaction() as tx:
                asked = asides.ask(tx, self._settings, message, question)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        ring(self._bell, () if asked.ring is None else ((Work.ANSWER, asked.ring),))
        return (asked.notice,)
