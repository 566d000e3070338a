"""Ask about a report: answered at once by rule, or by a worker with a language model, within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engine.errors import LearnerMistake
from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.languages import language_of
from engine.ielts.notices import Notice
from engine.ielts.opinions import About, Subject
from engine.ielts.report_question_notices import QuestionAnswered, QuestionTaken, WhyBand
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.why import lowest, why_not_higher
from engine.marking.llm.exchanges import overheard
from engine.marking.writing.report_json import load_report
from engine.ports import Explainer
from engine.practice.essays import essay_of
from engine.practice.reports import open_view
from engine.practice.served import keep_served
from engine.retrieval.citing import cited
from engine.settings import Settings
from engine.store.report_questions import ReportQuestion
from engine.store.store import Store, Transaction

LONGEST_QUESTION = 300
"""Characters: a question, not an essay."""

_ABOUT = (
    (Criterion.GRAMMAR, r"gramma|tense|article|sentence|punctuat|comma|语法|时态|句|标点|冠词"),
    (Criterion.LEXICAL, r"vocab|lexic|words?\b|spell|colloc|phrase|词|拼写|搭配"),
    (Criterion.COHERENCE, r"coher|cohes|link|paragraph|structur|organi|连贯|衔接|段|结构"),
    (Criterion.TASK_RESPONSE, r"task|question|position|opinion|idea|example|argument|任务|回应|观点|例子|切题|论"),
    (Criterion.TASK_ACHIEVEMENT, r"task|overview|figure|bullet|tone|purpose|letter|任务|概述|数据|书信|语气"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to say now, and the question that a worker should be told of, if one."""

    notice: Notice
    call: int | None = None


def why(tx: Transaction, address: ChatAddress, person: Person, submission_id: int, code: str) -> WhyBand:
    """Why a criterion has its band and not the next.

    Raises:
        LearnerMistake: ``no-such-report``, ``not-your-essay`` or ``nothing-above``.
    """
    opened = open_view(tx, address, person, submission_id, code)
    report = opened.report
    criterion = next((score.criterion for score in report.criteria if score.criterion == code), None)
    if criterion is None:
        raise LearnerMistake("no-such-report")
    liked = tx.opinions.liked(Subject(About.WHY, submission_id, criterion))
    return replace(by_rule(report, submission_id, criterion), liked=liked, cited=opened.cited)


def ask(tx: Transaction, settings: Settings, message: ChatMessage, question: str) -> Asked:
    """A question about the last report of this learner in this chat; the same message is taken once.

    Without a language model, or without words, the answer comes at once and by rule.

    Raises:
        LearnerMistake: ``no-report-yet``, ``question-too-long``, ``too-many-questions`` or ``nothing-above``.
    """
    learner = tx.intake.learner(message.sender)
    submission_id = tx.report_questions.last_report(learner, message.address)
    body = None if submission_id is None else tx.intake.report(submission_id)
    if submission_id is None or body is None:
        raise LearnerMistake("no-report-yet")
    if len(question) > LONGEST_QUESTION:
        raise LearnerMistake("question-too-long", limit=LONGEST_QUESTION)
    report = load_report(body)
    named = named_in(report, question)
    criterion = lowest(report) if named is None else named
    if settings.llm == "none" or settings.questions_per_report == 0 or not question.strip():
        told = by_rule(report, submission_id, criterion)
        unnamed = named is None and bool(question.strip())
        found = cited(tx, report.task.code, criterion, float(told.why.band))
        return Asked(replace(told, cited=found, unnamed=unnamed))
    asked, known = (
        tx.report_questions.asked(submission_id),
        tx.report_questions.of_message(submission_id, message.message_id),
    )
    if known is not None:
        return Asked(QuestionTaken(submission_id, criterion, settings.questions_per_report - asked), known)
    if asked >= settings.questions_per_report:
        raise LearnerMistake("too-many-questions", limit=settings.questions_per_report)
    report_question = tx.report_questions.ask(submission_id, message.message_id, criterion, question.strip())
    return Asked(QuestionTaken(submission_id, criterion, settings.questions_per_report - asked - 1), report_question)


def answer(store: Store, explainer: Explainer | None, settings: Settings, question_id: int) -> bool:
    """Answer a question if it is to be had; ``False``: somebody else has it, or it is answered."""
    with store.transaction() as tx:
        claim = tx.report_questions.claim(question_id, settings.lease)
    if claim is None:
        return False
    report, essay = load_report(claim.report), essay_of(claim.submission)
    said = None
    with overheard() as exchanges:
        if explainer is not None:
            language = language_of(claim.language)
            said = explainer.explain(report, essay, Criterion(claim.criterion), claim.question, language)
    with store.transaction() as tx:
        done = tx.report_questions.answered(claim, said)
        if done and said is not None:
            keep_served(tx, claim.submission.learner_id, Subject(About.QUESTION, question_id), exchanges)
        return done


def answered(report: BandReport, report_question: ReportQuestion) -> WhyBand | QuestionAnswered:
    """What goes to the chat: the model's answer where there is one that holds, else the rule's."""
    criterion = Criterion(report_question.criterion)
    if report_question.answer is None:
        return WhyBand(report_question.submission_id, why_not_higher(report, criterion, load_rubric()))
    band = next(score.band for score in report.criteria if score.criterion is criterion)
    return QuestionAnswered(report_question.submission_id, report_question.id, criterion, band, report_question.answer)


def by_rule(report: BandReport, submission_id: int, criterion: Criterion) -> WhyBand:
    """The rule's answer.

    Raises:
        LearnerMistake: ``nothing-above``: the criterion has band 9.
    """
    told = why_not_higher(report, criterion, load_rubric())
    if told.wanted == told.band:
        raise LearnerMistake("nothing-above")
    return WhyBand(submission_id, told)


def named_in(report: BandReport, question: str) -> Criterion | None:
    """The criterion that a question names."""
    mine = {score.criterion for score in report.criteria}
    for criterion, words in _ABOUT:
        if criterion in mine and re.search(words, question, re.IGNORECASE):
            return criterion
    return None
