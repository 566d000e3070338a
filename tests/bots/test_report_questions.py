"""Questions about a report: the button, /why with a model and without, their bounds, and whose report it is."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from engine.documents.document import Block
from engine.errors import TryAgain
from engine.ielts import notices as n
from engine.ielts.bands import Band, Criterion
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.languages import Language
from engine.ielts.report_question_notices import QuestionAnswered, QuestionTaken, WhyBand
from engine.ielts.reports import BandReport, BetterParagraph
from engine.ielts.rubric import load_rubric
from engine.ielts.why import why_not_higher
from engine.ielts.writing import Essay
from engine.marking.writing.samples import sample_essay
from engine.ports import Work
from engine.practice import report_questions
from engine.practice.essays import mark_essay
from engine.retrieval.index import remove
from engine.settings import Settings
from engine.store.store import Store
from engine.wiring import build_marker
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate
from tests.marking.reports import ESSAY, TEXT, a_report
from tests.retrieval.putting import put

HERE = ChatAddress(Platform.TELEGRAM, "10")
MEI, ALI = Person(Platform.TELEGRAM, "1", "zh-hans"), Person(Platform.TELEGRAM, "2", "en")
SAMPLE = sample_essay("W2")


class JobQueue:
    def __init__(self) -> None:
        self.rung: list[tuple[Work, int]] = []
        self.away = False

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        if self.away:
            raise TryAgain("the broker is away")
        self.rung.append((work, row_id))


class Explainer:
    """Says what it is told to, and writes down what it was asked."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked: list[tuple[Criterion, str, Language]] = []

    def explain(
        self, report: BandReport, essay: Essay, criterion: Criterion, question: str, language: Language
    ) -> str | None:
        report.check_against(essay)
        self.asked.append((criterion, question, language))
        return self.answer


class Talk:
    """A learner whose essay has been marked, at a desk with a language model or without."""

    def __init__(self, settings: Settings, llm: str) -> None:
        self.settings = settings.model_copy(update={"llm": llm})
        migrate(settings)
        self.clock, self.jobs = MovedClock(), JobQueue()
        self.store = Store.open(settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, self.jobs, self.settings)
        with self.store.transaction() as tx:
            for person in (MEI, ALI):
                tx.learners.greeted(person)
        self._numbers = itertools.count(1)

    def message(self, text: str, who: Person = MEI, address: ChatAddress = HERE) -> ChatMessage:
        return ChatMessage(address, who, str(next(self._numbers)), text, self.clock())

    def is_marked(self, who: Person = MEI) -> int:
        (queued,) = self.desk.text(self.message(f"{SAMPLE.task.prompt}\n\n{SAMPLE.text}", who))
        assert isinstance(queued, n.Queued)
        offline = self.settings.model_copy(update={"llm": "none"})
        assert mark_essay(self.store, build_marker(offline), offline, queued.submission_id)
        (parcel,) = self.desk.due(Platform.TELEGRAM)
        self.desk.delivered(parcel)
        return queued.submission_id

    def asks(self, question: str, who: Person = MEI, address: ChatAddress = HERE) -> n.Notice:
        (notice,) = self.desk.report_questions.ask(self.message(question, who, address), question)
        return notice


@pytest.fixture
def offline(settings: Settings) -> Talk:
    return Talk(settings, "none")


@pytest.fixture
def talk(settings: Settings) -> Talk:
    return Talk(settings, "chatglm2")


def test_the_button_answers_at_once_and_by_rule(offline: Talk) -> None:
    submission = offline.is_marked()
    (view,) = offline.desk.view(HERE, MEI, submission, "CC")
    labels = {button.label: button.data for row in reply_to(view, "en").buttons for button in row}
    (data,) = [data for label, data in labels.items() if label.startswith("❓ Why")]
    assert data == f"bm:why:{submission}:CC"
    (notice,) = offline.desk.report_questions.why(HERE, MEI, submission, "CC")
    assert isinstance(notice, WhyBand)
    reply = reply_to(notice, "en")
    assert "What held it" in reply.plain or "typical of band" in reply.plain
    assert all(finding.quote in SAMPLE.text for finding in notice.why.held)
    assert reply.buttons[0][0].data == f"bm:view:{submission}:CC"
    assert "的要求" in reply_to(notice, "zh-hans").plain


def refused(notice: n.Notice) -> str:
    assert isinstance(notice, n.Refused)
    return notice.reason


