"""The real Discord bot as a process while things go wrong: cut off, told to wait, replaced, thrown out, refused."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.discord_api import DiscordApi
from tests.e2e.discord_house import discord_house
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import House

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
QUESTION = ESSAY.task.prompt or ""
standing_house = shared(discord_house, "bot", "worker")


async def test_a_connection_that_breaks_moves_or_is_declared_invalid_loses_nothing(home: House[DiscordApi]) -> None:
    mei, gateway = home.api.learner("Mei"), home.api.gateway
    await mei.asks("help")
    await mei.sees("What you can send")
    sessions, resumed = len(gateway.identified), gateway.resumed
    for trouble in (gateway.cut, gateway.asks_to_reconnect):
        await trouble()
        await mei.says("How are you?")  # while nobody listens
        await mei.sees("I need your whole answer")
    assert gateway.resumed == resumed + 2
    assert len(gateway.identified) == sessions
    # discord.py calls a session ready some seconds after its beginning; from then on reports are delivered.
    form = await mei.uses("essay")
    await mei.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    await mei.sees("Task 2 essay: band")
    await gateway.declares_invalid()
    await mei.says("Are you there?")  # no session hears it, and none will be told of it
    await mei.sees("I need your whole answer")
    assert len(gateway.identified) == sessions + 1, "it was read in the new session"


async def test_a_restart_leaves_no_button_dead_and_no_message_unread(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Mei")
    form = await mei.uses("essay")
    await home.ends("bot", signal.SIGKILL)
    await home.starts("bot")
    await home.api.gateway.until_connected()
    await mei.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    report = await mei.sees("Task 2 essay: band")
    await home.ends("bot", signal.SIGKILL)
    await mei.says("Hello, are you still there?")
    await home.starts("bot")
    await mei.sees("I need your whole answer")
    await mei.presses("🎯 What next", mei.chat.now[report.id])
    assert (await mei.sees("Exercise:")).id == report.id
    assert len([shown for shown in mei.chat.now.values() if "Full report" in str(shown.labels)]) <= 1


async def test_a_busy_discord_delays_a_report_and_no_more(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Mei")
    form = await mei.uses("essay")
    home.api.busy("/messages", retry_after=1.5, times=2)
    home.api.refuses("/messages", 502, 0, times=1)
    home.api.drops("/messages", times=2, after_doing=True)
    await mei.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    await mei.sees("Task 2 essay: band")
    assert len(mei.standing("Task 2 essay: band")) == 1, "an answer that got lost on its way back is no second report"
    assert "Traceback" not in home.written
    assert home.api.token not in home.written


async def test_closed_doors_and_a_server_that_throws_the_bot_out(home: House[DiscordApi]) -> None:
    club, ali = home.api.server("Band 7 club"), home.api.learner("Ali")
    ali.chat.closed = True
    form = await ali.uses("essay", there=club.channel)
    await ali.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    knock = await ali.sees("your report is ready", there=club.channel)
    assert ali.mention in knock.text
    assert "band" not in knock.text
    await ali.presses("📬 Show it to me", there=club.channel)
    report = await ali.sees("Task 2 essay: band", there=club.channel)
    assert report.eyes == ali.user["id"]

    # A server that throws the bot out while something waits for it: given up, and everybody else is served.
    form = await ali.uses("essay", there=club.channel)
    await ali.fills(form, task="W2", question=QUESTION, answer=ESSAY.text)
    club.kicked = True
    mei = home.api.learner("Mei")
    await mei.asks("accuracy")
    await mei.sees("mean error")
    await home.api.changed(1)
    assert "Traceback" not in home.written


async def test_a_late_answer_comes_by_itself(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Mei")
    await mei.asks("help")
    home.api.token_lasts = 0.0
    await mei.asks("accuracy")
    await mei.sees("mean error")
    home.api.refuses("/callback", 404, 10062)
    answers = len(mei.standing("mean error"))
    await mei.tries("accuracy")
    await mei._until(lambda: len(mei.standing("mean error")) > answers or None, "another answer")


async def test_a_refused_token_ends_the_bot_with_one_sentence_that_does_not_show_it(tmp_path: Path) -> None:
    async with discord_house(tmp_path / "home", BANDMATE_LOG_LEVEL="DEBUG") as home:
        right, home.api.token = home.api.token, "another.token.altogether"
        await home.starts("bot")
        assert await home.waits_for("bot") == 4
        assert "BANDMATE_DISCORD_TOKEN" in home.written
        assert right not in home.written
