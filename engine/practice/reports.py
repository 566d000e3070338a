"""Open a stored report: only for the learner who wrote the essay, only in the chat where it was sent."""

from __future__ import annotations

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.notices import ReportView
from engine.ielts.opinions import About, Subject
from engine.marking.writing.report_json import load_report
from engine.marking.writing.report_text import full_report
from engine.practice.essays import essay_of
from engine.retrieval.citing import cited
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
    answer = essay_of(submission).text
    chosen = tx.learners.preferences(learner)
    language = chosen.reads(person.language)
    text = full_report(report, answer, language) if view == "full" else None
    score = next((each for each in report.criteria if each.criterion == view), None)
    found = None if score is None else cited(tx, report.task.code, score.criterion, float(score.band))
    liked = tx.opinions.liked(Subject(About.REPORT, submission_id))
    return ReportView(submission_id, report, view, text, answer, liked, found)
