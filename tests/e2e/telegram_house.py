"""The whole house, for tests: the Bot API double, the real bot as a process, a real worker as another."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from engine.settings import Settings
from engine.store.migrate import upgrade
from tests.doubles.migrated import migrate
from tests.doubles.telegram_api import TelegramApi

if TYPE_CHECKING:
    from tests.doubles.discord_api import DiscordApi

ROOT = Path(__file__).parents[2]
Api = TypeVar("Api", TelegramApi, "DiscordApi")
_PATIENCE = 60.0
"""Seconds until a process that was asked to end is made to."""
_NEVER_GIVEN = (10_000, 30_000)
"""Ports below those that systems choose themselves (Linux from 32768, others from 49152), and above well-known services."""
_BANDMATE = [sys.executable, "-c", "from bots.cli.main import main; main()"]


class House(Generic[Api]):
    """Processes of one test, their environment and what they wrote; ``api`` is the platform's double."""

    def __init__(self, api: Api, home: Path, more: dict[str, str], platform: str = "telegram") -> None:
        self.api = api
        self._platform = platform
        self._home = home
        self._logs: list[Path] = []
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._wanted: list[str] = []
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BANDMATE_")}
        self.environment = inherited | {
            "BANDMATE_HOME": str(home),
            f"BANDMATE_{platform.upper()}_TOKEN": api.token,
            f"BANDMATE_{platform.upper()}_API_URL": api.url,
            "BANDMATE_LOG_LEVEL": "INFO",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            **more,
        }
        names = {name.removeprefix("BANDMATE_").lower(): value for name, value in more.items()}
        self.settings = Settings(home=home, _env_file=None, **names)  # type: ignore[call-arg, arg-type]

    async def starts(self, name: str) -> None:
        """Start ``bot``, ``worker``, or another platform's bot by the platform's name."""
        verb = {"bot": ["bot", self._platform], "worker": ["worker"]}.get(name, ["bot", name])
        log = self._home / f"{name}-{len(self._logs)}.log"
        self._logs.append(log)
        with log.open("wb") as file:
            self._running[name] = await asyncio.create_subprocess_exec(
                *_BANDMATE, *verb, env=self.environment, cwd=ROOT, stdout=file, stderr=file, start_new_session=True
            )

    async def opens(self, processes: Sequence[str]) -> None:
        """Start what this house is to have."""
        self._wanted = list(processes)
        for name in processes:
            await self.starts(name)

    async def ends(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and everything that it started; its exit status."""
        process = self._running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGKILL:
                os.killpg(process.pid, how)
            else:
                process.send_signal(how)
        try:
            status = await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            status = await process.wait()
        if name != "worker":
            await self.api.is_hung_up()
        return status

    async def waits_for(self, name: str) -> int:
        """The exit status of a process that ends by itself."""
        return await asyncio.wait_for(self._running.pop(name).wait(), _PATIENCE)

    @property
    def written(self) -> str:
        """Everything that the processes wrote."""
        return "".join(log.read_text("utf-8", "replace") for log in self._logs)

    async def mends(self) -> None:
        """Start again what a test ended or what ended by itself, and call off the trouble that it ordered and did not get."""
        self.api.heals()
        for name in self._wanted:
            running = self._running.get(name)
            if running is None or running.returncode is not None:
                await self.starts(name)

    async def ends_all(self) -> None:
        """End what still runs, at once: how it ends when it is asked to is for tests to ask."""
        for name in list(self._running):
            await self.ends(name, signal.SIGKILL)


@contextlib.asynccontextmanager
async def house(home: Path, *processes: str, **more: str) -> AsyncIterator[House[TelegramApi]]:
    """A house in ``home`` with these processes; ``more`` is added to their environment."""
    home.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - once, before anything runs
    async with TelegramApi() as api, running(House(api, home, more), processes) as built:
        yield built


@contextlib.asynccontextmanager
async def running(built: House[Api], processes: Sequence[str]) -> AsyncIterator[House[Api]]:
    """The house with its database and these processes, until the test is over."""
    await asyncio.to_thread(migrate if built.settings.database_url is None else upgrade, built.settings)
    try:
        await built.opens(processes)
        yield built
    except BaseException:
        sys.stderr.write(built.written[-6000:])
        raise
    finally:
        await built.ends_all()


def free_port() -> int:
    """A port of loopback that nobody uses, and that no system gives to a connection that somebody makes meanwhile.

    So whoever listens there may also go away and come back.
    """
    while True:
        port = random.SystemRandom().randrange(*_NEVER_GIVEN)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
