"""Everything that a learner sees in one essay's life on Discord, with the real bot and a real worker as processes."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.discord_api import DiscordApi
from tests.e2e.buttons import OF_AN_ESSAY, opens_everything
from tests.e2e.discord_house import discord_house
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import House
from tests.marking.own_visual import ANSWER, PICTURE, TABLE
from tests.marking.own_visual import QUESTION as VISUAL

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
QUESTION = ESSAY.task.prompt or ""
standing_house = shared(discord_house, "bot", "worker", BANDMATE_LOG_LEVEL="DEBUG")


async def _the_life_of_an_essay(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Mei")

    await mei.asks("help")
    await mei.sees("What you can send")

    # She writes her essay in a direct message; the bot has it, and asks what it cannot know.
    essay = await mei.says(ESSAY.text)
    asked = await mei.sees("Which task is this?")
    assert asked.labels == ["Task 2 essay", "Task 1 Academic", "Task 1 letter", "Cancel"]
    assert asked.reply_to == essay
    await mei.presses("Task 2")
    asked_again = await mei.sees("send me the question")
    assert asked_again.id == asked.id, "the same message changes as the work proceeds"

    # The question is the last thing missing: received, worked on, marked, all in that one message.
    await mei.says(QUESTION)
    await mei.sees("safely received")
    await mei.sees("Marked")
    report = await mei.sees("Task 2 essay: band")
    assert report.reply_to == essay, "the report answers her essay"
    assert report.embeds == 1
    assert "An estimate by software" in report.text
    assert len(mei.standing("Task 2 essay: band")) == 1

    # Every button opens something, in the report's own message, and leads back.
    await opens_everything(mei, report, OF_AN_ESSAY, "Task 2 essay: band")
    await mei.presses("📄 Full report")
    name, content = await mei.sees_file()
    assert name.endswith(".md")
    assert ESSAY.text.split("\n")[0] in content.decode()

    # A week later she wants to know how far to trust it.
    await mei.asks("accuracy")
    await mei.sees("mean error")
    assert home.api.token not in home.written
    assert ESSAY.text[:60] not in home.written


async def test_the_life_of_an_essay(home: House[DiscordApi]) -> None:
    await _the_life_of_an_essay(home)
    identified = home.api.gateway.identified[0]
    assert identified["intents"] == (1 << 0) | (1 << 9) | (1 << 12), "servers, their messages, private messages"
    assert await home.ends("bot", signal.SIGTERM) == 0
    await home.starts("bot")
    await home.api.learner("Ali").asks("help")
    assert home.api.count("PUT", "/commands") == 1, "told once, not at each start"


@pytest.mark.again
async def test_the_same_life_on_redis_and_postgresql(tmp_path: Path, own_redis: str, own_postgres: str) -> None:
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    async with discord_house(tmp_path / "home", "bot", "worker", **servers) as home:
        await _the_life_of_an_essay(home)


async def test_an_essay_in_a_server_is_hers_alone(home: House[DiscordApi]) -> None:
    club = home.api.server("Band 7 club").channel
    wei = home.api.learner("Wei", "zh-CN")
    form = await wei.uses("essay", there=club)
    await wei.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    received = await wei.sees("已安全收到", there=club)
    assert received.eyes == wei.user["id"], "nobody else in the server sees it"
    report = await wei.sees("软件估计")
    await wei.presses("✏️ 修改")
    assert (await wei.sees("修改")).id == report.id
    assert not [shown for shown in club.now.values() if shown.eyes is None], "nothing of it shows in the server"


async def test_a_long_essay_comes_as_a_file_and_a_split_one_is_joined(home: House[DiscordApi]) -> None:
    ana = home.api.learner("Ana")
    long_essay = "\n\n".join([ESSAY.text] * 3)
    await ana.uses("essay", file=("essay.txt", long_essay.encode()), task="W2", question=QUESTION)
    first = await ana.sees("Task 2 essay: band")
    assert f"{3 * ESSAY.word_count} words" in first.text

    half = ESSAY.text.index("\n\n", len(ESSAY.text) // 2)
    whole = f"{QUESTION}\n\n{ESSAY.text}"
    assert len(whole) > 1800 - len(QUESTION)
    await ana.says(ESSAY.text[:half] + " " * max(0, 1800 - half))
    await ana.says(ESSAY.text[half:])
    await ana.sees(f"I have {ESSAY.word_count} words")  # both have been read; a press now belongs to the whole
    await ana.presses("Task 2")
    await ana.presses("I don't have it")
    again = await ana.sees("Task 2 essay: band")
    assert f"{ESSAY.word_count} words" in again.text


async def test_nothing_secret_is_logged_at_the_chattiest_level(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Melusine")
    form = await mei.uses("essay")
    await mei.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    await mei.sees("Task 2 essay: band")
    await mei.sends_file("huge.txt", b"a", size=25_000_000)
    await mei.sees("too large")
    assert "DEBUG" in home.written
    assert home.api.token not in home.written
    assert ESSAY.text[:50] not in home.written
    assert "melusine" not in home.written.lower()


async def test_a_task_given_and_a_visual_of_her_own(home: House[DiscordApi]) -> None:
    lin = home.api.learner("Lin")
    await lin.uses("task", which="W1A")
    assert (await lin.sees_picture()).startswith(b"\x89PNG")
    await lin.sends_file("task.png", PICTURE)
    await lin.sees("never look into pictures")
    await lin.fills(await lin.uses("data"), table=TABLE)
    await lin.sees("coal: 1990 45 %")
    form = await lin.uses("essay")
    await lin.fills(form, task="W1A", question=VISUAL, answer=ANSWER)
    await lin.sees("1 does not")
