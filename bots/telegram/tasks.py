"""Telegram's command for a task to write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import telegram
from telegram.ext import ContextTypes

from bots.answers import Answers
from bots.desk.frontdesk import FrontDesk
from bots.telegram.messages import address_of, person_of

Handler = Callable[[telegram.Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def task_command(desk: FrontDesk, answers: Answers) -> dict[str, Handler]:
    """``/task`` by its name; see :class:`bots.telegram.handlers.TelegramHandlers` for how errors go."""

    async def on_task(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        address, person = address_of(message), person_of(user)
        argument = (message.text or "").partition(" ")[2]
        notices = await asyncio.to_thread(desk.tasks.give, address, person, argument)
        await answers.give(address, notices, str(message.message_id), person.language)

    return {"task": on_task}
