"""Questions about a report in Telegram: the button and the command reach the desk, the answer its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.ielts import notices as n
from engine.ielts.bands import Band, Criterion
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.opinion_notices import AskSuggestion, NotTaught, SuggestionCalledOff
from engine.ielts.opinions import About, Subject
from engine.ielts.report_question_notices import QuestionAnswered, QuestionTaken, WhyBand
from engine.ielts.rubric import load_rubric
from engine.ielts.why import why_not_higher
from tests.marking.reports import a_report

if TYPE_CHECKING:
    from tests.bots.conftest import Telegram

WHY = WhyBand(9, why_not_higher(a_report(), Criterion.COHERENCE, load_rubric()))


async def test_why_opens_in_the_reports_own_message_and_leads_back(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    report = a_report()
    telegram.desk.parcel(ChatAddress(Platform.TELEGRAM, str(mei.chat.id)), n.ReportReady(9, report))
    shown = await mei.sees("Task 2 essay: band")
    telegram.desk.says = [(n.ReportView(9, report, "CC"),), (WHY,), (n.ReportView(9, report, "CC"),)]
    await mei.presses("Coherence")
    await mei.sees("About Moreover")
    await mei.presses("❓ Why 6.0 and not 6.5?")
    opened = await mei.sees("What held it")
    assert opened.id == shown.id
    await mei.presses("‹ Back")
    await mei.sees("About Moreover")
    ((_, _, *what),) = telegram.desk.verbs("why")
    assert what == [9, "CC"]


async def test_a_question_is_taken_and_answered_at_its_own_message(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(QuestionTaken(9, Criterion.COHERENCE, 4),)]
    asked = await mei.says("/why are my  links <b> so bad?")
    taken = await mei.sees("You can ask 4 more")
    assert taken.reply_to == asked
    ((message, question),) = telegram.desk.verbs("ask")
    assert question == "are my  links <b> so bad?"
    assert message.message_id == str(asked)
    answer = QuestionAnswered(9, 3, Criterion.COHERENCE, Band(6.0), "Because of <b>one</b> link.")
    telegram.desk.parcel(ChatAddress(Platform.TELEGRAM, str(mei.chat.id)), answer, reply_to=str(asked))
    said = await mei.sees("Because of <b>one</b> link.")
    assert said.reply_to == asked
    assert said.labels == ["❓ Why 6.0 and not 6.5?", "‹ Back", "👍", "👎", "✍️ Better comment"]


async def test_a_bare_why_asks_for_the_rules_answer(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei", language="zh-hans")
    telegram.desk.says = [(WHY,)]
    await mei.says("/why")
    await mei.sees("为什么是 6.0 而不是 6.5")
    assert telegram.desk.verbs("ask")[0][1] == ""


async def test_a_thumb_changes_in_place_and_a_better_comment_is_asked_for(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    answer = QuestionAnswered(9, 3, Criterion.COHERENCE, Band(6.0), "Because of one link.")
    question = Subject(About.QUESTION, 3)
    telegram.desk.parcel(ChatAddress(Platform.TELEGRAM, str(mei.chat.id)), answer)
    shown = await mei.sees("Because of one link.")
    telegram.desk.says = [
        (replace(answer, liked=False), NotTaught()),
        (answer,),
        (AskSuggestion(question, Criterion.COHERENCE, "Because of one link.", 600),),
        (SuggestionCalledOff(waited=True),),
    ]
    assert "/privacy" in await mei.presses("👎"), "what a thumb is for is told once, to her alone"
    assert await mei.presses("👎 ✓") == ""
    assert [each.id for each in mei.standing("Because of one link.")] == [shown.id], "in place"
    assert [each[2:] for each in telegram.desk.verbs("thumb")] == [(question, False)] * 2
    await mei.presses("✍️ Better comment")
    asked = await mei.sees("How would a good teacher say it?")
    assert asked.labels == ["No, leave it"]
    await mei.presses("No, leave it")
    assert (await mei.sees("I leave the comment as it is")).id == asked.id