def test_only_the_learners_own_report_in_its_chat(offline: Talk) -> None:
    submission = offline.is_marked()
    elsewhere = ChatAddress(Platform.TELEGRAM, "11")
    assert refused(offline.desk.report_questions.why(HERE, ALI, submission, "CC")[0]) == "not-your-essay"
    assert refused(offline.desk.report_questions.why(elsewhere, MEI, submission, "CC")[0]) == "no-such-report"
    assert refused(offline.desk.report_questions.why(HERE, MEI, submission, "TA")[0]) == "no-such-report"
    assert refused(offline.asks("Why?", ALI)) == "no-report-yet"
    assert refused(offline.asks("Why?", MEI, elsewhere)) == "no-report-yet"


@pytest.mark.parametrize(
    ("question", "criterion"),
    [
        ("Why is my grammar only that?", Criterion.GRAMMAR),
        ("词汇为什么这么低？", Criterion.LEXICAL),
        ("What is wrong with my paragraphs?", Criterion.COHERENCE),
        ("Did I answer the question?", Criterion.TASK_RESPONSE),
    ],
)
def test_without_a_model_the_rule_answers_about_what_was_named(
    offline: Talk, question: str, criterion: Criterion
) -> None:
    offline.is_marked()
    notice = offline.asks(question)
    assert isinstance(notice, WhyBand)
    assert notice.why.criterion is criterion
    assert not notice.unnamed
    assert offline.jobs.rung[1:] == []


def test_a_question_that_names_no_criterion_is_told_so(offline: Talk) -> None:
    offline.is_marked()
    notice = offline.asks("How do I get a 9?")
    assert isinstance(notice, WhyBand)
    assert "names none of the four, so this is the lowest" in reply_to(notice, "en").plain
    said = reply_to(notice, "zh-hans").plain
    assert "先说最低的一项" in said
    for word in ("任务", "衔接", "词汇", "语法"):
        assert f"/why {word}" in said
        named = offline.asks(word)
        assert isinstance(named, WhyBand)
        assert not named.unnamed, "what it proposes is understood"
    bare = offline.asks(" ")
    assert isinstance(bare, WhyBand)
    assert not bare.unnamed


@pytest.mark.parametrize(
    ("band", "told"),
    [
        (5.5, ("5.5 lies half way", "some of what 6.0 asks for is there", "What 6.0 asks for:")),
        (5.0, ("What band 5.0 says of such a text", "What band 6.0 asks for (some of it is enough for 5.5):")),
    ],
)
def test_a_band_that_no_sentence_decided_is_explained_and_not_denied(band: float, told: tuple[str, ...]) -> None:
    report = a_report((band, 6, 6, 6))
    bare = replace(report, criteria=tuple(replace(score, findings=()) for score in report.criteria))
    notice = WhyBand(1, why_not_higher(bare, Criterion.TASK_RESPONSE, load_rubric()))
    said = reply_to(notice, "en").plain
    for words in ("No one sentence of yours decided it", *told):
        assert words in said
    assert "Nothing" not in said
    assert "不是哪一句话决定的" in reply_to(notice, "zh-hans").plain


def test_a_question_goes_through_the_worker_with_its_number_only(talk: Talk) -> None:
    submission = talk.is_marked()
    talk.jobs.rung.clear()
    taken = talk.asks("Why is my grammar only that?")
    assert taken == QuestionTaken(submission, Criterion.GRAMMAR, talk.settings.questions_per_report - 1)
    ((work, report_question),) = talk.jobs.rung
    assert work is Work.ANSWER
    explainer = Explainer("因为有几处语法错误。")
    assert report_questions.answer(talk.store, explainer, talk.settings, report_question)
    assert explainer.asked == [(Criterion.GRAMMAR, "Why is my grammar only that?", Language.CHINESE)]
    assert not report_questions.answer(talk.store, explainer, talk.settings, report_question), "answered once"
    (parcel,) = talk.desk.due(Platform.TELEGRAM)
    assert isinstance(parcel.notice, QuestionAnswered)
    assert parcel.notice.answer == "因为有几处语法错误。"
    assert parcel.reply_to == "2", "it answers the question's own message"
    assert "因为有几处语法错误。" in reply_to(parcel.notice, parcel.language).plain
    talk.desk.delivered(parcel)
    assert talk.desk.due(Platform.TELEGRAM) == ()


def test_where_no_answer_holds_the_rule_answers(talk: Talk) -> None:
    talk.is_marked()
    talk.asks("Why?")
    assert report_questions.answer(talk.store, Explainer(None), talk.settings, talk.jobs.rung[-1][1])
    (parcel,) = talk.desk.due(Platform.TELEGRAM)
    assert isinstance(parcel.notice, WhyBand)


