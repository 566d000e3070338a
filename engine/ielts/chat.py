"""Who speaks, where, and what they sent: the same on every chat platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Platform(StrEnum):
    """Where a conversation takes place."""

    CONSOLE = "console"
    TELEGRAM = "telegram"
    DISCORD = "discord"


@dataclass(frozen=True, slots=True)
class ChatAddress:
    """One chat, private or group. ``chat_id`` is the platform's own, as text."""

    platform: Platform
    chat_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who sent something, as the platform names them; ``language`` is an IETF tag such as ``zh-hans``."""

    platform: Platform
    user_id: str
    language: str | None = None

    @property
    def name(self) -> str:
        """``telegram:123``: how an operator's settings name somebody."""
        return f"{self.platform}:{self.user_id}"


def private_chat(person: Person) -> ChatAddress:
    """The chat in which somebody is written to alone. Discord's direct messages are addressed as ``@`` and the user's id."""
    at = "@" if person.platform is Platform.DISCORD else ""
    return ChatAddress(person.platform, f"{at}{person.user_id}")


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message with text, new or edited.

    ``message_id`` is unique within the chat; ``revision`` is 0 for the message as first sent and a larger number for
    each edit (Telegram: ``edit_date``). ``reply_to`` is the id of the message that it answers.
    """

    address: ChatAddress
    sender: Person
    message_id: str
    text: str
    sent_at: datetime
    revision: int = 0
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file from a chat: hostile until its content has been checked. ``name`` is the sender's claim."""

    name: str
    data: bytes
