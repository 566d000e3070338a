"""One conversation on every platform: the same commands, words and buttons lead to the same answers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import re
import termios
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.discord_api import DiscordApi
from tests.doubles.telegram_api import TelegramApi
from tests.doubles.telegram_chats import PATIENCE
from tests.doubles.telegram_chats import Learner as TelegramLearner
from tests.e2e.crowd import crowd
from tests.e2e.discord_house import house_of_both
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import _BANDMATE, ROOT, House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
ESSAY = sample_essay("W2")
ANSWER = (
    "Well, mostly pop music, because I listen to it on the bus every morning when I go to the hospital where I work."
)
VOICELESS = {"BANDMATE_VOICE": "none"}


class Somebody(Protocol):
    """What a person can do on any platform."""

    async def asks(self, command: str, argument: str = "") -> object: ...
    async def says(self, text: str) -> object: ...
    async def presses(self, label: str) -> object: ...
    async def sees(self, text: str, *, within: float = PATIENCE) -> object: ...


async def converse(mei: Somebody) -> None:
    """An essay, its report and questions about it; a drill; what is kept; a test that is stopped."""
    await mei.asks("help")
    await mei.sees("What you can send")

    await mei.says(ESSAY.text)
    await mei.sees("Which task is this?")
    await mei.presses("Task 2 essay")
    await mei.sees("send me the question")
    await mei.says(ESSAY.task.prompt or "")
    await mei.sees("safely received")
    await mei.sees("Task 2 essay: band")
    await mei.presses("Grammar")
    await mei.sees("Grammatical Range and Accuracy:")
    await mei.presses("❓ Why")
    await mei.sees("asks for:")
    await mei.presses("‹ Back")
    await mei.sees("Grammatical Range and Accuracy:")
    await mei.presses("‹ Back")
    await mei.sees("An estimate by software")
    await mei.presses("🎯 What next")
    await mei.sees("Exercise:")

    await mei.asks("accuracy")
    await mei.sees("mean error")
    await mei.asks("cancel")
    await mei.sees("nothing to cancel")

    await mei.asks("drill", "part1 music")
    await mei.sees("🎙")
    await mei.says(ANSWER)
    await mei.sees("end of this exercise")
    await mei.sees("What you wrote")

    await mei.asks("privacy")
    await mei.sees("What I keep")
    await mei.asks("settings")
    await mei.sees("Your settings")
    await mei.asks("speaking", "exam")
    await mei.sees("Good day")
    await mei.asks("stop")
    await mei.sees("The test has been stopped")


class OnTelegram:
    """Commands are typed there."""

    def __init__(self, home: House[TelegramApi]) -> None:
        self._learner: TelegramLearner = home.api.private_chat("Mei")
        self.says, self.presses, self.sees = self._learner.says, self._learner.presses, self._learner.sees

    async def asks(self, command: str, argument: str = "") -> None:
        await self._learner.says(f"/{command} {argument}".strip())


class AtTerminal:
    """Somebody at a keyboard: presses a button by its number. ``keys`` is where their terminal takes what they type."""

    def __init__(self, process: asyncio.subprocess.Process, keys: int) -> None:
        self._process = process
        self._keys = keys
        self._shown = ""
        self._since = 0
        self._reading = asyncio.create_task(self._read())

    async def asks(self, command: str, argument: str = "") -> None:
        await self._type(f"/{command} {argument}".strip())

    async def says(self, text: str) -> None:
        await self._type(f"{text}\n.")

    async def presses(self, label: str) -> None:
        await self.sees(f"] {label}")
        (*_, number) = re.findall(rf"\[(\d+)\] {re.escape(label)}", self._shown)
        await self._type(number)

    async def sees(self, text: str, *, within: float = PATIENCE) -> None:
        deadline = time.monotonic() + within
        while text not in self._shown[self._since :]:
            assert time.monotonic() < deadline, f"waited in vain for {text!r} in:\n{self._shown[-3000:]}"
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        await self._type("/quit")
        await self._process.wait()
        await self._reading

    async def _type(self, line: str) -> None:
        self._since = len(self._shown)
        for each in line.split("\n"):
            await asyncio.to_thread(os.write, self._keys, f"{each}\n".encode())

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while data := await self._process.stdout.readline():
            self._shown += data.decode("utf-8", "replace")


@contextlib.asynccontextmanager
async def at_terminal(home: House[TelegramApi], folder: Path) -> AsyncIterator[AtTerminal]:
    """The console as a process; its database is the house's."""
    env = home.environment | {"COLUMNS": "4000", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    keys, screen = pty.openpty()
    attributes = termios.tcgetattr(screen)
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(screen, termios.TCSANOW, attributes)
    process = await asyncio.create_subprocess_exec(
        *_BANDMATE, "bot", "console", env=env, cwd=folder, stdin=screen, stdout=asyncio.subprocess.PIPE, limit=2**24
    )
    terminal = AtTerminal(process, keys)
    try:
        yield terminal
    finally:
        await terminal.close()
        os.close(keys)
        os.close(screen)


Both = tuple[House[TelegramApi], DiscordApi]
standing_house = shared(house_of_both, **VOICELESS)


async def test_on_the_console(standing_house: Both, tmp_path: Path) -> None:
    async with at_terminal(standing_house[0], tmp_path) as mei:
        await converse(mei)


async def test_on_telegram(standing_house: Both) -> None:
    await converse(OnTelegram(standing_house[0]))


async def test_on_discord(standing_house: Both) -> None:
    await converse(standing_house[1].learner("Mei"))


async def test_a_crowd_on_both_platforms_is_answered_and_not_mixed(standing_house: Both) -> None:
    home, discord = standing_house
    await crowd(home.api, discord, people=6, seconds=3, pause=0.5)
    assert "Traceback" not in home.written
