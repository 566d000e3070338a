"""A loopback double of the service behind edge-tts: its websocket protocol, answering with real MP3."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import av
import numpy as np
from aiohttp import web

Behaviour = Literal["speak", "nothing", "noise", "hang up", "refuse", "forbid", "unknown"]


class EdgeService:
    """Speaks two seconds of a tone; ``asked`` holds every message that arrived."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self.behaviour in ("refuse", "forbid"):
            self.asked.append(self.behaviour)
            return web.Response(status=503 if self.behaviour == "refuse" else 403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.asked += [await socket.receive_str(), await socket.receive_str()]
        if self.behaviour == "hang up":
            await socket.close()
            return socket
        await socket.send_str("Path:turn.start\r\n\r\n{}")
        if self.behaviour == "unknown":
            await socket.send_str("Path:surprise\r\n\r\n{}")
        sound = {"speak": tone(2.0), "noise": b"no mp3 at all " * 500}.get(self.behaviour, b"")
        for start in range(0, len(sound), 4000):
            head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
            await socket.send_bytes(len(head).to_bytes(2, "big") + head + sound[start : start + 4000])
        await socket.send_str("Path:turn.end\r\n\r\n{}")
        await socket.close()
        return socket


def tone(seconds: float) -> bytes:
    """An A at 24,000 samples a second, as MP3."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        samples = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(24_000 * seconds)) / 24_000)
        frame = av.AudioFrame.from_ndarray(samples.astype(np.float32)[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = 24_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


@contextmanager
def serving(behaviour: Behaviour = "speak") -> Iterator[EdgeService]:
    """The service on a free loopback port, in a thread of its own."""
    service = EdgeService(behaviour)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/edge/v1", service.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        service.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/edge/v1?TrustedClientToken=none"
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield service
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
