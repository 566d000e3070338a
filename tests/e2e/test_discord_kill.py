"""SIGKILL at random moments on Discord: every essay that was written gets one report, none is lost, none comes twice.

Stricter than on Telegram: each message carries a nonce, so that even a bot which was killed between sending a report
and writing that down shows it once. BANDMATE_KILL_ROUNDS sets the number of rounds (1 unless set).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
from pathlib import Path

import pytest
import redis.asyncio

from engine.marking.writing.samples import sample_essay
from tests.doubles.discord_api import DiscordApi
from tests.doubles.discord_chats import Learner
from tests.e2e.discord_house import discord_house
from tests.e2e.telegram_house import House

ROUNDS = int(os.environ.get("BANDMATE_KILL_ROUNDS", "1"))
ESSAYS = 8
ESSAY = sample_essay("W2")
QUESTION = ESSAY.task.prompt or ""
QUICK = {
    "BANDMATE_LEASE": "4",
    "BANDMATE_DELIVERY_LEASE": "3",
    "BANDMATE_WAKE_AGAIN": "2",
    "BANDMATE_MAX_ATTEMPTS": "50",
    "BANDMATE_VOICE": "none",
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(700 * ROUNDS), pytest.mark.xdist_group("kill")]


async def test_the_embedded_default_survives_on_discord(tmp_path: Path) -> None:
    async with discord_house(tmp_path / "home", "bot", "worker", **QUICK) as home:
        await survive(home, None)


@pytest.mark.again
async def test_redis_and_postgresql_survive_on_discord(tmp_path: Path, own_redis: str, own_postgres: str) -> None:
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    async with discord_house(tmp_path / "home", "bot", "worker", **servers, **QUICK) as home:
        await survive(home, own_redis)


async def survive(home: House[DiscordApi], broker: str | None) -> None:
    """Some rounds of essays while processes die and the broker forgets; then what learners see is counted."""
    dice = random.Random(20261128)
    kills = 0
    everybody = []
    for _ in range(ROUNDS):
        learners = [home.api.learner(f"learner{number}") for number in range(ESSAYS)]
        for learner in learners:
            # A bot cannot know of somebody whom it never met: each has said hello before the trouble begins.
            await learner.asks("help")
            await learner.sees("What you can send")
        for number, learner in enumerate(learners):
            if number % 2:
                await learner.says(f"{QUESTION}\n\n{ESSAY.text}")
            else:
                await by_form(learner)
            await asyncio.sleep(dice.uniform(0.0, 0.4))
            if dice.random() < 0.5:
                kills += 1
                await kill(home, dice, broker)
        for learner in learners:
            await answered(learner)
        everybody += learners
    await asyncio.sleep(3)
    for learner in everybody:
        assert len(learner.standing("Task 2 essay: band")) == 1, "one report each"
        assert len(learner.standing("Marked")) <= 1, "one status each"
    sys.stderr.write(f"\n{len(everybody)} essays on Discord answered once each, {kills} kills\n")


async def kill(home: House[DiscordApi], dice: random.Random, broker: str | None) -> None:
    victim = dice.choice(["bot", "worker", "broker" if broker else "bot"])
    if victim == "broker" and broker is not None:
        async with redis.asyncio.from_url(broker) as client:
            await client.flushall()
        return
    await home.ends(victim, signal.SIGKILL)
    await asyncio.sleep(dice.uniform(0.0, 0.3))
    await home.starts(victim)


async def by_form(learner: Learner) -> None:
    """Opens the form and sends it; where Discord says that it did not work, again, as people do."""
    while True:
        opened = await learner.tries("essay")
        if opened is None:
            continue
        if await learner.tries_form(opened, task="W2", question=QUESTION, answer=ESSAY.text) is not None:
            return
        with contextlib.suppress(AssertionError):
            await learner.sees("safely received", within=60)  # a bot that is slow has it all the same
            return


async def answered(learner: Learner) -> None:
    """Until the report is here; a text that waits for a task is told it."""
    while not learner.standing("Task 2 essay: band"):
        if learner.standing("Which task is this?") and await learner.tries_button("Task 2") is None:
            continue
        await learner._until(
            lambda: learner.standing("Task 2 essay: band") or learner.standing("Which task is this?") or None,
            "a report",
        )
