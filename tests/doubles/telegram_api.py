"""A Bot API server on 127.0.0.1: long polling, webhooks, files, edits, buttons, and trouble on demand.

    async with TelegramApi() as api:
        mei = api.private_chat("Mei")
        await mei.says("/start")
        await mei.sees("Welcome")

It answers as api.telegram.org does, complaints included, so that the real bot can be driven against it as a process:
set ``BANDMATE_TELEGRAM_API_URL`` to ``api.url`` and ``BANDMATE_TELEGRAM_TOKEN`` to ``api.token``.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.doubles.telegram_chats import Chat, Json, Learner, Shown
from tests.doubles.telegram_html import units
from tests.doubles.telegram_params import Refusal, buttons_in, params_of, snake, text_in
from tests.doubles.telegram_trouble import Troubles, raise_for

TOKEN = "7012345678:AAEzTestOnlyTokenThatOpensNothing-0_x"
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


@dataclass(frozen=True)
class Call:
    """One request that the bot made."""

    method: str
    params: Json
    status: int
    at: float = 0.0


class TelegramApi(Troubles):
    """The server. ``calls`` is everything the bot asked, in order."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Bandmate",
            "username": "bandmate_bot",
        }
        self.calls: list[Call] = []
        self.answers: dict[str, str] = {}
        self.commands: dict[str, list[str]] = {}
        self._chats: dict[int, Chat] = {}
        self._files: dict[str, tuple[str, bytes, int]] = {}
        self._asked: dict[str, int] = {}
        self._updates: list[Json] = []
        self._update_ids = itertools.count(700_000_001)
        self._people = itertools.count(5001)
        self._groups = itertools.count(-4001, -1)
        self._queries = itertools.count(1)
        super().__init__()
        self._stir = asyncio.Event()
        self._poll = 0
        self._closing = False
        self._webhook: Json = {}
        self._runner: web.AppRunner | None = None
        self._pusher: asyncio.Task[None] | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pusher is not None:
            self._pusher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pusher
        self._closing = True
        self._wake()
        if self._runner is not None:
            await self._runner.cleanup()

    # People and chats

    def private_chat(self, name: str, language: str = "en") -> Learner:
        """Somebody who writes to the bot alone."""
        number = next(self._people)
        chat = self._chats[number] = Chat(number, "private", name)
        return Learner(self, chat, self._person(number, name, language))

    def group(self, title: str) -> Chat:
        """A group with nobody in it yet."""
        number = next(self._groups)
        chat = self._chats[number] = Chat(number, "group", title)
        return chat

    def member(
        self, chat: Chat, name: str, language: str = "en", topic: int | None = None, *, admin: bool = False
    ) -> Learner:
        """Somebody in a group, writing in one of its topics if it has any."""
        number = next(self._people)
        person = chat.people[number] = self._person(number, name, language)
        chat.admins |= {number} if admin else set()
        return Learner(self, chat, person, topic)

    def private_with(self, learner: Learner) -> Learner:
        """The same person, alone with the bot."""
        number = learner.user["id"]
        chat = self._chats[number] = Chat(number, "private", learner.user["first_name"])
        return Learner(self, chat, learner.user)

    async def puts_out(self, chat: Chat) -> None:
        """The bot is removed from a group."""
        chat.blocked = True
        await self.push({"my_chat_member": self._membership(chat, "member", "kicked")})

    async def takes_in(self, chat: Chat) -> None:
        """The bot is added to a group again."""
        chat.blocked = False
        await self.push({"my_chat_member": self._membership(chat, "left", "member")})

    def _membership(self, chat: Chat, before: str, after: str) -> Json:
        def member(status: str) -> Json:
            return {"status": status, "user": self.me} | ({"until_date": 0} if status == "kicked" else {})

        by = next(iter(chat.people.values()))
        change = {"chat": chat.as_json(), "from": by, "date": int(time.time())}
        return change | {"old_chat_member": member(before), "new_chat_member": member(after)}

    async def migrate(self, old: Chat) -> Chat:
        """The group becomes a supergroup with another id."""
        number = -1_000_000_000_000 + old.id
        new = self._chats[number] = Chat(number, "supergroup", old.title)
        old.migrated_to = number
        new.people, new.admins = old.people, old.admins
        service = {"message_id": next(old.ids), "date": int(time.time()), "chat": old.as_json()}
        await self.push({"message": {**service, "migrate_to_chat_id": number}})
        return new

    def _person(self, number: int, name: str, language: str) -> Json:
        return {"id": number, "is_bot": False, "first_name": name, "language_code": language}

    def count(self, method: str) -> int:
        """How often the bot called ``method`` with success."""
        return sum(call.method == method and call.status == 200 for call in self.calls)

    # What chats.py needs

    async def push(self, update: Json) -> None:
        """Something happened in a chat."""
        self._updates.append({"update_id": next(self._update_ids), **update})
        self._wake()

    def keep_file(self, data: bytes, size: int | None = None) -> Json:
        """A file on Telegram's servers."""
        key = f"file{len(self._files)}"
        real = len(data) if size is None else size
        self._files[key] = (f"documents/{key}", data, real)
        return {"file_id": key, "file_unique_id": key, "file_size": real}

    def ask(self, user: Json) -> str:
        """A fresh callback query."""
        query_id = str(next(self._queries))
        self._asked[query_id] = user["id"]
        return query_id

    async def changed(self, within: float) -> None:
        """Until something has happened, or for so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stir.wait(), within)

    async def is_hung_up(self) -> None:
        """A bot has ended: nothing of it is left, as each of its calls stands alone."""

    @property
    def unconfirmed(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self._updates)

    def _wake(self) -> None:
        self._stir.set()
        self._stir = asyncio.Event()

    # The server

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        arrived = time.monotonic()
        params = await params_of(request)
        status, body = await self._answer(method, params)
        self.calls.append(Call(method, params, status, arrived))
        self._wake()
        if status == 0:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return web.json_response(body, status=status)

    async def _answer(self, method: str, params: Json) -> tuple[int, Json]:
        trouble = self._trouble(method, params)
        if trouble is not None and trouble.seconds:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(trouble.over.wait(), trouble.seconds)
        elif trouble is not None and trouble.dropped and not trouble.after_doing:
            return 0, {}
        try:
            raise_for(trouble)
            result = await self._handler(method)(params)
        except Refusal as refusal:
            body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return refusal.status, body
        if trouble is not None and trouble.dropped:
            return 0, {}
        return 200, {"ok": True, "result": result}

    def _handler(self, method: str) -> Callable[[Json], Awaitable[Any]]:
        handler: Callable[[Json], Awaitable[Any]] | None = getattr(self, f"_{snake(method)}", None)
        if handler is None:
            raise Refusal(404, "Not Found")
        return handler

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] == self.token:
            for path, data, _ in self._files.values():
                if path == request.match_info["path"]:
                    return web.Response(body=data)
        return web.Response(status=404)

    # Methods

    async def _get_me(self, _: Json) -> Json:
        return {
            **self.me,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def _get_updates(self, params: Json) -> list[Json]:
        if self._webhook.get("url"):
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._poll += 1
        mine = self._poll
        offset = int(params.get("offset") or 0)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        deadline = time.monotonic() + float(params.get("timeout") or 0)
        self._wake()
        while not self._updates and not self._closing and time.monotonic() < deadline:
            await self.changed(min(1.0, max(0.01, deadline - time.monotonic())))
            if self._poll != mine:
                raise Refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot runs")
        return self._updates[: int(params.get("limit") or 100)]

    async def _set_webhook(self, params: Json) -> bool:
        self._webhook = params
        if self._pusher is None:
            self._pusher = asyncio.create_task(self._push_all())
        return True

    async def _delete_webhook(self, _: Json) -> bool:
        self._webhook = {}
        return True

    async def _push_all(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                await self.changed(0.2)
                while self._updates and self._webhook.get("url"):
                    headers = {"X-Telegram-Bot-Api-Secret-Token": self._webhook.get("secret_token", "")}
                    with contextlib.suppress(aiohttp.ClientError):
                        async with session.post(self._webhook["url"], json=self._updates[0], headers=headers) as answer:
                            if answer.status == 200:
                                self._updates.pop(0)
                                continue
                    await asyncio.sleep(0.3)

    async def _set_my_commands(self, params: Json) -> bool:
        key = f"{params.get('scope', {}).get('type', 'default')}/{params.get('language_code') or 'en'}"
        self.commands[key] = [command["command"] for command in params["commands"]]
        return True

    async def _send_message(self, params: Json) -> Json:
        chat = self._chat(params)
        text, html = text_in(params, "text")
        return self._write(chat, params, text, html, None)

    async def _send_document(self, params: Json) -> Json:
        chat = self._chat(params)
        text, html = text_in(params, "caption") if params.get("caption") else ("", "")
        return self._write(chat, params, text, html, params["document"])

    async def _send_voice(self, params: Json) -> Json:
        chat = self._chat(params)
        if chat.no_voice:
            raise Refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
        _, sound = params["voice"]
        if not sound.startswith(b"OggS") or b"OpusHead" not in sound[:100]:
            raise Refusal(400, "Bad Request: a voice message is OGG encoded with OPUS")
        text, html = text_in(params, "caption") if params.get("caption") else ("", "")
        return self._write(chat, params, text, html, None, voice=sound)

    async def _send_photo(self, params: Json) -> Json:
        chat = self._chat(params)
        _, picture = params["photo"]
        if not picture.startswith((b"\x89PNG", b"\xff\xd8")):
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        text, html = text_in(params, "caption") if params.get("caption") else ("", "")
        return self._write(chat, params, text, html, None, photo=picture)

    async def _edit_message_text(self, params: Json) -> Json:
        chat = self._chat(params)
        old = chat.now.get(int(params["message_id"]))
        if old is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if old.voice or old.photo or old.file:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        text, html = text_in(params, "text")
        buttons = buttons_in(params)
        if (text, html, buttons) == (old.text, old.html, old.buttons):
            raise Refusal(400, f"Bad Request: {_NOT_MODIFIED}")
        new = Shown(old.id, text, html, buttons, edited=True, reply_to=old.reply_to, topic=old.topic)
        chat.show(new)
        return self._as_message(chat, new)

    async def _delete_message(self, params: Json) -> bool:
        if self._chat(params).now.pop(int(params["message_id"]), None) is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        return True

    async def _send_chat_action(self, params: Json) -> bool:
        self._chat(params).typing += 1
        return True

    async def _answer_callback_query(self, params: Json) -> bool:
        if self._asked.pop(str(params["callback_query_id"]), None) is None:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if units(params.get("text") or "") > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answers[str(params["callback_query_id"])] = params.get("text") or ""
        return True

    async def _get_chat_member(self, params: Json) -> Json:
        chat = self._chat(params)
        number = int(params["user_id"])
        if number not in chat.people:
            raise Refusal(400, "Bad Request: PARTICIPANT_ID_INVALID")
        if number not in chat.admins:
            return {"status": "member", "user": chat.people[number]}
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
            " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
        )
        return {"status": "administrator", "user": chat.people[number]} | dict.fromkeys(rights.split(), False)

    async def _get_file(self, params: Json) -> Json:
        path, _, size = self._files[params["file_id"]]
        if size > 20_000_000:
            raise Refusal(400, "Bad Request: file is too big")
        return {"file_id": params["file_id"], "file_unique_id": params["file_id"], "file_size": size, "file_path": path}

    def _chat(self, params: Json) -> Chat:
        chat = self._chats.get(int(params["chat_id"]))
        if chat is None or chat.gone:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.blocked:
            who = "user" if chat.kind == "private" else "group"
            said = "bot was blocked by the user" if who == "user" else "bot was kicked from the group chat"
            raise Refusal(403, f"Forbidden: {said}")
        if chat.migrated_to is not None:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        return chat

    def _write(
        self,
        chat: Chat,
        params: Json,
        text: str,
        html: str,
        file: tuple[str, bytes] | None,
        *,
        voice: bytes | None = None,
        photo: bytes | None = None,
    ) -> Json:
        answered = params.get("reply_parameters")
        reply_to = int(answered["message_id"]) if answered else None
        if answered and reply_to not in chat.sent and reply_to not in chat.now:
            if not answered.get("allow_sending_without_reply"):
                raise Refusal(400, "Bad Request: message to be replied not found")
            reply_to = None
        topic = int(params["message_thread_id"]) if params.get("message_thread_id") else None
        number, buttons = next(chat.ids), buttons_in(params)
        shown = Shown(number, text, html, buttons, reply_to=reply_to, topic=topic, file=file, voice=voice, photo=photo)
        chat.show(shown)
        return self._as_message(chat, shown)

    def _as_message(self, chat: Chat, shown: Shown) -> Json:
        return {
            "message_id": shown.id,
            "date": int(time.time()),
            "chat": chat.as_json(),
            "from": self.me,
            "text": shown.text,
        }
