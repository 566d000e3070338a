"""Discord's people, places and messages in our own terms. Pure: nothing here talks to Discord or to the desk.

Whatever is a learner's own has one address, wherever they ask for it: the direct messages with them, ``@`` and their
id. A server's channel is its number, and holds only what is everybody's.
"""

from __future__ import annotations

from typing import Any

import discord

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform

Interaction = discord.Interaction[Any]


def private(user_id: int) -> ChatAddress:
    """The direct messages with somebody."""
    return ChatAddress(Platform.DISCORD, f"@{user_id}")


def channel_at(number: int) -> ChatAddress:
    """A server's channel, or a thread in one."""
    return ChatAddress(Platform.DISCORD, str(number))


def here(interaction: Interaction) -> ChatAddress:
    """Where it was asked or pressed, for what belongs to everybody there."""
    channel = interaction.channel_id
    return private(interaction.user.id) if interaction.guild_id is None or channel is None else channel_at(channel)


def is_admin(interaction: Interaction) -> bool:
    """Whether somebody may order things here: who manages the server, anybody in direct messages."""
    return interaction.guild_id is None or interaction.permissions.manage_guild


def user_of(address: ChatAddress) -> int | None:
    """Whose direct messages an address is; ``None``: a channel's."""
    return int(address.chat_id[1:]) if address.chat_id.startswith("@") else None


def person_of(user: discord.abc.User, locale: discord.Locale | None = None) -> Person:
    """Who somebody is: a number and the language of their app, where Discord tells it. Names are not kept."""
    return Person(Platform.DISCORD, str(user.id), None if locale is None else str(locale))


def asker(interaction: Interaction) -> tuple[ChatAddress, Person]:
    """The address of who asks or presses, and who they are."""
    return private(interaction.user.id), person_of(interaction.user, interaction.locale)


def is_public(interaction: Interaction) -> bool:
    """Whether others could read what is said there in plain sight."""
    return interaction.guild_id is not None


def message_of(message: discord.Message, text: str | None = None) -> ChatMessage:
    """A message, for its writer, as the desk takes it in."""
    edited = message.edited_at
    reference = message.reference
    return ChatMessage(
        address=private(message.author.id),
        sender=person_of(message.author),
        message_id=str(message.id),
        text=message.content if text is None else text,
        sent_at=message.created_at,
        revision=0 if edited is None else int(edited.timestamp() * 1000),
        reply_to=str(reference.message_id) if reference is not None and reference.message_id else None,
    )


def said_in(interaction: Interaction, text: str) -> ChatMessage:
    """What came with a command or a form; no message stands for it that could be answered."""
    address, person = asker(interaction)
    return ChatMessage(address, person, f"i{interaction.id}", text, interaction.created_at)


def kind_of(message: discord.Message) -> str:
    """What a message without text is, in the words of :meth:`bots.desk.frontdesk.FrontDesk.unsupported`."""
    kinds = [attachment.content_type or "" for attachment in message.attachments]
    if any(kind.startswith("image/") for kind in kinds):
        return "picture"
    return "sticker" if message.stickers else "other"


def is_recording(attachment: discord.Attachment) -> bool:
    """A voice message, or a file with sound."""
    return attachment.is_voice_message() or (attachment.content_type or "").startswith(("audio/", "video/"))
