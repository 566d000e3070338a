"""``/ask`` in all front ends: an answer with its source, in the reader's language, or that there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bots.desk.buttons import pressed
from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from engine.documents.document import Block
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.exam_question_notices import ExamAnswered, NotInSources
from engine.ielts.passages import Passage, SourceKind
from engine.settings import Settings
from engine.store.store import Store
from tests.bots.test_report_questions import JobQueue
from tests.doubles.migrated import migrate
from tests.retrieval.putting import put

if TYPE_CHECKING:
    from tests.bots.conftest import Telegram

HERE, MEI = ChatAddress(Platform.TELEGRAM, "10"), Person(Platform.TELEGRAM, "1", "zh-hans")
ANSWER = ExamAnswered("Fish & chips.", Passage("Fish & chips.", "menu.pdf", SourceKind.DOCUMENT, "Lunch", 3))


def test_the_desk_answers_from_sources_and_from_nothing_else(settings: Settings) -> None:
    migrate(settings)
    store = Store.open(settings.resolved_database_url)
    put(store, "school.md", Block("The mock test is on Friday."))
    desk = FrontDesk(store, JobQueue(), settings)

    def asks(question: str, language: str = "en") -> str:
        message = ChatMessage(HERE, MEI, "1", question, datetime(2026, 5, 1, tzinfo=UTC))
        return reply_to(desk.exam_questions.ask(message, question)[-1], language).plain

    assert "Source: school.md, a document" in asks("When is the mock test?")
    assert asks("大作文要写多少字？", "zh-Hans").endswith("来源：2023 年公开的评分标准（由我们改写）")
    assert "I will not guess" in asks("What does a ticket to Mars cost?")
    assert "/ask how many words" in asks(" ")
    offered = desk.exam_questions.ask(
        ChatMessage(HERE, MEI, "1", "", datetime.now(UTC)), "Which paper is first, listening or reading?"
    )
    reply = reply_to(offered[-1], "en")
    assert "Perhaps you meant" in reply.plain
    (button,) = [button for row in reply.buttons for button in row if button.label == "Order and length of the test"]
    assert "are taken on one day" in reply_to(pressed(desk, HERE, MEI, button.data)[-1], "en").plain
    assert pressed(desk, HERE, MEI, "bm:ef:en:no-such-fact") == ()
    assert "300" in asks("why " * 100)
    assert "• Sentences without an error are frequent." in asks("What is grammar at band 7 in an essay?")
    desk.close()


async def test_telegram_asks_and_shows_the_source(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(ANSWER,), (NotInSources(),)]
    asked = await mei.says("/ask what is  for lunch?")
    shown = await mei.sees("Source: menu.pdf, a document from whoever runs this bot, page 3")
    assert shown.reply_to == asked
    await mei.says("/ask")
    await mei.sees("I will not guess")
    assert [question for _, question in telegram.desk.verbs("ask_exam")] == ["what is  for lunch?", ""]
