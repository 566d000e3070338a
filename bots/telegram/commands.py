"""Telegram's commands: what stands after one goes to a verb of the desk's, and what the verb says is the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import telegram
from telegram.ext import ContextTypes

from bots.answers import Answers
from bots.telegram.messages import address_of, message_of, person_of
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.notices import Notice

Update = telegram.Update
Context = ContextTypes.DEFAULT_TYPE
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
Verb = Callable[[ChatAddress, Person, str], Sequence[Notice]]
MessageVerb = Callable[[ChatMessage, str], Sequence[Notice]]


def argument_of(message: telegram.Message) -> str:
    """What stands after a command, on its line or below it."""
    return "".join((message.text or "").split(maxsplit=1)[1:]).strip()


def answering(answers: Answers, verb: Verb) -> Handler:
    """A handler that hangs what a verb says below the command."""

    async def handle(update: Update, _: Context) -> None:
        await answer(answers, update, verb)

    return handle


def telling(answers: Answers, verb: Callable[[ChatAddress, Person], Sequence[Notice]]) -> Handler:
    """A handler that says in the chat what a verb says, whatever stands after the command."""

    async def handle(update: Update, _: Context) -> None:
        await answer(answers, update, lambda address, person, _: verb(address, person), below=False)

    return handle


def asking(answers: Answers, verb: MessageVerb) -> Handler:
    """The same for a verb that keeps the message: a question, a table."""

    async def handle(update: Update, _: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is not None and user is not None:
            argument = argument_of(message)
            chat = message_of(message, user, argument)
            await answer(answers, update, lambda *_: verb(chat, argument))

    return handle


async def answer(answers: Answers, update: Update, verb: Verb, *, below: bool = True) -> None:
    """Say in the chat what a verb says, ``below`` the message or by itself.

    Raises:
        TryAgain: the database is away: the command was not taken in.
    """
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    address, person = address_of(message), person_of(user)
    notices = await asyncio.to_thread(verb, address, person, argument_of(message))
    await answers.give(address, notices, str(message.message_id) if below else None, person.language)
