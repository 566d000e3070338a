"""Discord on 127.0.0.1: REST and gateway, so that the real bot can be driven as a process, and trouble on demand.

    async with DiscordApi() as api:
        mei = api.learner("Mei")
        await mei.asks("help")
        await mei.sees("What you can send")

Set ``BANDMATE_DISCORD_API_URL`` to ``api.url`` and ``BANDMATE_DISCORD_TOKEN`` to ``api.token``. It is as strict as
Discord: three seconds for an interaction, commands that were told to it, limits of messages, one message for one nonce.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.doubles.discord_chats import Chat, Json, Learner, Server
from tests.doubles.discord_gateway import Gateway
from tests.doubles.discord_rules import Refused, Trouble, answered, files_in, hang_up, shown_of

TOKEN = "MTAyMzQ1Njc4OTAxMjM0NTY3OA.GTestOnly.TokenThatOpensNothing-0_xTestOnlyTestOnly"
BOT_ID = 1023456789012345678
_EPOCH = 1_420_070_400_000
_ANSWERED_WITHIN = 3.0
_FIFTEEN_MINUTES = 900.0


Files = dict[str, tuple[str, bytes]]
Method = Callable[[list[str], Json, Files, dict[str, str]], Awaitable[Any]]
_ROUTES = (
    ("GET", r"gateway", "_where"),
    ("GET", r"users/@me", "_who"),
    ("GET", r"oauth2/applications/@me", "_application"),
    ("PUT", r"applications/\d+/commands", "_set_commands"),
    ("POST", r"users/@me/channels", "_open_private"),
    ("GET", r"guilds/\d+/members/\d+", "_member"),
    ("POST", r"channels/\d+/messages", "_create"),
    ("GET", r"channels/\d+/messages", "_history"),
    ("PATCH", r"channels/\d+/messages/\d+", "_edit"),
    ("POST", r"channels/\d+/typing", "_typing"),
    ("POST", r"interactions/\d+/[^/]+/callback", "_callback"),
    ("PATCH", r"webhooks/\d+/[^/]+/messages/@original", "_edit_original"),
    ("DELETE", r"webhooks/\d+/[^/]+/messages/@original", "_delete_original"),
    ("POST", r"webhooks/\d+/[^/]+", "_follow_up"),
)
_MEMBER = {"roles": [], "permissions": "0", "joined_at": None, "deaf": False, "mute": False, "flags": 0}
_MANAGES = str(1 << 5)
"""The permission to manage a server."""
_HEADERS = {
    "Via": "1.1 test",
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "49",
    "X-RateLimit-Reset-After": "1",
}


@dataclass
class Asked:
    """An interaction: who asked, where, what stands there as its answer, and until when it can be answered."""

    id: int
    token: str
    learner: Learner
    chat: Chat
    begun: float
    message: Json | None = None
    answered: int = 0
    original: int | None = None
    ephemeral: bool = False
    modal: Json | None = None
    choices: list[Json] | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Call:
    """One request that the bot made."""

    method: str
    path: str
    payload: Json
    status: int


@dataclass
class DiscordApi:
    """The server. ``calls`` is everything the bot asked, in order; ``token_lasts`` in seconds: Discord's are 15 minutes."""

    token: str = TOKEN
    token_lasts: float = _FIFTEEN_MINUTES
    calls: list[Call] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.me: Json = {"id": str(BOT_ID), "username": "Bandmate", "discriminator": "0", "avatar": None, "bot": True}
        self.gateway = Gateway(self)
        self.servers: list[Server] = []
        self.asked: dict[str, Asked] = {}
        self._chats: dict[int, Chat] = {}
        self._private: dict[int, Chat] = {}
        self._people: dict[str, Learner] = {}
        self._files: dict[str, bytes] = {}
        self._troubles: list[Trouble] = []
        self._nonces: dict[tuple[int, str], int] = {}
        self._numbers = itertools.count(1)
        self._stir = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_get("/ws", self.gateway.serve)
        app.router.add_get("/attachments/{key}/{name}", self._download)
        app.router.add_route("*", "/api/v10/{path:.+}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.url = f"http://{self.base}/api/v10"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # People and places

    def learner(self, name: str, locale: str = "en-US") -> Learner:
        """Somebody who can write to the bot in private."""
        user = {"id": str(self.snowflake()), "username": name.lower(), "discriminator": "0", "avatar": None}
        chat = Chat(self.snowflake(), None)
        self._people[user["id"]] = learner = Learner(self, user, locale, chat)
        self._chats[chat.id] = self._private[int(user["id"])] = chat
        return learner

    def server(self, name: str) -> Server:
        """A server with one channel."""
        server = Server(self.snowflake(), name, Chat(self.snowflake(), None))
        server.channel.server = server
        self._chats[server.channel.id] = server.channel
        self.servers.append(server)
        self.gateway.push("GUILD_CREATE", server.as_json())
        return server

    def snowflake(self) -> int:
        """A fresh id that tells the time, as Discord's do."""
        return ((int(time.time() * 1000) - _EPOCH) << 22) | (next(self._numbers) & 0x3FFFFF)

    def keep_file(self, name: str, data: bytes, size: int | None = None, **more: Any) -> Json:
        """A file on Discord's servers."""
        key = str(self.snowflake())
        self._files[key] = data
        url = f"http://{self.base}/attachments/{key}/{name}"
        return {
            "id": key,
            "filename": name,
            "size": len(data) if size is None else size,
            "url": url,
            "proxy_url": url,
            **more,
        }

    def ask(self, learner: Learner, chat: Chat, kind: int, data: Json, message: Json | None = None) -> Asked:
        """Somebody used a command, pressed a button or sent a form."""
        number = self.snowflake()
        asked = Asked(number, f"interaction-{number}", learner, chat, time.monotonic(), message)
        self.asked[asked.token] = asked
        payload: Json = {
            "id": str(number), "application_id": str(BOT_ID), "type": kind, "token": asked.token, "version": 1,
            "data": data, "channel_id": str(chat.id), "locale": learner.locale, "attachment_size_limit": 10_000_000,
            "entitlements": [], "app_permissions": "562949953421311", "context": 0 if chat.server else 1,
            "authorizing_integration_owners": {},
        }  # fmt: skip
        if chat.server is None:
            payload |= {"user": learner.user, "channel": {"id": str(chat.id), "type": 1, "recipients": [learner.user]}}
        else:
            payload |= {
                "guild_id": str(chat.server.id),
                "channel": {"id": str(chat.id), "type": 0, "name": "general", "guild_id": str(chat.server.id)},
                "member": _MEMBER | {"user": learner.user, "permissions": _MANAGES if learner.manages else "0"},
            }  # fmt: skip
        if message is not None:
            payload["message"] = message
        self.gateway.push("INTERACTION_CREATE", payload)
        return asked

    # Trouble

    def busy(
        self, ending: str, *, retry_after: float = 1.0, times: int = 1, method: str = "POST", chat: Chat | None = None
    ) -> None:
        """429 with ``retry_after``."""
        where = None if chat is None else chat.id
        self._troubles.append(Trouble(method, ending, times, 429, retry_after=retry_after, chat=where))

    def refuses(self, ending: str, status: int, code: int, *, times: int = 1, method: str = "POST") -> None:
        """An error of Discord's."""
        self._troubles.append(Trouble(method, ending, times, status, code))

    def drops(self, ending: str, *, times: int = 1, after_doing: bool = False, method: str = "POST") -> None:
        """The connection closes without an answer, before the call was done or after."""
        self._troubles.append(Trouble(method, ending, times, dropped=True, after_doing=after_doing))

    def heals(self) -> None:
        """Nothing more goes wrong, and interactions last as long as Discord's do."""
        self._troubles.clear()
        self.token_lasts = _FIFTEEN_MINUTES

    async def is_hung_up(self) -> None:
        """Until the connection of a bot that has ended is known to be dead: what happens now waits for the next one."""
        while self.gateway.connected:
            await self.changed(0.2)

    async def changed(self, within: float) -> None:
        """Until something has happened, or for so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stir.wait(), within)

    def wake(self) -> None:
        """Something has happened."""
        self._stir.set()
        self._stir = asyncio.Event()

    def count(self, method: str, ending: str) -> int:
        """How often the bot made such a call with success."""
        return sum(call.method == method and call.path.endswith(ending) and call.status < 300 for call in self.calls)

    # The server

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        payload, files = await files_in(request)
        if (
            not path.startswith(("interactions/", "webhooks/"))
            and request.headers.get("Authorization") != f"Bot {self.token}"
        ):
            return answered({"message": "401: Unauthorized", "code": 0}, 401, {})
        trouble = self._trouble(request.method, path)
        status, body = 200, None
        headers = {**_HEADERS, "X-RateLimit-Bucket": path.split("/")[0]}
        if trouble is not None and trouble.dropped and not trouble.after_doing:
            return hang_up(request)
        if trouble is not None and trouble.status == 429:
            status, body = (
                429,
                {"message": "You are being rate limited.", "retry_after": trouble.retry_after, "global": False},
            )
        elif trouble is not None and trouble.status:
            status, body = trouble.status, {"message": "trouble", "code": trouble.code}
        else:
            try:
                body = await self._handler(request.method, path)(path.split("/"), payload, files, dict(request.query))
            except Refused as refused:
                status, body = refused.status, {"message": refused.words, "code": refused.code}
        self.calls.append(Call(request.method, path, payload, status))
        self.wake()
        if trouble is not None and trouble.dropped:
            return hang_up(request)
        if body is None:
            return web.Response(status=204, headers=headers)
        return answered(body, status, headers)

    def _handler(self, method: str, path: str) -> Method:
        for known, pattern, name in _ROUTES:
            if known == method and re.fullmatch(pattern, path):
                handler: Method = getattr(self, name)
                return handler
        raise Refused(404, 0, f"404: Not Found ({method} {path})")

    def _trouble(self, method: str, path: str) -> Trouble | None:
        for trouble in self._troubles:
            here = trouble.chat is None or str(trouble.chat) in path
            if trouble.method == method and path.endswith(trouble.ending) and here and trouble.times > 0:
                trouble.times -= 1
                return trouble
        return None

    async def _download(self, request: web.Request) -> web.StreamResponse:
        data = self._files.get(request.match_info["key"])
        return web.Response(status=404) if data is None else web.Response(body=data)

    # Methods

    async def _where(self, *_: object) -> Json:
        return {"url": f"ws://{self.base}/ws"}

    async def _who(self, *_: object) -> Json:
        return self.me

    async def _application(self, *_: object) -> Json:
        return {
            "id": str(BOT_ID), "name": "Bandmate", "icon": None, "description": "", "bot_public": True, "flags": 0,
            "bot_require_code_grant": False, "verify_key": "0", "owner": self.me, "team": None, "rpc_origins": [],
        }  # fmt: skip

    async def _set_commands(self, path: list[str], payload: Any, *_: object) -> list[Json]:
        told = [
            {"description": "", **each, "id": str(self.snowflake()), "application_id": path[1], "version": "1"}
            for each in payload
        ]
        for each in told:
            if each.get("type", 1) == 1 and not 1 <= len(each["description"]) <= 100:
                raise Refused(400, 50035, f"Invalid Form Body: description of {each['name']}")
        self.commands = told
        return told

    async def _open_private(self, _: list[str], payload: Json, *__: object) -> Json:
        chat = self._private.get(int(payload["recipient_id"]))
        if chat is None:
            raise Refused(400, 10013, "Unknown User")
        somebody = {"id": str(payload["recipient_id"]), "username": "x", "discriminator": "0", "avatar": None}
        return {"id": str(chat.id), "type": 1, "recipients": [somebody]}

    async def _member(self, path: list[str], *_: object) -> Json:
        learner = self._people.get(path[3])
        if learner is None:
            raise Refused(404, 10007, "Unknown Member")
        return _MEMBER | {"user": learner.user, "joined_at": "2026-01-01T00:00:00+00:00"}

    async def _create(self, path: list[str], payload: Json, files: Files, _: object) -> Json:
        chat = self._open_chat(path[1])
        nonce = payload.get("nonce")
        if nonce and payload.get("enforce_nonce"):
            known = self._nonces.get((chat.id, nonce))
            if known is not None and known in chat.now:
                return self._as_message(chat, known)
        message_id = self._write(chat, payload, files)
        if nonce:
            self._nonces[chat.id, nonce] = message_id
        return self._as_message(chat, message_id)

    async def _history(self, path: list[str], _: Json, __: object, query: dict[str, str]) -> list[Json]:
        chat = self._open_chat(path[1])
        after = int(query.get("after", 0))
        found = [message for number, message in sorted(chat.sent.items()) if number > after]
        return list(reversed(found[: int(query.get("limit", 50))]))

    async def _edit(self, path: list[str], payload: Json, files: Files, _: object) -> Json:
        chat, message_id = self._open_chat(path[1]), int(path[3])
        return self._change(chat, message_id, payload, files)

    async def _typing(self, path: list[str], *_: object) -> None:
        self._open_chat(path[1]).typing += 1

    async def _callback(self, path: list[str], payload: Json, *_: object) -> Json:
        asked = self.asked.get(path[2])
        if asked is None or (not asked.answered and time.monotonic() - asked.begun > _ANSWERED_WITHIN):
            raise Refused(404, 10062, "Unknown interaction")
        if asked.answered:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        asked.answered = int(payload["type"])
        data = payload.get("data") or {}
        asked.ephemeral = bool(int(data.get("flags", 0)) & 64)
        match asked.answered:
            case 6:
                asked.original = int(asked.message["id"]) if asked.message else None
            case 8:
                asked.choices = data["choices"]
            case 9:
                asked.modal = data
        return {"interaction": {"id": path[1], "type": 2, "response_message_loading": asked.answered == 5}}

    async def _edit_original(self, path: list[str], payload: Json, files: Files, _: object) -> Json:
        asked = self._living(path[2])
        if asked.original is None:
            asked.original = self._write(asked.chat, payload, files, asked)
            return self._as_message(asked.chat, asked.original)
        return self._change(asked.chat, asked.original, payload, files)

    async def _delete_original(self, path: list[str], *_: object) -> None:
        asked = self._living(path[2])
        asked.deleted = True
        if asked.original is not None:
            asked.chat.now.pop(asked.original, None)

    async def _follow_up(self, path: list[str], payload: Json, files: Files, _: object) -> Json:
        asked = self._living(path[2])
        asked.ephemeral = bool(int(payload.get("flags") or 0) & 64)
        message_id = self._write(asked.chat, payload, files, asked)
        return self._as_message(asked.chat, message_id)

    # What they share

    def _living(self, token: str) -> Asked:
        asked = self.asked.get(token)
        if asked is None or time.monotonic() - asked.begun > self.token_lasts:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return asked

    def _open_chat(self, number: str) -> Chat:
        chat = self._chats.get(int(number))
        if chat is None:
            raise Refused(404, 10003, "Unknown Channel")
        if chat.server is not None and chat.server.kicked:
            raise Refused(403, 50001, "Missing Access")
        if chat.closed:
            raise Refused(403, 50007, "Cannot send messages to this user")
        return chat

    def _write(self, chat: Chat, payload: Json, files: Files, asked: Asked | None = None) -> int:
        number = self.snowflake()
        shown = shown_of(number, payload, files, chat)
        if asked is not None and asked.ephemeral:
            shown = shown.only_for(asked.learner.user["id"])
        chat.show(shown)
        self.wake()
        return number

    def _change(self, chat: Chat, message_id: int, payload: Json, files: Files) -> Json:
        old = chat.now.get(message_id)
        if old is None:
            raise Refused(404, 10008, "Unknown Message")
        if old.is_voice:
            raise Refused(400, 50163, "Voice messages cannot be edited")
        chat.show(old.changed(shown_of(message_id, payload, files, chat)))
        self.wake()
        return self._as_message(chat, message_id)

    def _as_message(self, chat: Chat, message_id: int) -> Json:
        return self.message_json(chat, chat.now[message_id].payload, message_id, self.me)

    def message_json(self, chat: Chat, payload: Json, number: int, author: Json) -> Json:
        """A message as events and answers carry it."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime(((number >> 22) + _EPOCH) / 1000))
        whole: Json = {
            "id": str(number), "channel_id": str(chat.id), "author": author, "content": "", "timestamp": stamp,
            "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": False, "type": 0, "flags": 0, "components": [],
        }  # fmt: skip
        kept = (
            *("content", "embeds", "components", "flags", "edited_timestamp", "mentions", "type"),
            *("message_reference", "referenced_message"),
        )
        whole |= {name: payload[name] for name in kept if payload.get(name) is not None}
        if author is not self.me:
            whole["attachments"] = payload.get("attachments", [])
        if chat.server is not None:
            whole["guild_id"] = str(chat.server.id)
        return whole
