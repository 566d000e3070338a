"""The front desk's verb for questions about the exam."""

from __future__ import annotations

from bots.desk.door import at_the_door
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.exam_question_notices import ExamAnswered
from engine.ielts.notices import Notice, Refused
from engine.settings import Settings
from engine.store.store import Store


class ExamQuestionDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its method returns and raises."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    @at_the_door
    def ask(self, message: ChatMessage, question: str) -> tuple[Notice, ...]:
        """``/ask`` and a question about the exam. Neither is kept."""
        from engine.practice.exam_questions import ask

        try:
            return (ask(self._store, message, question),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)

    def fact(self, address: ChatAddress, person: Person, language: str, name: str) -> tuple[Notice, ...]:  # noqa: ARG002
        """A fact that was offered beside an answer, or in its place."""
        from engine.retrieval.own_sources import fact

        found = fact(language, name)
        return () if found is None else (ExamAnswered(found.text, found),)
