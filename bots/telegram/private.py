"""Telegram's side of what is between the bot and one learner: settings, history, what is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import telegram
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bots.answers import Answers
from bots.desk.frontdesk import FrontDesk
from bots.desk.private import COMMANDS, PrivateVerb, private_verbs
from bots.telegram.messages import address_of, person_of
from engine.ielts.notices import Refused

Update = telegram.Update
Context = ContextTypes.DEFAULT_TYPE
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def private_commands(desk: FrontDesk, answers: Answers, *, standalone: bool) -> dict[str, Handler]:
    """Commands by name; in a group each is refused in one sentence. In a host's bot ``/stats`` is the host's."""

    def answering(verb: PrivateVerb) -> Handler:
        async def handle(update: Update, _: Context) -> None:
            message, user = update.effective_message, update.effective_user
            if message is None or user is None:
                return
            address, person = address_of(message), person_of(user)
            if message.chat.type != ChatType.PRIVATE:
                await answers.give(address, (Refused("only-in-private"),), str(message.message_id), person.language)
                return
            argument = (message.text or "").partition(" ")[2]
            notices = await asyncio.to_thread(verb, address, person, argument)
            await answers.give(address, notices, None, person.language)

        return handle

    return {name: answering(verb) for name, verb in private_verbs(desk).items() if standalone or name in COMMANDS}
