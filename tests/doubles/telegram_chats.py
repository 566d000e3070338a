"""People, chats and what their screens show: the learner's side of the Bot API double."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tests.doubles.telegram_api import TelegramApi

LONGEST = 4096
PATIENCE = 120.0
"""Seconds for which somebody waits: what comes is seen at once, and a loaded machine may take long."""
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """A message of the bot's as it stood on the screen at one moment."""

    id: int
    text: str
    html: str
    buttons: tuple[tuple[str, str], ...] = ()
    edited: bool = False
    reply_to: int | None = None
    topic: int | None = None
    file: tuple[str, bytes] | None = None
    voice: bytes | None = None
    photo: bytes | None = None

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [label for label, _ in self.buttons]


@dataclass
class Chat:
    """One chat: everything the bot ever showed in it, in order, and what stands there now."""

    id: int
    kind: str
    title: str
    history: list[Shown] = field(default_factory=list)
    now: dict[int, Shown] = field(default_factory=dict)
    sent: dict[int, Json] = field(default_factory=dict)
    typing: int = 0
    blocked: bool = False
    no_voice: bool = False
    gone: bool = False
    migrated_to: int | None = None
    admins: set[int] = field(default_factory=set)
    people: dict[int, Json] = field(default_factory=dict)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def as_json(self) -> Json:
        """As updates carry it."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        return {"id": self.id, "type": self.kind, "title": self.title, "is_forum": True}

    def show(self, shown: Shown) -> None:
        """The bot wrote or edited."""
        self.history.append(shown)
        self.now[shown.id] = shown


class Learner:
    """Somebody with a phone. Every verb is something a person does or sees."""

    def __init__(self, api: TelegramApi, chat: Chat, user: Json, topic: int | None = None) -> None:
        self._api = api
        self.chat = chat
        self.user = user
        self.topic = topic
        self._since = 0

    async def says(self, text: str, *, answering: int | None = None, at: int | None = None) -> int:
        """Sends a text; one longer than 4,096 characters leaves as several messages, as apps do. The last id."""
        message_id = 0
        for start in range(0, max(len(text), 1), LONGEST):
            part = text[start : start + LONGEST]
            content: Json = {"text": part, "entities": self._entities(part)}
            message_id = await self._send(content, answering, at)
        return message_id

    async def edits(self, message_id: int, text: str) -> None:
        """Edits a message of theirs."""
        self._since = len(self.chat.history)
        message = self.chat.sent[message_id]
        stamp = max(int(time.time()), int(message.get("edit_date") or message["date"]) + 1)
        message.update(text=text, edit_date=stamp, entities=self._entities(text))
        await self._api.push({"edited_message": dict(message)})

    async def sends_file(
        self, name: str, data: bytes, *, caption: str = "", size: int | None = None, kind: str = "text/plain"
    ) -> int:
        """Sends a document; ``size`` is what Telegram says of it, if that is not the truth."""
        document = self._api.keep_file(data, size) | {"file_name": name, "mime_type": kind}
        return await self._send({"document": document, **({"caption": caption} if caption else {})})

    async def sends_picture(self, caption: str = "") -> int:
        """Sends a photo."""
        photo = self._api.keep_file(b"\xff\xd8\xff\xe0") | {"width": 90, "height": 90}
        return await self._send({"photo": [photo], **({"caption": caption} if caption else {})})

    async def sends_album(self, pictures: int) -> None:
        """Sends several photos at once."""
        for _ in range(pictures):
            photo = self._api.keep_file(b"\xff\xd8") | {"width": 90, "height": 90}
            await self._send({"photo": [photo], "media_group_id": "album-1"})

    async def sends_sticker(self) -> int:
        """Sends a sticker."""
        sticker = self._api.keep_file(b"RIFF")
        flags = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return await self._send({"sticker": sticker | flags})

    async def sends_voice(
        self, data: bytes = b"OggS", seconds: int = 3, *, size: int | None = None, answering: int | None = None
    ) -> int:
        """Sends a voice note; ``size`` is what Telegram says of it, if that is not the truth."""
        return await self._send({"voice": self._api.keep_file(data, size) | {"duration": seconds}}, answering)

    async def sends_video_note(self, data: bytes, seconds: int = 3) -> int:
        """Sends a round video."""
        return await self._send({"video_note": self._api.keep_file(data) | {"duration": seconds, "length": 240}})

    async def presses(self, label: str, message: Shown | None = None) -> str:
        """Presses the newest button whose label begins so (or one on ``message``), and reads the toast."""

        def find() -> tuple[Shown, str] | None:
            standing = [self.chat.now[message.id]] if message else list(reversed(self.chat.now.values()))
            for shown in standing:
                for text, data in shown.buttons:
                    if text.startswith(label):
                        return shown, data
            return None

        shown, data = await self._until(find, f"a button {label!r}")
        self._since = len(self.chat.history)
        query_id = self._api.ask(self.user)
        standing = {"message_id": shown.id, "date": int(time.time()), "chat": self.chat.as_json(), "from": self._api.me}
        if shown.topic is not None:
            standing |= {"message_thread_id": shown.topic, "is_topic_message": True}
        query = {"id": query_id, "from": self.user, "chat_instance": "1", "data": data, "message": standing}
        await self._api.push({"callback_query": query})
        return await self._until(lambda: self._api.answers.get(query_id), f"an answer to the button {label!r}")

    async def sees(self, text: str, *, within: float = PATIENCE) -> Shown:
        """Waits until the bot has shown ``text`` since this learner last did something."""
        return await self._until(
            lambda: next((shown for shown in self.chat.history[self._since :] if text in shown.text), None),
            f"the words {text!r}",
            within,
        )

    async def sees_file(self) -> tuple[str, bytes]:
        """Waits for a document."""
        return await self._until(
            lambda: next((shown.file for shown in self.chat.history[self._since :] if shown.file), None), "a file"
        )

    async def hears(self, text: str, *, within: float = PATIENCE) -> Shown:
        """Waits for a voice note with ``text`` below it."""
        shown = await self.sees(text, within=within)
        assert shown.voice is not None, f"{text!r} was written, not said"
        return shown

    async def sees_picture(self) -> bytes:
        """Waits for a photo."""
        return await self._until(
            lambda: next((shown.photo for shown in self.chat.history[self._since :] if shown.photo), None), "a picture"
        )

    def screen(self) -> str:
        """Everything that stands in the chat now, for people to read when a test fails."""
        return "\n---\n".join(
            f"{shown.text}\n{' | '.join(f'[{label}]' for label in shown.labels)}" for shown in self.chat.now.values()
        )

    def standing(self, text: str) -> list[Shown]:
        """The bot's messages that say ``text`` now."""
        return [shown for shown in self.chat.now.values() if text in shown.text]

    def deletes(self, shown: Shown) -> None:
        """Deletes a message of the bot's from the chat."""
        del self.chat.now[shown.id]

    async def _send(self, content: Json, answering: int | None = None, at: int | None = None) -> int:
        self._since = len(self.chat.history)
        message_id = next(self.chat.ids)
        message: Json = {
            "message_id": message_id,
            "date": at or int(time.time()),
            "chat": self.chat.as_json(),
            "from": self.user,
            **content,
        }
        if answering is not None:
            message["reply_to_message"] = self._answered(answering)
        if self.topic is not None:
            message |= {"message_thread_id": self.topic, "is_topic_message": True}
        self.chat.sent[message_id] = message
        await self._api.push({"message": dict(message)})
        return message_id

    def _answered(self, message_id: int) -> Json:
        if message_id in self.chat.sent:
            return dict(self.chat.sent[message_id])
        shown = self.chat.now[message_id]
        return {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": self.chat.as_json(),
            "from": self._api.me,
            "text": shown.text,
        }

    def _entities(self, text: str) -> list[Json]:
        found = []
        if text.startswith("/") and len(text) > 1:
            found.append({"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])})
        mention = f"@{self._api.me['username']}"
        if mention in text and not text.startswith("/"):
            offset = len(text[: text.index(mention)].encode("utf-16-le")) // 2
            found.append({"type": "mention", "offset": offset, "length": len(mention)})
        return found

    async def _until(self, look: Callable[[], T | None], what: str, within: float = PATIENCE) -> T:
        deadline = time.monotonic() + within
        while (found := look()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(
                    f"{self.user['first_name']} waited in vain for {what}. On the screen:\n{self.screen()}"
                )
            await self._api.changed(min(left, 0.5))
        return found
