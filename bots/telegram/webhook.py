"""The webhook's own small server: it answers 200 only when the update is safe, so that Telegram brings it again."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from engine.errors import OperatorMistake, TryAgain

log = logging.getLogger(__name__)
_LARGEST = 1_000_000
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

Take = Callable[[dict[str, Any]], Awaitable[None]]


def webhook_app(secret: str, take: Take) -> web.Application:
    """An application that hands each update to ``take``; whoever calls without the secret learns nothing.

    Any path will do: what stands before the server may change it, and the secret is what is checked.
    """

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
            return web.Response(status=403)
        try:
            payload = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            return web.Response(status=400)
        if not isinstance(payload, dict) or not isinstance(payload.get("update_id"), int):
            return web.Response(status=400)
        try:
            await take(payload)
        except TryAgain as trouble:
            log.warning("an update was not taken in (%s); Telegram will bring it again", trouble)
            return web.Response(status=503, headers={"Retry-After": str(int(trouble.after.total_seconds()) or 1)})
        return web.Response()

    app = web.Application(client_max_size=_LARGEST)
    app.router.add_post("/{anywhere:.*}", receive)
    return app


async def serve_webhook(listen: str, secret: str, take: Take, stop: asyncio.Event) -> None:
    """Serve on ``host:port`` until told to stop; requests under way are finished.

    Raises:
        OperatorMistake: the address is not usable.
    """
    host, _, port = listen.rpartition(":")
    runner = web.AppRunner(webhook_app(secret, take), access_log=None, shutdown_timeout=10)
    await runner.setup()
    try:
        await web.TCPSite(runner, host.strip("[]") or "127.0.0.1", int(port)).start()
    except (OSError, ValueError, OverflowError) as error:
        await runner.cleanup()
        raise OperatorMistake(f"BANDMATE_TELEGRAM_WEBHOOK_LISTEN: cannot listen on {listen}.") from error
    log.info("the webhook listens on %s", listen)
    try:
        await stop.wait()
    finally:
        await runner.cleanup()
