"""The whole house with Discord's double, and one with both: real bots as processes, a real worker as another."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.doubles.discord_api import DiscordApi
from tests.doubles.telegram_api import TelegramApi
from tests.e2e.telegram_house import House, house, running


@contextlib.asynccontextmanager
async def discord_house(home: Path, *processes: str, **more: str) -> AsyncIterator[House[DiscordApi]]:
    """A house in ``home`` with these processes; ``more`` is added to their environment."""
    home.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - once, before anything runs
    async with DiscordApi() as api, running(House(api, home, more, "discord"), processes) as built:
        yield built


@contextlib.asynccontextmanager
async def house_of_both(home: Path, **more: str) -> AsyncIterator[tuple[House[TelegramApi], DiscordApi]]:
    """A house that serves both platforms at once with one worker, and Discord's double beside it."""
    async with DiscordApi() as discord:
        more |= {"BANDMATE_DISCORD_TOKEN": discord.token, "BANDMATE_DISCORD_API_URL": discord.url}
        async with house(home, "bot", "discord", "worker", **more) as built:
            yield built, discord
