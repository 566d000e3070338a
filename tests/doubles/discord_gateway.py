"""Discord's gateway: hello, identify, heartbeats, events, resume; and sessions that are cut, moved or declared invalid."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.doubles.discord_chats import PATIENCE

if TYPE_CHECKING:
    from tests.doubles.discord_api import DiscordApi

Json = dict[str, Any]
_HEARTBEAT_MS = 2_000


@dataclass
class Session:
    """What one identified client has to hear: every event, in order, also while its connection is cut."""

    id: str
    events: list[Json] = field(default_factory=list)
    line: Line | None = None


@dataclass
class Line:
    """One connection."""

    socket: web.WebSocketResponse
    packer: Any

    async def send(self, payload: Json) -> None:
        """One message, packed as the client asked."""
        text = json.dumps(payload).encode()
        with contextlib.suppress(ConnectionError, RuntimeError):
            if self.packer is None:
                await self.socket.send_str(text.decode())
            else:
                await self.socket.send_bytes(self.packer.compress(text) + self.packer.flush(zlib.Z_SYNC_FLUSH))


class Gateway:
    """One bot's connections. ``identified``, ``resumed`` and ``heartbeats`` count what the bot did."""

    def __init__(self, api: DiscordApi) -> None:
        self._api = api
        self._session: Session | None = None
        self._numbers = itertools.count(1)
        self._sending = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self.identified: list[Json] = []
        self.resumed = 0
        self.heartbeats = 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """A connection, from hello to its end."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket, zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None)
        await line.send({"op": 10, "d": {"heartbeat_interval": _HEARTBEAT_MS}, "s": None, "t": None})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._hear(line, json.loads(message.data))
        finally:
            if self._session is not None and self._session.line is line:
                self._session.line = None
            self._api.wake()
        return socket

    def push(self, name: str, data: Json) -> None:
        """Something happened: the session hears it now, or when it is resumed; without a session nobody does."""
        if self._session is not None:
            self._keep(self._session, name, data)

    @property
    def connected(self) -> bool:
        """Whether a bot listens."""
        return self._session is not None and self._session.line is not None

    async def until_connected(self) -> None:
        """Wait for the bot."""
        async with asyncio.timeout(PATIENCE):
            while not self.connected:
                await self._api.changed(0.2)

    async def cut(self) -> None:
        """The connection breaks; the session lives."""
        if self._session is not None and self._session.line is not None:
            transport = self._session.line.socket._req.transport  # type: ignore[union-attr]
            self._session.line = None
            if transport is not None:
                transport.abort()

    async def asks_to_reconnect(self) -> None:
        """Operation 7."""
        if self._session is not None and self._session.line is not None:
            line, self._session.line = self._session.line, None
            await line.send({"op": 7, "d": None, "s": None, "t": None})

    async def declares_invalid(self) -> None:
        """Operation 9: the session is gone, and what comes until the next one is heard by nobody."""
        if self._session is not None:
            line, self._session = self._session.line, None
            if line is not None:
                await line.send({"op": 9, "d": False, "s": None, "t": None})

    def forget(self) -> None:
        """A session whose client was killed is remembered for some minutes, and then not."""
        self._session = None

    async def close(self) -> None:
        """Hang up."""
        await self.cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hear(self, line: Line, payload: Json) -> None:
        match payload["op"]:
            case 1:
                self.heartbeats += 1
                await line.send({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(line, payload["d"])
            case 6:
                await self._resume(line, payload["d"])

    async def _identify(self, line: Line, data: Json) -> None:
        if data["token"] != self._api.token:
            await line.socket.close(code=4004, message=b"Authentication failed.")
            return
        self.identified.append(data)
        self._session = session = Session(f"session-{next(self._numbers)}", line=line)
        ready = {
            "v": 10, "user": self._api.me, "session_id": session.id, "resume_gateway_url": f"ws://{self._api.base}/ws",
            "guilds": [{"id": str(each.id), "unavailable": True} for each in self._api.servers],
            "private_channels": [], "application": {"id": self._api.me["id"], "flags": 0},
        }  # fmt: skip
        self._keep(session, "READY", ready)
        for server in self._api.servers:
            self._keep(session, "GUILD_CREATE", server.as_json())
        self._api.wake()

    async def _resume(self, line: Line, data: Json) -> None:
        session = self._session
        if session is None or session.id != data["session_id"]:
            await line.send({"op": 9, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        session.line = line
        for event in session.events[data["seq"] or 0 :]:
            await line.send(event)
        self._keep(session, "RESUMED", {})
        self._api.wake()

    def _keep(self, session: Session, name: str, data: Json) -> None:
        event = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        if session.line is not None:
            task = asyncio.create_task(self._send(session.line, event))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, line: Line, event: Json) -> None:
        async with self._sending:
            await line.send(event)
