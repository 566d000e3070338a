"""A proxy on loopback before two bots: each call goes to one of them in turn, or to both at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import aiohttp
from aiohttp import web


class Proxy:
    """``taken`` is how many calls each behind it has answered well. ``to_all``: as a proxy that lost its patience does."""

    def __init__(self, behind: Sequence[str]) -> None:
        self._behind = list(behind)
        self._turn = 0
        self.taken = dict.fromkeys(behind, 0)
        self.to_all = False

    async def pass_on(self, request: web.Request) -> web.Response:
        """The answer of whoever answers well; trouble if nobody does."""
        body = await request.read()
        self._turn += 1
        # Whoever does not answer is left out, as a proxy's health check would.
        order = self._behind[self._turn % len(self._behind) :] + self._behind[: self._turn % len(self._behind)]
        if self.to_all:
            answers = await asyncio.gather(*(self._ask(each, request, body) for each in order))
            return web.Response(status=max(answers))
        for each in order:
            status = await self._ask(each, request, body)
            if status == 200:
                return web.Response()
        return web.Response(status=502)

    async def _ask(self, behind: str, request: web.Request, body: bytes) -> int:
        headers = {name: value for name, value in request.headers.items() if name.startswith(("X-", "Content-Type"))}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"http://{behind}{request.path}", data=body, headers=headers) as answer,
            ):
                self.taken[behind] += answer.status == 200
                return answer.status
        except aiohttp.ClientError:
            return 502


@contextlib.asynccontextmanager
async def proxy(port: int, behind: Sequence[str]) -> AsyncIterator[Proxy]:
    """It listens on ``port`` of loopback until the test is over."""
    passing = Proxy(behind)
    app = web.Application()
    app.router.add_post("/{anywhere:.*}", passing.pass_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield passing
    finally:
        await runner.cleanup()
