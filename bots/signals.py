"""A front end that serves until it is told to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable

from bots.desk.frontdesk import FrontDesk
from engine.pulse import EVERY, Pulse
from engine.settings import Settings

Serve = Callable[[Settings, FrontDesk, asyncio.Event], Awaitable[None]]


async def until_signalled(settings: Settings, serve: Serve) -> None:
    """Open a desk and ``serve`` at it until SIGTERM or SIGINT; what it raises passes through."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    desk = FrontDesk.open(settings)
    pulse = Pulse(settings.home, "bot")
    beating = asyncio.create_task(_beat(pulse))
    try:
        await serve(settings, desk, stop)
    finally:
        beating.cancel()
        pulse.end()
        desk.close()


async def _beat(pulse: Pulse) -> None:
    """A sign of life for as long as this event loop goes round."""
    while True:
        pulse.beat()
        await asyncio.sleep(EVERY)
