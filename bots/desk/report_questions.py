"""The front desk's verbs for questions about a report: why this band, and whatever else a learner asks of it."""

from __future__ import annotations

from bots.desk.door import at_the_door
from bots.desk.enqueueing import enqueue
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.notices import Notice, Refused
from engine.ports import JobQueue, Work
from engine.practice import report_questions
from engine.settings import Settings
from engine.store.store import Store

Notices = tuple[Notice, ...]


class ReportQuestionDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, jobs: JobQueue, settings: Settings) -> None:
        self._store = store
        self._jobs = jobs
        self._settings = settings

    @at_the_door
    def why(self, address: ChatAddress, person: Person, submission_id: int, code: str) -> Notices:
        """A button: why does this criterion have this band and not the next?"""
        try:
            with self._store.transaction() as tx:
                return (report_questions.why(tx, address, person, submission_id, code),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)

    @at_the_door
    def ask(self, message: ChatMessage, question: str) -> Notices:
        """``/why`` and a question, about the last report of whoever asks in this chat."""
        try:
            with self._store.transaction() as tx:
                settings = self._settings.quotas_for(message.sender.name)
                asked = report_questions.ask(tx, settings, message, question)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        enqueue(self._jobs, () if asked.call is None else ((Work.ANSWER, asked.call),))
        return (asked.notice,)
