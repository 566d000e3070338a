"""Telegram's side of a learner's own visual: its picture."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import telegram

from bots.desk.frontdesk import FrontDesk
from bots.telegram.files import Broken, TooBig, fetch
from engine.ielts.chat import ChatFile, ChatMessage
from engine.ielts.notices import Notice, Refused


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
