"""What arrives from Telegram reaches the right verb of the desk, and the answer reaches the right place."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine.ielts import notices as n
from engine.ielts.charts.notices import HowToTypeFigures, PictureKept
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from tests.doubles.telegram_chats import PATIENCE

if TYPE_CHECKING:
    from engine.ielts.reports import BandReport
    from tests.bots.conftest import Telegram


@pytest.fixture(scope="module")
def report() -> BandReport:
    from engine.ielts.rubric import load_rubric

    return OfflineMarker(OfflineScorer.load(), load_rubric()).mark(sample_essay("W2"))


def taken(telegram: Telegram) -> list[ChatMessage]:
    return [arguments[0] for arguments in telegram.desk.verbs("text")]


async def test_a_message_is_taken_in_as_it_was_sent(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei", language="zh-hans")
    noon = int(time.time()) - 60
    message_id = await mei.says("  My essay.\n\nSecond  paragraph <b>.", at=noon)
    await telegram.settled()
    (message,) = taken(telegram)
    assert message.text == "  My essay.\n\nSecond  paragraph <b>."
    assert message.address == ChatAddress(Platform.TELEGRAM, str(mei.chat.id))
    assert message.sender == Person(Platform.TELEGRAM, str(mei.user["id"]), "zh-hans")
    assert (message.message_id, message.revision, message.reply_to) == (str(message_id), 0, None)
    assert message.sent_at.replace(microsecond=0) == datetime.fromtimestamp(noon, UTC)


async def test_halves_of_one_second_keep_their_order(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    await mei.says("word " * 2000, at=int(time.time()))
    await telegram.settled()
    times = [message.sent_at for message in taken(telegram)]
    assert len(times) == 3
    assert times == sorted(set(times))


async def test_an_edit_is_a_revision(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    message_id = await mei.says("My esay.")
    await mei.edits(message_id, "My essay.")
    await telegram.settled()
    first, second = taken(telegram)
    assert first.message_id == second.message_id
    assert second.text == "My essay."
    assert second.revision > first.revision == 0


async def test_commands_reach_their_verbs(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    for command in ("/start", "/help", "/cancel", "/accuracy", "/tea", "/start@bandmate_bot"):
        await mei.says(command)
    await telegram.settled()
    assert [verb for verb, _ in telegram.desk.calls] == [
        "started", "helped", "withdrawn", "accuracy", "unknown_command", "started",
    ]  # fmt: skip


async def test_what_stands_below_a_command_belongs_to_it(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    for sent in ("/mark\nSome people say so.\n\nI agree.", "/task\nenvironment and cities", "/said  in Hanoi "):
        await mei.says(sent)
    await telegram.settled()
    assert [message.text for message in taken(telegram)] == ["Some people say so.\n\nI agree."]
    assert [arguments[-1] for _, arguments in telegram.desk.calls[1:]] == ["environment and cities", "in Hanoi"]


async def test_in_a_group_it_answers_only_when_addressed(telegram: Telegram) -> None:
    group = telegram.api.group("Band 7 club")
    ali = telegram.api.member(group, "Ali")
    telegram.desk.says = [(n.AskTask(1, 250),)]
    await ali.says("Nobody asked the bot about supper.")
    await ali.says("/tea")
    await ali.sends_picture()
    essay = await ali.says("@bandmate_bot In many cities people buy food.")
    asked = await ali.sees("Which task is this?")
    assert asked.reply_to == essay
    assert "answer to this message" in asked.text
    await ali.says("And here is the question.", answering=asked.id)
    await ali.says("/tea@bandmate_bot")
    await telegram.settled()
    assert [message.text for message in taken(telegram)] == [
        "In many cities people buy food.",
        "And here is the question.",
    ]
    assert len(telegram.desk.verbs("unknown_command")) == 1
    assert not telegram.desk.verbs("unsupported")


async def test_mark_takes_in_the_message_that_it_answers_for_its_writer(telegram: Telegram) -> None:
    group = telegram.api.group("Band 7 club")
    ali, teacher = telegram.api.member(group, "Ali"), telegram.api.member(group, "Teacher")
    essay = await ali.says("In many cities people buy food.")
    await teacher.says("/mark", answering=essay)
    await teacher.says("/mark In some cities people do not.")
    await teacher.says("/mark")
    await telegram.settled()
    first, second = taken(telegram)
    assert (first.message_id, first.sender.user_id) == (str(essay), str(ali.user["id"]))
    assert (second.text, second.sender.user_id) == ("In some cities people do not.", str(teacher.user["id"]))
    assert len(telegram.desk.verbs("helped")) == 1


async def test_a_topic_is_an_address_of_its_own(telegram: Telegram) -> None:
    group = telegram.api.group("Band 7 club")
    ali = telegram.api.member(group, "Ali", topic=77)
    telegram.desk.says = [(n.AskTask(1, 250),)]
    await ali.says("@bandmate_bot In many cities people buy food.")
    asked = await ali.sees("Which task is this?")
    assert asked.topic == 77
    await ali.presses("Task 2")
    ((address, *_),) = telegram.desk.verbs("task_chosen")
    assert address == taken(telegram)[0].address == ChatAddress(Platform.TELEGRAM, f"{group.id}/77")


async def test_what_is_no_text_is_named(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    await mei.sends_sticker()
    await telegram.settled()
    assert [kind for _, kind in telegram.desk.verbs("unsupported")] == ["sticker"]


async def test_pictures_go_to_the_desk_and_an_album_gets_one_answer(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(PictureKept(with_essay=False),)] * 6
    await mei.sends_picture("My task")
    await mei.sends_file("photo.png", b"\x89PNG", kind="image/png")
    await mei.sends_album(4)
    await telegram.settled()
    taken_in = telegram.desk.verbs("file")
    assert [message.text for message, _ in taken_in] == ["My task", "", "", "", "", ""]
    assert taken_in[1][1].data == b"\x89PNG"
    assert len(mei.standing("never look into pictures")) == 3, "an album is one thing"


async def test_figures_are_typed_on_lines_of_their_own(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(HowToTypeFigures(),), (HowToTypeFigures(),)]
    await mei.says("/data\nYear coal\n1990 35")
    await mei.says("/data")
    await telegram.settled()
    assert [table for _, table in telegram.desk.verbs("typed")] == ["Year coal\n1990 35", ""]
    assert len(mei.standing("1990, 45, 20")) == 2


async def test_a_file_comes_with_its_caption_unless_it_is_too_large(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    await mei.sends_file("essay.txt", b"My essay.", caption="Is food cheap?")
    await mei.sends_file("huge.pdf", b"", size=50_000_000)
    await telegram.settled()
    ((message, file),) = telegram.desk.verbs("file")
    assert (message.text, file) == ("Is food cheap?", ChatFile("essay.txt", b"My essay."))
    ((_, size),) = telegram.desk.verbs("file_too_big")
    assert size == 50_000_000
    assert telegram.api.count("getFile") == 1


async def test_buttons_reach_their_verbs_and_are_always_acknowledged(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(n.AskTask(9, 250),), (n.AskPrompt(9, 250, "W1A"),), (n.Queued(9, 250, "W1A", 2),)]
    await mei.says("An essay.")
    asked = await mei.sees("Which task")
    assert await mei.presses("Task 1 Academic") == ""
    await mei.sees("send me the question")
    assert await mei.presses("I don't have it") == ""
    await mei.sees("Place in the queue: 2")
    telegram.desk.says = [(n.Refused("already-marking"),)]
    assert "marking that essay already" in await mei.presses("Cancel")
    assert [shown.id for shown in mei.chat.now.values()] == [asked.id], "all that in one message"
    me = telegram.desk.verbs("task_chosen")[0][:2]
    assert telegram.desk.verbs("task_chosen") == [(*me, 9, "W1A")]
    assert telegram.desk.verbs("prompt_skipped") == [(*me, 9)]
    assert telegram.desk.verbs("withdrawn") == [(*me, 9)]


async def test_a_press_while_the_database_is_away_is_told_so(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(n.AskTask(9, 250),)]
    await mei.says("An essay.")
    await mei.sees("Which task")
    telegram.desk.away = 1
    assert "try again in a minute" in await mei.presses("Task 2")
    assert await mei.presses("Task 2") == ""


async def test_views_open_in_the_reports_own_message(telegram: Telegram, report: BandReport) -> None:
    mei = telegram.api.private_chat("Mei")
    address = ChatAddress(Platform.TELEGRAM, str(mei.chat.id))
    telegram.desk.parcel(address, n.ReportReady(9, report), reply_to="12345")
    shown = await mei.sees("Task 2 essay: band")
    assert shown.reply_to is None, "the message that it answers was deleted, and the report comes all the same"
    telegram.desk.says = [(n.ReportView(9, report, "GRA"),), (n.ReportView(9, report, "GRA"),)]
    await mei.presses("Grammar")
    opened = await mei.sees("Grammatical Range and Accuracy")
    assert opened.id == shown.id
    assert telegram.desk.done == [1]

    # Pressed twice at once: the second time there is nothing to change, and that is no error.
    data = next(data for label, data in shown.buttons if label.startswith("Grammar"))
    await telegram.api.push(_press(telegram, mei.user, mei.chat.as_json(), shown.id, data))
    await telegram.settled()

    # The message was deleted: the view comes as a new one.
    mei.deletes(opened)
    telegram.desk.says = [(n.ReportView(9, report, "CC"),), (n.ReportView(9, report, "full", full_text="# All"),)]
    await telegram.api.push(_press(telegram, mei.user, mei.chat.as_json(), shown.id, "bm:view:9:CC"))
    below = await mei.sees("Coherence and Cohesion")
    assert below.id != shown.id
    await telegram.api.push(_press(telegram, mei.user, mei.chat.as_json(), below.id, "bm:view:9:full"))
    assert await mei.sees_file() == ("bandmate-report-9.md", b"# All")


def _press(telegram: Telegram, user: dict, chat: dict, message_id: int, data: str) -> dict:  # type: ignore[type-arg]
    message = {"message_id": message_id, "date": int(time.time()), "chat": chat, "from": telegram.api.me}
    query_id = telegram.api.ask(user)
    return {"callback_query": {"id": query_id, "from": user, "chat_instance": "1", "data": data, "message": message}}


@pytest.mark.parametrize("data", ["bm:", "bm:task", "bm:task:x:W2", "bm:view:²:short", "bm:task:1:W2:more", "bm:tea:1"])
async def test_a_button_that_nobody_made_does_nothing(telegram: Telegram, data: str) -> None:
    mei = telegram.api.private_chat("Mei")
    await telegram.api.push(_press(telegram, mei.user, mei.chat.as_json(), 1, data))
    await telegram.settled()
    assert telegram.api.count("answerCallbackQuery") == 1
    assert telegram.desk.calls == []


async def test_nothing_is_confirmed_that_the_desk_did_not_take_in(telegram: Telegram) -> None:
    mei, ali = telegram.api.private_chat("Mei"), telegram.api.private_chat("Ali")
    await asyncio.sleep(0.3)
    telegram.desk.away = 2
    await mei.says("An essay.")
    await ali.says("Another.")
    await telegram.settled()
    assert sorted(message.text for message in taken(telegram)) == ["An essay.", "Another."]


async def test_a_reply_whose_markup_breaks_is_sent_without_it(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(n.Welcome(),)]
    telegram.api.refuses("sendMessage", "Bad Request: can't parse entities: Unsupported start tag")
    await mei.says("/start")
    shown = await mei.sees("Welcome to Bandmate.")
    assert "<b>" not in shown.html


@pytest.mark.parametrize("trouble", ["busy", "fails", "drops"])
async def test_an_answer_that_telegram_does_not_take_is_given_later(telegram: Telegram, trouble: str) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(n.AskTask(9, 250),)]
    getattr(telegram.api, trouble)("sendMessage", times=2)
    await mei.says("An essay.")
    await mei.sees("Which task")
    await telegram.settled()
    assert len(mei.chat.now) == 1
    assert len(taken(telegram)) == 1


async def test_a_deleted_status_message_comes_anew(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(n.AskTask(9, 250),), (n.AskTask(9, 300),)]
    await mei.says("An essay.")
    mei.deletes(await mei.sees("250 words"))
    await mei.says("And more.")
    await mei.sees("300 words")
    assert len(mei.chat.now) == 1


async def test_one_slot_is_one_message_whoever_fills_it(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    address = ChatAddress(Platform.TELEGRAM, str(mei.chat.id))
    telegram.desk.statuses = [_live(address, n.Queued(9, 250, "W2", 1))]
    telegram.desk.says = [(n.Queued(9, 250, "W2", 1),)] * 3
    for _ in range(3):
        await mei.says("An essay.")
    await mei.sees("safely received")
    await telegram.settled()
    while mei.chat.typing < 1:  # a round of the courier, which first shows the status
        await telegram.api.changed(0.5)
    assert len(mei.chat.history) == 1, "and nothing is edited that looks the same"


def _live(address: ChatAddress, notice: n.Notice) -> object:
    from bots.desk.frontdesk import LiveStatus

    return LiveStatus(address, notice, working=True)


async def test_who_blocked_the_bot_is_left_alone(telegram: Telegram) -> None:
    mei, gone = telegram.api.private_chat("Mei"), telegram.api.private_chat("Gone")
    mei.chat.blocked = gone.chat.gone = True
    for learner in (mei, gone):
        telegram.desk.parcel(ChatAddress(Platform.TELEGRAM, str(learner.chat.id)), n.MarkingFailed(1))
    async with asyncio.timeout(PATIENCE):
        while len(telegram.desk.never) < 2:  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.05)
    assert sorted(telegram.desk.never) == [(1, "blocked"), (2, "closed")]


async def test_a_group_that_moved_gets_its_report(telegram: Telegram) -> None:
    group = telegram.api.group("Band 7 club")
    ali = telegram.api.member(group, "Ali")
    new = await telegram.api.migrate(group)
    telegram.desk.says = [(n.Help(),)]
    await ali.says("/help")
    async with asyncio.timeout(PATIENCE):
        while not new.history:
            await telegram.api.changed(0.5)
    assert (str(group.id), str(new.id)) in telegram.desk.moves
