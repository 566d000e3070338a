"""A Telegram bot in this process: the real front end, a Bot API of our own, and a desk that is told what to say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.telegram.bot import serve
from engine.settings import Settings
from tests.doubles.fake_desk import FakeDesk
from tests.doubles.telegram_api import TelegramApi
from tests.doubles.telegram_chats import PATIENCE


@dataclass(frozen=True)
class Telegram:
    """Both ends of the bot. ``stop`` ends it; ``served`` is done when it has ended."""

    api: TelegramApi
    desk: FakeDesk
    stop: asyncio.Event
    served: asyncio.Task[None]

    async def settled(self) -> None:
        """Until every update was taken in and confirmed."""
        async with asyncio.timeout(PATIENCE):
            while self.api.unconfirmed:
                await self.api.changed(0.5)


def telegram_settings(api: TelegramApi, home: Path) -> Settings:
    return Settings(home=home, telegram_token=api.token, telegram_api_url=api.url, _env_file=None)  # type: ignore[arg-type, call-arg]


@pytest.fixture
async def telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Telegram]:
    """A bot that polls."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with TelegramApi() as api:
        desk, stop = FakeDesk(), asyncio.Event()
        served = asyncio.create_task(serve(telegram_settings(api, tmp_path), desk, stop))
        yield Telegram(api, desk, stop, served)
        stop.set()
        await served
