"""Questions about a report: the button, /why with a model and without, their bounds, and whose report it is."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from bots.frontdesk import FrontDesk
from bots.replies import reply_to
from engine.errors import TryAgain
from engine.ielts import notices as n
from engine.ielts.aside_notices import QuestionAnswered, QuestionTaken, WhyBand
from engine.ielts.bands import Band, Criterion
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport, BetterParagraph
from engine.ielts.writing import Essay
from engine.marking.samples import sample_essay
from engine.ports import Work
from engine.practice import asides
from engine.practice.essays import mark_essay
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.store.store import Store
from engine.wiring import build_marker
from tests.doubles.clock import MovedClock
from tests.marking.reports import ESSAY, TEXT, a_report

HERE = ChatAddress(Platform.TELEGRAM, "10")
MEI, ALI = Person(Platform.TELEGRAM, "1", "zh-hans"), Person(Platform.TELEGRAM, "2", "en")
SAMPLE = sample_essay("W2")


class Bell:
    def __init__(self) -> None:
        self.rung: list[tuple[Work, int]] = []
        self.away = False

    def ring(self, row_id: int, work: Work = Work.MARK) -> None:
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
        upgrade(settings)
        self.clock, self.bell = MovedClock(), Bell()
        self.store = Store.open(settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, self.bell, self.settings)
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
        (notice,) = self.desk.asides.ask(self.message(question, who, address), question)
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
    (notice,) = offline.desk.asides.why(HERE, MEI, submission, "CC")
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
    assert refused(offline.desk.asides.why(HERE, ALI, submission, "CC")[0]) == "not-your-essay"
    assert refused(offline.desk.asides.why(elsewhere, MEI, submission, "CC")[0]) == "no-such-report"
    assert refused(offline.desk.asides.why(HERE, MEI, submission, "TA")[0]) == "no-such-report"
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
    assert offline.bell.rung[1:] == []


def test_a_question_goes_through_the_worker_with_its_number_only(talk: Talk) -> None:
    submission = talk.is_marked()
    talk.bell.rung.clear()
    taken = talk.asks("Why is my grammar only that?")
    assert taken == QuestionTaken(submission, Criterion.GRAMMAR, talk.settings.questions_per_report - 1)
    ((work, aside),) = talk.bell.rung
    assert work is Work.ANSWER
    explainer = Explainer("因为有几处语法错误。")
    assert asides.answer(talk.store, explainer, talk.settings, aside)
    assert explainer.asked == [(Criterion.GRAMMAR, "Why is my grammar only that?", Language.CHINESE)]
    assert not asides.answer(talk.store, explainer, talk.settings, aside), "answered once"
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
    assert asides.answer(talk.store, Explainer(None), talk.settings, talk.bell.rung[-1][1])
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
    one, again = (talk.desk.asides.ask(message, message.text) for _ in range(2))
    assert one == again
    assert len({ring for ring in talk.bell.rung if ring[0] is Work.ANSWER}) == 1


def test_a_question_survives_broker_and_worker(talk: Talk) -> None:
    talk.is_marked()
    talk.bell.away = True
    assert isinstance(talk.asks("Why?"), QuestionTaken)
    talk.clock.move(minutes=5)

    def sweep() -> list[int]:
        with talk.store.transaction() as tx:
            return list(tx.asides.sweep(3, talk.settings.ring_again))

    (aside,) = sweep()
    assert sweep() == []
    for _ in range(3):  # three workers that die with it in hand
        with talk.store.transaction() as tx:
            claim = tx.asides.claim(aside, talk.settings.lease)
        assert claim is not None
        with talk.store.transaction() as tx:
            assert tx.asides.claim(aside, talk.settings.lease) is None
        talk.clock.move(minutes=5)
    assert sweep() == []
    with talk.store.transaction() as tx:
        assert claim is not None
        assert not tx.asides.answered(claim, "too late")
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


def test_nobody_has_to_ask_why_a_nine_is_a_nine() -> None:
    nine = a_report((9, 9, 9, 9))
    view = reply_to(n.ReportView(1, nine, "CC"), "en")
    assert not [button for row in view.buttons for button in row if button.data.startswith("bm:why")]
