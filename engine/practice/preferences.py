"""What a learner thinks of a report or an answer: a thumb, or a better comment in the learner's own words."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib.resources import files

from engine.errors import LearnerMistake
from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.languages import Language, language_of
from engine.ielts.notices import Notice, ReportView
from engine.ielts.opinion_notices import AskSuggestion, AskWhichComment, NotTaught, SuggestionCalledOff, SuggestionTaken
from engine.ielts.opinions import About, Served, Subject
from engine.ielts.report_question_notices import QuestionAnswered, WhyBand
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.notices import SpeakingView
from engine.ielts.why import Why
from engine.marking.llm.question import WHY_NOT_HIGHER, question_prompt
from engine.marking.llm.steering import spells_machinery
from engine.practice import report_questions
from engine.practice.reports import open_view
from engine.practice.speaking_views import open_report
from engine.practice.speaking_views import view as speaking_view
from engine.prompts import ANSWER_CHARS, is_feedback
from engine.store.store import Transaction

_Judged = ReportView | SpeakingView | WhyBand | QuestionAnswered
_PATIENCE = timedelta(minutes=30)
"""How long the next message is taken for a suggestion."""


def thumb(
    tx: Transaction, address: ChatAddress, person: Person, subject: Subject, *, liked: bool
) -> tuple[Notice, ...]:
    """A thumb was pressed: up, down, or away where it was up already. Answers with the same thing, its thumb changed.

    Every thumb counts for whoever runs this; it teaches only where the learner allows that.

    Raises:
        LearnerMistake: ``no-such-report``, ``not-your-essay``, ``not-your-test`` or ``report-renewed``.
    """
    shown = _shown(tx, address, person, subject)
    learner = tx.intake.learner(person)
    trains = tx.learners.consent(learner).training
    first = not tx.opinions.given(learner)
    now = tx.opinions.like(subject, liked=liked, trains=trains)
    if trains and isinstance(shown, WhyBand):
        _keep_by_rule(tx, address, person, subject)
    changed = replace(shown, liked=now)
    return (changed, NotTaught()) if first and not trains else (changed,)


def ask_suggestion(tx: Transaction, address: ChatAddress, person: Person, subject: Subject) -> Notice:
    """Wait for a better comment; of a report, ask first on which criterion.

    Raises:
        LearnerMistake: those of :func:`thumb`; ``suggestion-needs-training``; ``suggestion-too-late``: what this is about
            was not kept, because training was allowed only later.
    """
    shown = _shown(tx, address, person, subject)
    learner = tx.intake.learner(person)
    if not tx.learners.consent(learner).training:
        raise LearnerMistake("suggestion-needs-training")
    match shown:
        case WhyBand():
            criterion = shown.why.criterion
            _keep_by_rule(tx, address, person, subject)
        case QuestionAnswered():
            criterion = shown.criterion
        case _:
            report = open_view(tx, address, person, subject.number, "short").report
            return AskWhichComment(
                subject.number, tuple(each.criterion for each in report.criteria if float(each.band) < 9)
            )
    served = tx.opinions.served(subject)
    if served is None:
        raise LearnerMistake("suggestion-too-late")
    tx.opinions.wait(learner, subject, _PATIENCE)
    return AskSuggestion(subject, criterion, json.loads(served.answer)["answer"], ANSWER_CHARS)


def take_suggestion(tx: Transaction, message: ChatMessage) -> Notice | None:
    """Take a message for the suggestion that is waited for here; ``None``: none is. The same message is taken once.

    Raises:
        LearnerMistake: ``suggestion-too-long``, or ``suggestion-unfit``: nothing that could be shown to anybody.
    """
    subject = tx.opinions.awaited(message)
    if subject is None or not tx.learners.consent(tx.intake.learner(message.sender)).training:
        return None
    text = " ".join(unicodedata.normalize("NFC", message.text).split())
    if len(text) > ANSWER_CHARS:
        raise LearnerMistake("suggestion-too-long", characters=len(text), limit=ANSWER_CHARS)
    if spells_machinery(text) or not any(is_feedback(text, ANSWER_CHARS, each) for each in Language):
        raise LearnerMistake("suggestion-unfit")
    tx.opinions.suggest(subject, text, message.message_id)
    return SuggestionTaken()


def call_off(tx: Transaction, person: Person) -> SuggestionCalledOff:
    """Wait for no suggestion any more."""
    return SuggestionCalledOff(tx.opinions.wait_no_more(tx.intake.learner(person)))


def _shown(tx: Transaction, address: ChatAddress, person: Person, subject: Subject) -> _Judged:
    """What the opinion is about, as its learner sees it.

    Raises:
        LearnerMistake: it is not there, or not this learner's.
    """
    match subject.about:
        case About.REPORT:
            return open_view(tx, address, person, subject.number, "short")
        case About.TEST:
            return speaking_view(open_report(tx, address, person, subject.number), "short", None)
        case About.WHY:
            return report_questions.why(tx, address, person, subject.number, str(subject.criterion))
        case About.QUESTION:
            question = tx.report_questions.of_id(subject.number)
            if question is None or question.answer is None:
                raise LearnerMistake("no-such-report")
            report = open_view(tx, address, person, question.submission_id, "short").report
            return report_questions.answered(report, question)


def _keep_by_rule(tx: Transaction, address: ChatAddress, person: Person, subject: Subject) -> None:
    """Keep the rule's answer to "why?" as a model would have been asked for it, of somebody who allows training."""
    criterion = Criterion(str(subject.criterion))
    report = open_view(tx, address, person, subject.number, "short").report
    chosen = tx.learners.preferences(tx.intake.learner(person))
    language = language_of(chosen.reads(person.language))
    says = _by_rule(report_questions.by_rule(report, subject.number, criterion).why, language)
    if tx.opinions.served(subject) is not None or not is_feedback(says, ANSWER_CHARS, language):
        return
    prompt = question_prompt(report, criterion, WHY_NOT_HIGHER, language, load_rubric())
    answer = json.dumps({"answer": says}, ensure_ascii=False)
    tx.opinions.serve(subject, Served(prompt.shared, prompt.own, answer, "rules"))


def _by_rule(why: Why, language: Language) -> str:
    """The rule's answer as one comment, in what a model may say: an arrow is none of it."""
    told = load_rubric(language).told
    seen = [each.message.replace("→", "->") for each in why.held if not _is_foreign(each.message, language)]
    held = (seen or [told(rule) for rule in why.limits] or [""])[0]
    asked = "".join(told(rule) for rule in why.asked[:1])
    return _frames()[language].format(band=why.band, held=held, wanted=why.wanted, asked=asked).strip()


def _is_foreign(message: str, language: Language) -> bool:
    """Whether a stored finding is in another language than the one that is read now."""
    return (language is Language.CHINESE) != bool(re.search(r"[\u4e00-\u9fff]", message))


@cache
def _frames() -> Mapping[str, str]:
    return tomllib.loads(files("engine.data").joinpath("preferences/by_rule.toml").read_text("utf-8"))
