"""Ask about the exam: answered from a source and in its words, or not at all."""

from __future__ import annotations

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatMessage, private_chat
from engine.ielts.exam_question_notices import ExamAnswered, NotInSources
from engine.ielts.notices import Notice
from engine.practice.own_history import own_mistakes
from engine.practice.report_questions import LONGEST_QUESTION
from engine.retrieval.answering import answer_or_near
from engine.retrieval.index import refresh
from engine.store.store import Store


def ask(store: Store, message: ChatMessage, question: str) -> Notice:
    """The answer with its source. A document that was taken out or changed a moment ago is not answered from.

    A question about one's own mistakes is answered from one's own reports, where nobody else reads it.

    Raises:
        LearnerMistake: ``no-question`` or ``exam-question-too-long``.
        TryAgain: the database is away.
    """
    if not question.strip():
        raise LearnerMistake("no-question")
    if len(question) > LONGEST_QUESTION:
        raise LearnerMistake("exam-question-too-long", limit=LONGEST_QUESTION)
    refresh(store)
    if message.address == private_chat(message.sender):
        with store.transaction() as tx:
            own = own_mistakes(tx, message.sender, question)
        if own is not None:
            return own
    with store.transaction() as tx:
        found, near = answer_or_near(tx, question, tx.now.date())
    return NotInSources(near) if found is None else ExamAnswered(found.text, found.passage, near)
