"""The front desk's verbs for a learner's own visual: its figures, typed."""

from __future__ import annotations

from bots.desk.door import at_the_door
from bots.desk.enqueueing import enqueue
from engine.errors import LearnerMistake
from engine.ielts.charts.notices import HowToTypeFigures
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.notices import Notice, Refused
from engine.ports import JobQueue, Work
from engine.practice.intake import mark_again
from engine.practice.visuals import keep_figures
from engine.settings import Settings
from engine.store.store import Store


class VisualDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, jobs: JobQueue, settings: Settings) -> None:
        self._store = store
        self._jobs = jobs
        self._settings = settings

    @at_the_door
    def typed(self, message: ChatMessage, table: str) -> tuple[Notice, ...]:
        """``/data`` and a small table; without one, how it is typed."""
        if not table.strip():
            return (HowToTypeFigures(),)
        try:
            with self._store.transaction() as tx:
                return (keep_figures(tx, message, table),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)

    @at_the_door
    def marked_again(self, address: ChatAddress, person: Person, submission_id: int) -> tuple[Notice, ...]:
        """The answer that was marked before its figures were typed, once more with them."""
        settings = self._settings.quotas_for(person.name)
        with self._store.transaction() as tx:
            received = mark_again(tx, settings, address, person, submission_id)
        enqueue(self._jobs, () if received.call is None else ((Work.MARK, received.call),))
        return received.notices
