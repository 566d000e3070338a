"""Open a stored report: only for the learner who wrote the essay, only in the chat where it was sent."""

from __future__ import annotations

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.notices import ReportView
from engine.marking.report_json import load_report
from engine.marking.report_text import full_report
from engine.practice.essays import essay_of
from engine.store.store import Transaction


def open_view(tx: Transaction, address: ChatAddress, person: Person, submission_id: int, view: str) -> ReportView:
    """One part of a report; the views are those of :class:`ReportView`.

    Raises:
        LearnerMistake: ``no-such-report`` or ``not-your-essay``.
    """
    learner = tx.intake.learner(person)
    submission = tx.intake.submission(submission_id)
    body = tx.intake.report(submission_id)
    if submission is None or body is None or submission.address != address:
        raise LearnerMistake("no-such-report")
    if submission.learner_id != learner:
        raise LearnerMistake("not-your-essay")
    report = load_report(body)
    text = full_report(report, essay_of(submission).text) if view == "full" else None
    return ReportView(submission_id, report, view, text)
