"""Everything that a learner sees in one essay's life, with the real bot and a real worker as processes."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.telegram_api import TelegramApi
from tests.e2e.buttons import OF_AN_ESSAY, opens_everything
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import House, free_port, house
from tests.marking.own_visual import ANSWER, TABLE
from tests.marking.own_visual import QUESTION as VISUAL

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
QUESTION = ESSAY.task.prompt or ""
standing_house = shared(house, "bot", "worker", BANDMATE_LOG_LEVEL="DEBUG")


async def _the_life_of_an_essay(home: House) -> None:
    mei = home.api.private_chat("Mei")

    await mei.says("/start")
    await mei.sees("Welcome to Bandmate")

    # She pastes her essay; the bot has it, and asks what it cannot know.
    essay = await mei.says(ESSAY.text)
    asked = await mei.sees("Which task is this?")
    assert asked.labels == ["Task 2 essay", "Task 1 Academic", "Task 1 letter", "Cancel"]

    await mei.presses("Task 2")
    asked_again = await mei.sees("send me the question")
    assert asked_again.id == asked.id, "the same message changes as the work proceeds"

    # The question is the last thing missing: received, worked on, marked, all in that one message.
    await mei.says(QUESTION)
    await mei.sees("safely received")
    await mei.sees("Marked")
    report = await mei.sees("Task 2 essay: band")
    assert report.reply_to == essay, "the report answers her essay"
    assert len(report.text) < 1000
    assert "An estimate by software" in report.text
    assert len(mei.standing("Task 2 essay: band")) == 1

    # Every button opens something, in the report's own message, and leads back.
    await opens_everything(mei, report, OF_AN_ESSAY, "Task 2 essay: band")
    await mei.presses("📄 Full report")
    name, content = await mei.sees_file()
    assert name.endswith(".md")
    assert ESSAY.text.split("\n")[0] in content.decode()

    # A week later she wants to know how far to trust it.
    await mei.says("/accuracy")
    await mei.sees("mean error")
    assert home.api.token not in home.written
    assert ESSAY.text[:60] not in home.written


async def test_the_life_of_an_essay(home: House[TelegramApi]) -> None:
    await _the_life_of_an_essay(home)
    assert home.api.commands.keys() == {
        "all_private_chats/en",
        "all_private_chats/zh",
        "all_group_chats/en",
        "all_group_chats/zh",
    }
    assert await home.ends("bot", signal.SIGTERM) == 0
    assert home.api.unconfirmed == 0, "what was taken in was confirmed, so that a restart does not answer twice"


@pytest.mark.again
async def test_the_same_life_on_redis_and_postgresql(tmp_path: Path, own_redis: str, own_postgres: str) -> None:
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    async with house(tmp_path / "home", "bot", "worker", **servers) as home:
        await _the_life_of_an_essay(home)


async def test_the_same_life_by_webhook(tmp_path: Path) -> None:
    listen = f"127.0.0.1:{free_port()}"
    webhook = {
        "BANDMATE_TELEGRAM_WEBHOOK_URL": f"http://{listen}/a/path/of/the/proxy",
        "BANDMATE_TELEGRAM_WEBHOOK_LISTEN": listen,
        "BANDMATE_TELEGRAM_WEBHOOK_SECRET": "only-telegram-knows-this",
    }
    async with house(tmp_path / "home", "bot", "worker", **webhook) as home:
        await _the_life_of_an_essay(home)
        assert home.api.count("getUpdates") == 0
        assert "only-telegram-knows-this" not in home.written


async def test_prompt_and_essay_in_one_message_need_no_question(home: House[TelegramApi]) -> None:
    wei = home.api.private_chat("Wei", language="zh-hans")
    await wei.says(f"{QUESTION}\n\n{ESSAY.text}")
    await wei.sees("已安全收到")
    report = await wei.sees("软件估计")
    await wei.presses("✏️ 修改")
    corrections = await wei.sees("修改")
    assert corrections.id == report.id

    # The bot was away when the report was asked for again: it still knows which language Wei reads.
    await wei.presses("‹ 返回")
    await wei.sees("软件估计")


async def test_an_edit_is_marked_anew_and_a_long_text_is_joined(home: House[TelegramApi]) -> None:
    ana = home.api.private_chat("Ana")
    long_essay = "\n\n".join([ESSAY.text] * 3)
    await ana.says(long_essay)
    await ana.presses("Task 2")
    await ana.presses("I don't have it")
    first = await ana.sees("Task 2 essay: band")
    assert f"{3 * ESSAY.word_count} words" in first.text

    essay = await ana.says(f"{QUESTION}\n\n{ESSAY.text}")
    await ana.sees("Task 2 essay: band")
    await ana.edits(essay, f"{QUESTION}\n\n{ESSAY.text} I would add one more thought of mine about it.")
    again = await ana.sees("Task 2 essay: band")
    assert again.reply_to == essay
    assert f"{ESSAY.word_count + 10} words" in again.text


async def test_why_not_higher_without_a_model(home: House[TelegramApi]) -> None:
    mei = home.api.private_chat("Mei")
    await mei.says("/why is it so?")
    await mei.sees("no report on a Writing answer of yours here yet")
    await mei.says(f"{QUESTION}\n\n{ESSAY.text}")
    report = await mei.sees("Task 2 essay: band")
    await mei.presses("Grammar")
    await mei.sees("Grammatical Range and Accuracy:")
    await mei.presses("❓ Why")
    assert (await mei.sees("asks for:")).id == report.id
    asked = await mei.says("/why is my vocabulary not better?")
    answered = await mei.sees("Lexical Resource: why")
    assert answered.reply_to == asked


async def test_nothing_secret_is_logged_at_the_chattiest_level(home: House[TelegramApi]) -> None:
    mei = home.api.private_chat("Melusine")
    await mei.says(f"{QUESTION}\n\n{ESSAY.text}")
    await mei.sees("Task 2 essay: band")
    assert "DEBUG" in home.written
    assert home.api.token not in home.written
    assert ESSAY.text[:50] not in home.written
    assert "Melusine" not in home.written


async def test_a_visual_of_her_own(home: House[TelegramApi]) -> None:
    lin = home.api.private_chat("Lin")
    await lin.sends_picture()
    await lin.sees("never look into pictures")
    await lin.says(f"/data\n{TABLE}")
    await lin.sees("coal: 1990 45 %")
    await lin.says(f"{VISUAL}\n\n{ANSWER}")
    await lin.sees("1 does not")
