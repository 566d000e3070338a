"""The real bot as a process while things go wrong: killed, cut off, told to wait, with a token that must stay secret."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.telegram_api import TelegramApi
from tests.e2e.rows import everything_is_delivered
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import House, house

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
WHOLE = f"{ESSAY.task.prompt}\n\n{ESSAY.text}"
standing_house = shared(house, "bot", "worker")


async def test_a_killed_bot_loses_nothing_and_says_nothing_twice(home: House[TelegramApi]) -> None:
    mei, ali = home.api.private_chat("Mei"), home.api.private_chat("Ali")
    await mei.says("/start")
    await mei.sees("Welcome")

    # Killed while an essay is on its way in; another arrives while nobody is there.
    essay = await mei.says(WHOLE)
    await home.ends("bot", signal.SIGKILL)
    await ali.says(WHOLE)
    await home.starts("bot")
    report = await mei.sees("Task 2 essay: band")
    assert report.reply_to == essay
    await ali.sees("Task 2 essay: band")

    # Killed when all is done: after the next start nothing is said again, and old buttons still work.
    await everything_is_delivered(home)
    await home.ends("bot", signal.SIGKILL)
    await home.starts("bot")
    await mei.presses("🎯 What next")
    assert (await mei.sees("Exercise:")).id == report.id
    for learner in (mei, ali):
        await learner._until(lambda learner=learner: learner.standing("Marked") or None, "a status that says so")
        assert len([shown for shown in learner.chat.now.values() if "Full report" in str(shown.labels)]) <= 1
        assert len(learner.standing("Marked")) == 1


async def test_a_server_in_trouble_delays_a_report_and_no_more(home: House[TelegramApi]) -> None:
    mei = home.api.private_chat("Mei")
    await home.ends("bot")
    home.api.fails("getMe", times=1)
    home.api.drops("getUpdates", times=1)
    home.api.busy("sendMessage", retry_after=1, times=2)
    home.api.fails("editMessageText", times=2)
    home.api.drops("sendMessage", times=1)
    await home.starts("bot")
    await mei.says(WHOLE)
    await mei.sees("Task 2 essay: band")
    await mei.sees("Marked")
    assert len(mei.standing("Task 2 essay: band")) == 1
    assert "Traceback" not in home.written
    assert home.api.token not in home.written


async def test_one_slow_chat_does_not_hold_up_another(home: House[TelegramApi]) -> None:
    slow, quick = home.api.private_chat("Slow"), home.api.private_chat("Quick")
    home.api.stalls("sendMessage", slow.chat, seconds=60, times=1)
    await slow.says(WHOLE)
    await quick.says(WHOLE)
    await quick.sees("Task 2 essay: band")
    home.api.heals()  # until now one of the calls for the other chat was unanswered
    await slow.sees("Task 2 essay: band")


async def test_a_refused_token_ends_the_bot_with_one_sentence_that_does_not_show_it(tmp_path: Path) -> None:
    async with house(tmp_path / "home", BANDMATE_LOG_LEVEL="DEBUG") as home:
        right, home.api.token = home.api.token, "1234567:AnotherTokenAltogether_0123456789"
        await home.starts("bot")
        assert await home.waits_for("bot") == 4
        assert "BANDMATE_TELEGRAM_TOKEN" in home.written
        assert right not in home.written
