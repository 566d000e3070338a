"""People, servers and what their screens show: the learner's side of the Discord double."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tests.doubles.discord_api import Asked, DiscordApi

PATIENCE = 120.0
"""Seconds for which somebody waits: what comes is seen at once, and a loaded machine may take long."""
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """A message of the bot's as it stood on the screen at one moment. ``voice`` is what was said just before it, or in it."""

    id: int
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    edited: bool = False
    reply_to: int | None = None
    file: tuple[str, bytes] | None = None
    photo: bytes | None = None
    voice: bytes | None = None
    is_voice: bool = False
    embeds: int = 0
    eyes: str | None = None
    payload: Json = field(default_factory=dict, compare=False)

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [label for label, _ in self.buttons]

    def only_for(self, user_id: str) -> Shown:
        """Ephemeral: one person sees it."""
        return replace(self, eyes=user_id)

    def changed(self, new: Shown) -> Shown:
        """The same message with another content."""
        return replace(new, id=self.id, edited=True, reply_to=self.reply_to, eyes=self.eyes, voice=self.voice)


@dataclass
class Server:
    """A server with one channel; ``kicked``: the bot is out."""

    id: int
    name: str
    channel: Chat
    kicked: bool = False

    def as_json(self) -> Json:
        """As the gateway tells of it."""
        channel = {"id": str(self.channel.id), "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
        return {
            "id": str(self.id), "name": self.name, "channels": [channel], "members": [], "roles": [], "emojis": [],
            "stickers": [], "features": [], "threads": [], "presences": [], "voice_states": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [], "owner_id": "1", "member_count": 2, "large": False,
            "unavailable": False, "preferred_locale": "en-US", "afk_timeout": 60, "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "system_channel_flags": 0,
            "nsfw_level": 0, "premium_tier": 0, "premium_progress_bar_enabled": False, "icon": None, "splash": None,
            "discovery_splash": None, "description": None, "banner": None, "region": "", "afk_channel_id": None,
            "application_id": None, "system_channel_id": None, "rules_channel_id": None, "vanity_url_code": None,
            "public_updates_channel_id": None, "joined_at": "2026-01-01T00:00:00+00:00",
        }  # fmt: skip


@dataclass
class Chat:
    """One channel: everything the bot ever showed in it, what stands there now, and what others wrote."""

    id: int
    server: Server | None
    history: list[Shown] = field(default_factory=list)
    now: dict[int, Shown] = field(default_factory=dict)
    sent: dict[int, Json] = field(default_factory=dict)
    typing: int = 0
    closed: bool = False
    no_voice: bool = False

    def show(self, shown: Shown) -> None:
        """The bot wrote or edited. What it said just before is what one hears with it."""
        last = self.history[-1] if self.history else None
        if last is not None and last.is_voice and not shown.is_voice and shown.id not in self.now:
            shown = replace(shown, voice=last.voice)
        self.history.append(shown)
        self.now[shown.id] = shown


class Learner:
    """Somebody with Discord open. Every verb is something a person does or sees; without ``there`` it is in private."""

    def __init__(self, api: DiscordApi, user: Json, locale: str, chat: Chat) -> None:
        self._api = api
        self.user = user
        self.locale = locale
        self.chat = chat
        self.manages = False
        self._since: dict[int, int] = {}

    @property
    def mention(self) -> str:
        """How others call them."""
        return f"<@{self.user['id']}>"

    async def says(self, text: str, *, answering: int | None = None, there: Chat | None = None) -> int:
        """Writes a message; a server shows what it says to the bot only if it mentions the bot."""
        chat = there or self.chat
        payload: Json = {"content": text}
        if chat.server is not None:
            called = f"<@{self._api.me['id']}>" in text
            payload = {"content": text if called else "", "mentions": [self._api.me] if called else []}
        return await self._write(chat, payload, answering)

    async def edits(self, message_id: int, text: str) -> None:
        """Edits a message of theirs."""
        self._look_from_here()
        payload = self.chat.sent[message_id] | {"content": text}
        payload["edited_timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%S.000001+00:00", time.gmtime(time.time() + 1))
        self.chat.sent[message_id] = payload
        self._api.gateway.push("MESSAGE_UPDATE", payload)

    async def sends_file(
        self, name: str, data: bytes, *, text: str = "", size: int | None = None, kind: str = "text/plain"
    ) -> int:
        """Sends a file; ``size`` is what Discord says of it, if that is not the truth."""
        kept = self._api.keep_file(name, data, size, content_type=kind)
        return await self._write(self.chat, {"content": text, "attachments": [kept]}, None)

    async def sends_voice(
        self, data: bytes = b"OggS", seconds: float = 3, *, size: int | None = None, answering: int | None = None
    ) -> int:
        """Sends a voice message."""
        wave = base64.b64encode(bytes(range(0, 200, 10))).decode()
        kept = self._api.keep_file(
            "voice-message.ogg", data, size, content_type="audio/ogg", duration_secs=seconds, waveform=wave
        )
        return await self._write(self.chat, {"attachments": [kept], "flags": 8192}, answering)

    async def tries(self, command: str) -> Asked | None:
        """Uses a command; ``None``: Discord says that the application did not respond."""
        await self._until(lambda: self._api.gateway.connected or None, "the bot")
        known = await self._until(lambda: self._command(command), f"a command /{command}")
        data: Json = {"id": known["id"], "name": command, "type": 1, "options": []}
        return await self._in_time(self._api.ask(self, self.chat, 2, data))

    async def tries_form(self, opened: Asked, **fields: str) -> Asked | None:
        """Sends a form; ``None``: Discord says that something went wrong."""
        return await self._in_time(self._send_form(opened, fields)) if opened.modal else None

    async def tries_button(self, label: str) -> Asked | None:
        """Presses a button; ``None``: Discord says that this interaction failed."""
        pressed = self._press(label, self.chat, None)
        return None if pressed is None else await self._in_time(pressed)

    async def uses(
        self, command: str, *, there: Chat | None = None, file: tuple[str, bytes] | None = None, **options: Any
    ) -> Asked:
        """Uses a slash command, once the bot is there and has told Discord of it."""
        chat = there or self.chat
        await self._until(lambda: self._api.gateway.connected or None, "the bot")
        known = await self._until(lambda: self._command(command), f"a command /{command}")
        types = {option["name"]: option["type"] for option in known.get("options", [])}
        given = [{"name": name, "type": types[name], "value": value} for name, value in options.items()]
        data: Json = {"id": known["id"], "name": command, "type": 1, "options": given}
        if file is not None:
            kept = self._api.keep_file(*file, content_type="text/plain")
            given.append({"name": "file", "type": 11, "value": kept["id"]})
            data["resolved"] = {"attachments": {kept["id"]: kept}}
        self._look_from_here(chat)
        return await self._acknowledged(self._api.ask(self, chat, 2, data), f"/{command}")

    async def asks(self, command: str, argument: str = "", *, there: Chat | None = None) -> None:
        """The same as people type it in other chats: a command and its argument."""
        options: Json = {}
        match command, argument.partition(" "):
            case "speaking", [mode, _, _] if mode:
                options = {"mode": mode}
            case "drill", [part, _, topic]:
                options = {"part": part} | ({"topic": topic} if topic else {})
            case "daily", [_, _, _] if argument:
                options = {"order": argument}
            case (("why" | "ask" | "said"), _):
                options = {"question" if command in ("why", "ask") else "words": argument}
        await self.uses(command, there=there, **options)

    async def fills(self, asked: Asked, **fields: str) -> Asked:
        """Fills in the form that was opened, and sends it."""
        await self._until(lambda: asked.modal, "a form")
        return await self._acknowledged(self._send_form(asked, fields), "the form")

    def _send_form(self, asked: Asked, fields: dict[str, str]) -> Asked:
        form = asked.modal or {}
        components = []
        for label in form["components"]:
            item = label["component"]
            value = fields.get(item["custom_id"], "")
            if len(value) > item.get("max_length", 4000):
                raise AssertionError("Discord lets nobody type that much")
            given = {"values": [value]} if item["type"] == 3 else {"value": value}
            components.append(
                {"type": 18, "component": {"type": item["type"], "custom_id": item["custom_id"], **given}}
            )
        self._look_from_here(asked.chat)
        return self._api.ask(self, asked.chat, 5, {"custom_id": form["custom_id"], "components": components})

    async def presses(self, label: str, message: Shown | None = None, *, there: Chat | None = None) -> Asked:
        """Presses the newest button whose label begins so, or one on ``message``."""
        chat = there or self.chat
        asked = await self._until(lambda: self._press(label, chat, message), f"a button {label!r}")
        return await self._acknowledged(asked, f"the button {label!r}")

    def _press(self, label: str, chat: Chat, message: Shown | None) -> Asked | None:
        standing = [chat.now[message.id]] if message else list(reversed(chat.now.values()))
        for shown in standing:
            for text, custom_id in shown.buttons:
                if text.startswith(label) and shown.eyes in (None, self.user["id"]):
                    self._look_from_here(chat)
                    payload = shown.payload | ({"flags": 64} if shown.eyes else {})
                    below = self._api.message_json(chat, payload, shown.id, self._api.me)
                    return self._api.ask(self, chat, 3, {"custom_id": custom_id, "component_type": 2}, below)
        return None

    async def sees(self, text: str, *, within: float = PATIENCE, there: Chat | None = None) -> Shown:
        """Waits until the bot has shown ``text`` since this learner last did something."""
        return await self._until(
            lambda: self._found(lambda shown: text in plain(shown.text), there), f"the words {text!r}", within
        )

    async def hears(self, text: str) -> Shown:
        """Waits for ``text`` with a voice."""
        shown = await self.sees(text)
        assert shown.voice is not None, f"{text!r} was written, not said"
        return shown

    async def sees_file(self) -> tuple[str, bytes]:
        """Waits for a file."""
        shown = await self._until(lambda: self._found(lambda shown: shown.file is not None), "a file")
        assert shown.file is not None
        return shown.file

    async def sees_picture(self) -> bytes:
        """Waits for a picture."""
        shown = await self._until(lambda: self._found(lambda shown: shown.photo is not None), "a picture")
        assert shown.photo is not None
        return shown.photo

    def standing(self, text: str, there: Chat | None = None) -> list[Shown]:
        """The bot's messages that say ``text`` now."""
        return [shown for shown in (there or self.chat).now.values() if text in plain(shown.text)]

    def screen(self) -> str:
        """Everything that stands in private now, for people to read when a test fails."""
        return "\n---\n".join(
            f"{shown.text}\n{' | '.join(f'[{label}]' for label in shown.labels)}" for shown in self.chat.now.values()
        )

    def _found(self, fits: Callable[[Shown], bool], there: Chat | None = None) -> Shown | None:
        chat = there or self.chat
        new = chat.history[self._since.get(chat.id, 0) :]
        return next((shown for shown in new if fits(shown) and shown.eyes in (None, self.user["id"])), None)

    def _look_from_here(self, chat: Chat | None = None) -> None:
        for each in {self.chat.id: self.chat, **({chat.id: chat} if chat else {})}.values():
            self._since[each.id] = len(each.history)

    async def _write(self, chat: Chat, payload: Json, answering: int | None) -> int:
        self._look_from_here(chat)
        number = self._api.snowflake()
        if answering is not None:
            payload |= {"type": 19, "message_reference": {"message_id": str(answering), "channel_id": str(chat.id)}}
            if answering in chat.now:
                shown = chat.now[answering]
                payload["referenced_message"] = self._api.message_json(chat, shown.payload, answering, self._api.me)
        whole = self._api.message_json(chat, payload, number, self.user)
        chat.sent[number] = whole
        self._api.gateway.push("MESSAGE_CREATE", whole)
        return number

    async def _in_time(self, asked: Asked) -> Asked | None:
        deadline = asked.begun + 3.2
        while not asked.answered and time.monotonic() < deadline:
            await self._api.changed(0.1)
        return asked if asked.answered else None

    async def _acknowledged(self, asked: Asked, what: str) -> Asked:
        await self._until(lambda: asked.answered or None, f"an answer to {what}")
        return asked

    def _command(self, name: str) -> Json | None:
        return next((each for each in self._api.commands if each["name"] == name and each.get("type", 1) == 1), None)

    async def _until(self, look: Callable[[], T | None], what: str, within: float = PATIENCE) -> T:
        deadline = time.monotonic() + within
        while (found := look()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(
                    f"{self.user['username']} waited in vain for {what}. On the screen:\n{self.screen()}"
                )
            await asyncio.shield(self._api.changed(min(left, 0.5)))
        return found


def plain(text: str) -> str:
    """What people read: without the marks."""
    for mark in ("**", "~~", "||", "_", "`", "\\", "> "):
        text = text.replace(mark, "")
    return text
