"""Two bots of one platform behind a proxy, on one database: each update counts once, and each answer is given once."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay
from engine.practice.essays import mark_essay
from engine.wiring import build_marker, open_store
from tests.doubles.proxy import proxy
from tests.doubles.telegram_chats import Learner
from tests.e2e.rows import everything_is_delivered
from tests.e2e.telegram_house import free_port, house

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
WHOLE = f"{ESSAY.task.prompt}\n\n{ESSAY.text}"
LEARNERS = 3


async def test_two_bots_behind_a_proxy_answer_once_and_one_goes_on_alone(tmp_path: Path, own_postgres: str) -> None:
    port, *listens = (free_port() for _ in range(3))
    webhook = {
        "BANDMATE_DATABASE_URL": own_postgres,
        "BANDMATE_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/proxy",
        "BANDMATE_TELEGRAM_WEBHOOK_SECRET": "only-telegram-knows-this",
        "BANDMATE_DELIVERY_LEASE": "5",
    }
    behind = [f"127.0.0.1:{listen}" for listen in listens]
    async with proxy(port, behind) as passing, house(tmp_path / "home", **webhook) as home:
        for name, listen in zip(("bot", "telegram"), behind, strict=True):
            home.environment["BANDMATE_TELEGRAM_WEBHOOK_LISTEN"] = listen
            await home.starts(name)
        mei = home.api.private_chat("Mei")
        while min(passing.taken.values()) == 0:  # both are there
            await mei.says("/help")
            await mei.sees("/task")

        # The proxy has no patience: every essay reaches both bots at the same time.
        passing.to_all = True
        learners = [home.api.private_chat(f"Learner {number}") for number in range(LEARNERS)]
        for learner in learners:
            await learner.says(WHOLE)
        for learner in learners:
            await learner.sees("safely received")
        # Even what leaves no trace is answered once.
        await mei.says("/accuracy")
        await mei.sees("mean error")
        await asyncio.to_thread(marks_all, home.settings)
        await all_have(learners)

        # One is killed; the other takes its chats over.
        await everything_is_delivered(home)
        passing.to_all = False
        await home.ends("bot", signal.SIGKILL)
        ali = home.api.private_chat("Ali")
        await ali.says(WHOLE)
        await ali.sees("safely received")
        await asyncio.to_thread(marks_all, home.settings)
        await all_have([ali])
    assert len(mei.standing("mean error")) == 1, mei.screen()
    for learner in (*learners, ali):
        assert len(learner.standing("Task 2 essay: band")) == 1, learner.screen()
        assert len(learner.standing("Marked")) == 1, learner.screen()


def marks_all(settings: object) -> None:
    """A worker's work, without a worker."""
    store, marker = open_store(settings), build_marker(settings)
    while True:
        with store.transaction() as tx:
            waiting = tx.work.longest_waiting()
        if waiting is None:
            break
        mark_essay(store, marker, settings, waiting)
    store.close()


async def all_have(learners: list[Learner]) -> None:
    for learner in learners:
        await learner.sees("Task 2 essay: band")
        await learner._until(lambda learner=learner: learner.standing("Marked") or None, "a status that says so")
