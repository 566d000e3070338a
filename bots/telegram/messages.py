"""Telegram's messages in our own terms. Pure: nothing here talks to Telegram or to the desk."""

from __future__ import annotations

from datetime import timedelta

import telegram
from telegram.constants import ChatType, MessageEntityType

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform

_MENTIONS: list[str | None] = [MessageEntityType.MENTION]


def address_of(message: telegram.MaybeInaccessibleMessage) -> ChatAddress:
    """The chat, or the one topic of a forum, that a message is in: answers go where the question was asked."""
    thread = None
    if isinstance(message, telegram.Message) and message.is_topic_message:
        thread = message.message_thread_id
    chat = str(message.chat.id)
    return ChatAddress(Platform.TELEGRAM, chat if thread is None else f"{chat}/{thread}")


def chat_of(address: ChatAddress) -> tuple[int, int | None]:
    """Chat id and topic id of an address."""
    chat, _, thread = address.chat_id.partition("/")
    return int(chat), int(thread) if thread else None


def is_group(address: ChatAddress) -> bool:
    """Telegram gives people positive numbers and groups negative ones."""
    return address.chat_id.startswith("-")


def person_of(user: telegram.User) -> Person:
    """Who somebody is: a number and the language of their app. Names are not kept."""
    return Person(Platform.TELEGRAM, str(user.id), user.language_code)


def message_of(message: telegram.Message, writer: telegram.User, text: str) -> ChatMessage:
    """A message as the desk takes it in.

    Telegram's clock ticks once a second; two halves of a long text come within one tick, and their ids tell which is
    first, so the id is put into the part of the time that Telegram leaves empty.
    """
    answered = message.reply_to_message
    return ChatMessage(
        address=address_of(message),
        sender=person_of(writer),
        message_id=str(message.message_id),
        text=text,
        sent_at=message.date + timedelta(microseconds=message.message_id % 1_000_000),
        revision=int(message.edit_date.timestamp()) if message.edit_date else 0,
        reply_to=str(answered.message_id) if answered else None,
    )


def is_addressed(message: telegram.Message, bot: telegram.Bot) -> bool:
    """Whether it is meant for the bot: written in private, answering the bot, or mentioning it."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot.id:
        return True
    return _mention(message, bot) is not None


def text_of(message: telegram.Message, bot: telegram.Bot) -> str:
    """Text or caption, without the mention that was only there to call the bot."""
    text = message.text or message.caption or ""
    mention = _mention(message, bot)
    return text if mention is None else text.replace(mention, "", 1).strip()


def _mention(message: telegram.Message, bot: telegram.Bot) -> str | None:
    entities = message.parse_entities(_MENTIONS) | message.parse_caption_entities(_MENTIONS)
    return next((text for text in entities.values() if text.lower() == f"@{bot.username}".lower()), None)


def kind_of(message: telegram.Message) -> str:
    """What a message without text is, in the words of :meth:`bots.desk.frontdesk.FrontDesk.unsupported`."""
    if message.photo or (message.document is not None and (message.document.mime_type or "").startswith("image/")):
        return "picture"
    if message.sticker:
        return "sticker"
    if message.voice or message.audio or message.video_note:
        return "voice"
    return "other"
