"""Telegram's side of a learner's own visual: its picture, and the command for its figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import telegram
from telegram.ext import ContextTypes

from bots.answers import Answers
from bots.desk.frontdesk import FrontDesk
from bots.telegram.files import Broken, TooBig, fetch
from bots.telegram.messages import message_of
from engine.ielts.chat import ChatFile, ChatMessage
from engine.ielts.notices import Notice, Refused

Handler = Callable[[telegram.Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def data_command(desk: FrontDesk, answers: Answers) -> dict[str, Handler]:
    """``/data`` by its name; see :class:`bots.telegram.handlers.TelegramHandlers` for how errors go."""

    async def on_data(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        table = "".join((message.text or "").split(maxsplit=1)[1:])
        chat = message_of(message, user, table)
        notices = await asyncio.to_thread(desk.visuals.typed, chat, table)
        await answers.give(chat.address, notices, chat.message_id, user.language_code)

    return {"data": on_data}


async def fetched(desk: FrontDesk, message: telegram.Message, chat: ChatMessage, most: int) -> Sequence[Notice]:
    """What the desk says to a picture of at most ``most`` bytes, the largest form in which Telegram has it.

    Raises:
        TryAgain: Telegram or the database is away: the picture was not taken in.
    """
    sent = message.photo[-1] if message.photo else message.document
    if sent is None:
        return (Refused("unsupported-file"),)
    try:
        data = await fetch(sent, most)
    except TooBig as error:
        return await asyncio.to_thread(desk.file_too_big, chat, error.size)
    except Broken:
        return (Refused("broken-file"),)
    return await asyncio.to_thread(desk.file, chat, ChatFile("picture", data))