def test_bounds(talk: Talk) -> None:
    submission = talk.is_marked()
    assert refused(talk.asks("Why? " * 100)) == "question-too-long"
    assert isinstance(talk.asks("  "), WhyBand), "no words: the rule answers"
    for left in reversed(range(talk.settings.questions_per_report)):
        assert talk.asks("Why is my grammar only that?") == QuestionTaken(submission, Criterion.GRAMMAR, left)
    assert refused(talk.asks("And why?")) == "too-many-questions"
    newer = talk.is_marked()
    assert isinstance(taken := talk.asks("And why?"), QuestionTaken)
    assert taken.submission_id == newer, "the last report is what is asked about"


def test_the_same_message_is_taken_once(talk: Talk) -> None:
    talk.is_marked()
    message = talk.message("Why is my grammar only that?")
    one, again = (talk.desk.report_questions.ask(message, message.text) for _ in range(2))
    assert one == again
    assert len({ring for ring in talk.jobs.rung if ring[0] is Work.ANSWER}) == 1


def test_a_question_survives_broker_and_worker(talk: Talk) -> None:
    talk.is_marked()
    talk.jobs.away = True
    assert isinstance(talk.asks("Why?"), QuestionTaken)
    talk.clock.move(minutes=5)

    def sweep() -> list[int]:
        with talk.store.transaction() as tx:
            return list(tx.report_questions.sweep(3, talk.settings.wake_again))

    (aside,) = sweep()
    assert sweep() == []
    for _ in range(3):  # three workers that die with it in hand
        with talk.store.transaction() as tx:
            claim = tx.report_questions.claim(aside, talk.settings.lease)
        assert claim is not None
        with talk.store.transaction() as tx:
            assert tx.report_questions.claim(aside, talk.settings.lease) is None
        talk.clock.move(minutes=5)
    assert sweep() == []
    with talk.store.transaction() as tx:
        assert claim is not None
        assert not tx.report_questions.answered(claim, "too late")
    (parcel,) = talk.desk.due(Platform.TELEGRAM)
    assert isinstance(parcel.notice, WhyBand)


def test_a_better_paragraph_has_a_button_only_where_there_is_one() -> None:
    start, end = TEXT.index("Moreover"), len(TEXT)
    better = BetterParagraph(start, end, TEXT[start:], "Besides, <i>cars</i> are pleasant.", Band(6.5), TEXT)
    plain = a_report()
    with_one = type(plain)(**{name: getattr(plain, name) for name in plain.__slots__} | {"better": better})
    with_one.check_against(ESSAY)

    def labels(notice: n.Notice, language: str) -> list[str]:
        return [button.label for row in reply_to(notice, language).buttons for button in row]

    assert "✨ A better paragraph" in labels(n.ReportReady(1, with_one), "en")
    assert "✨ 更好的段落" in labels(n.ReportReady(1, with_one), "zh-hans")
    assert "✨ A better paragraph" not in labels(n.ReportReady(1, plain), "en")
    view = reply_to(n.ReportView(1, with_one, "better"), "en")
    assert "Besides, <i>cars</i> are pleasant." in view.plain
    assert "&lt;i&gt;cars" in view.html
    assert "about band 6.5" in view.plain
    assert reply_to(n.ReportView(1, plain, "better"), "en").plain == reply_to(n.ReportReady(1, plain), "en").plain


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("reason", ["no-report-yet", "question-too-long", "too-many-questions", "nothing-above"])
def test_every_refusal_has_a_sentence(reason: str, language: str) -> None:
    facts: dict[str, Any] = {"limit": 5}
    text = reply_to(n.Refused(reason, facts), language).plain
    assert text != reply_to(n.Refused("a-reason-of-next-year"), language).plain
    assert "{" not in text


def test_an_operators_document_is_cited_in_the_next_view_and_gone_when_removed(offline: Talk) -> None:
    submission = offline.is_marked()
    put(offline.store, "links.md", Block("Linking words", 1), Block("One link in a paragraph is enough for us."))

    def views() -> list[str]:
        view = offline.desk.view(HERE, MEI, submission, "CC")[0]
        asked = offline.desk.report_questions.why(HERE, MEI, submission, "CC")[0]
        return [reply_to(notice, "en").plain for notice in (view, asked)]

    assert all("One link in a paragraph" in text and "Source: links.md" in text for text in views())
    other = reply_to(offline.desk.view(HERE, MEI, submission, "LR")[0], "en").plain
    assert "links.md" not in other
    with offline.store.transaction() as tx:
        remove(tx, "links.md")
    assert not any("links.md" in text for text in views())


def test_nobody_has_to_ask_why_a_nine_is_a_nine() -> None:
    nine = a_report((9, 9, 9, 9))
    view = reply_to(n.ReportView(1, nine, "CC"), "en")
    assert not [button for row in view.buttons for button in row if button.data.startswith("bm:why")]
