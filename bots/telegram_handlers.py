"""Telegram's updates to the front desk's verbs. No rule of the exam and no sentence lives here."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import telegram
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bots.frontdesk import FrontDesk
from bots.replies import reply_to
from bots.telegram_answers import TelegramAnswers, takes_the_place
from bots.telegram_files import Broken, TooBig, fetch
from bots.telegram_messages import address_of, is_addressed, kind_of, message_of, person_of, text_of
from bots.telegram_sender import TelegramSender
from bots.telegram_speaking import RECORDINGS, SpeakingHandlers
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person
from engine.ielts.notices import Notice, Refused, ReportView
from engine.ielts.speaking_notices import SpeakingView

log = logging.getLogger(__name__)
Update = telegram.Update
Context = ContextTypes.DEFAULT_TYPE
Verb = Callable[[ChatAddress, Person], Sequence[Notice]]

COMMANDS = ("start", "help", "speaking", "drill", "why", "cancel", "accuracy", "privacy")
GROUP_COMMANDS = ("mark", "why", "speaking", "drill", "help", "cancel", "accuracy")
_HERE = filters.ChatType.PRIVATE | filters.ChatType.GROUPS
_NEW = filters.UpdateType.MESSAGE & _HERE
_TOAST = 200


class TelegramHandlers:
    """Handlers for one application.

    A desk that cannot reach its database raises ``TryAgain`` through them: the update was not taken in, and whoever
    feeds the application should come again with it. An answer that Telegram does not take at once is no such
    trouble, for the essay is safe by then: it is tried again beside everything else.
    """

    def __init__(self, desk: FrontDesk, sender: TelegramSender, max_file_bytes: int) -> None:
        self._desk = desk
        self._sender = sender
        self._max_file_bytes = max_file_bytes
        self._answers = TelegramAnswers(desk, sender)
        self._speaking = SpeakingHandlers(desk, self._answers)
        self._albums: deque[str] = deque(maxlen=100)

    def add_to(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        group: int,
        *,
        standalone: bool,
        only: filters.BaseFilter = filters.ALL,
    ) -> None:
        """Add the handlers in one handler group of their own.

        As a guest (not ``standalone``) they leave alone what a host may want: ``/start``, ``/help``, commands and
        kinds of message that they do not know, and messages that ``only`` does not let through.
        """

        def add(handle: Callable[[Update, Context], Coroutine[Any, Any, None]], which: filters.BaseFilter) -> None:
            application.add_handler(MessageHandler(which & only & _HERE, handle), group)

        commands = {
            "cancel": self._on_cancel,
            "accuracy": self._on_accuracy,
            "mark": self._on_mark,
            "why": self._on_why,
        }
        if standalone:
            commands |= {"start": self._on_start, "help": self._on_help}
        commands |= self._speaking.commands
        for name, handle in commands.items():
            application.add_handler(CommandHandler(name, handle, filters=_NEW), group)
        application.add_handler(CallbackQueryHandler(self._on_button, pattern=r"^bm:"), group)
        if standalone:
            add(self._on_unknown, filters.COMMAND & filters.UpdateType.MESSAGE)
        add(partial(self._speaking.on_recording, standalone=standalone), RECORDINGS & filters.UpdateType.MESSAGE)
        add(self._on_words, (filters.TEXT & ~filters.COMMAND) | (filters.Document.ALL & ~RECORDINGS))
        if standalone:
            add(self._on_moved, filters.StatusUpdate.MIGRATE)
            add(self._on_other, ~filters.StatusUpdate.ALL & ~filters.COMMAND & filters.UpdateType.MESSAGE)

    async def settled(self) -> None:
        """Until answers that were put off have been given, or given up."""
        await self._answers.settled()

    async def _on_start(self, update: Update, _: Context) -> None:
        await self._simple(update, self._desk.started)

    async def _on_help(self, update: Update, _: Context) -> None:
        await self._simple(update, self._desk.helped)

    async def _on_accuracy(self, update: Update, _: Context) -> None:
        await self._simple(update, self._desk.accuracy)

    async def _on_cancel(self, update: Update, _: Context) -> None:
        await self._simple(update, self._desk.withdrawn)

    async def _on_unknown(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or not message.text:
            return
        called = f"@{context.bot.username}".lower() in message.text.split()[0].lower()
        if message.chat.type == ChatType.PRIVATE or called:
            await self._simple(update, self._desk.unknown_command)

    async def _simple(self, update: Update, verb: Verb) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        address, person = address_of(message), person_of(user)
        notices = await asyncio.to_thread(verb, address, person)
        await self._answers.give(address, notices, None, person.language)

    async def _on_mark(self, update: Update, context: Context) -> None:
        """``/mark`` as an answer to a message: take in that message, for its writer. ``/mark`` and a text: that text."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        target = message.reply_to_message
        if target is not None and target.from_user is not None and not target.from_user.is_bot:
            await self._take(target, target.from_user, text_of(target, context.bot))
            return
        _, _, text = (message.text or "").partition(" ")
        if text.strip():
            await self._take(message, user, text.strip())
        else:
            await self._simple(update, self._desk.helped)

    async def _on_why(self, update: Update, _: Context) -> None:
        """``/why`` and a question about the last report here."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        question = (message.text or "").partition(" ")[2]
        chat = message_of(message, user, question.strip())
        notices = await asyncio.to_thread(self._desk.asides.ask, chat, question.strip())
        await self._answers.give(chat.address, notices, chat.message_id, user.language_code)

    async def _on_words(self, update: Update, context: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is not None and user is not None and is_addressed(message, context.bot):
            await self._take(message, user, text_of(message, context.bot))

    async def _on_other(self, update: Update, context: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or not is_addressed(message, context.bot):
            return
        # Ten pictures sent together are one album, and get one answer.
        if message.media_group_id is not None:
            if message.media_group_id in self._albums:
                return
            self._albums.append(message.media_group_id)
        await self._refuse(message_of(message, user, ""), kind_of(message))

    async def _on_moved(self, update: Update, _: Context) -> None:
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await self._sender.moved(message.chat.id, message.migrate_to_chat_id)

    async def _on_button(self, update: Update, _: Context) -> None:
        query = update.callback_query
        if query is None or query.data is None or query.message is None:
            return
        address, person = address_of(query.message), person_of(query.from_user)
        try:
            notices = await asyncio.to_thread(self._pressed, address, person, query.data)
        except TryAgain:
            # A press is not kept: whoever pressed is told at once, and presses again.
            notices = (Refused("database-away"),)
        refusals = [reply_to(notice, person.language).plain for notice in notices if isinstance(notice, Refused)]
        try:
            await query.answer(refusals[0][:_TOAST] if refusals else None, show_alert=bool(refusals))
        except TelegramError as trouble:
            log.info("a press could not be acknowledged (%s)", type(trouble).__name__)
        for notice in notices:
            if takes_the_place(notice):
                # A view takes the place of the one before it, in the same message.
                await self._answers.replace(address, str(query.message.message_id), notice, person.language)
            elif not isinstance(notice, Refused):
                views = isinstance(notice, ReportView | SpeakingView)
                answering = str(query.message.message_id) if views else None
                await self._answers.give(address, (notice,), answering, person.language)

    def _pressed(self, address: ChatAddress, person: Person, data: str) -> Sequence[Notice]:
        match data.split(":"):
            case ["bm", "task", number, code] if number.isdecimal():
                return self._desk.task_chosen(address, person, int(number), code)
            case ["bm", "skip", number] if number.isdecimal():
                return self._desk.prompt_skipped(address, person, int(number))
            case ["bm", "cancel", number] if number.isdecimal():
                return self._desk.withdrawn(address, person, int(number))
            case ["bm", "view", number, view] if number.isdecimal():
                return self._desk.view(address, person, int(number), view)
            case ["bm", "why", number, code] if number.isdecimal():
                return self._desk.asides.why(address, person, int(number), code)
        return self._speaking.pressed(address, person, data)

    async def _take(self, message: telegram.Message, writer: telegram.User, text: str) -> None:
        chat = message_of(message, writer, text)
        if message.document is not None and kind_of(message) != "picture":
            notices = await self._document(message.document, chat)
        elif message.text is None:
            await self._refuse(chat, kind_of(message))
            return
        else:
            notices = await asyncio.to_thread(self._desk.text, chat)
        await self._answers.give(chat.address, notices, chat.message_id, writer.language_code)

    async def _refuse(self, chat: ChatMessage, kind: str) -> None:
        notices = await asyncio.to_thread(self._desk.unsupported, chat, kind)
        await self._answers.give(chat.address, notices, chat.message_id, chat.sender.language)

    async def _document(self, document: telegram.Document, chat: ChatMessage) -> Sequence[Notice]:
        """Fetch a file, unless its size alone says that it is no essay.

        Raises:
            TryAgain: Telegram or the database is away: the file was not taken in.
        """
        try:
            data = await fetch(document, self._max_file_bytes)
        except TooBig as error:
            return await asyncio.to_thread(self._desk.file_too_big, chat, error.size)
        except Broken:
            return (Refused("broken-file"),)
        return await asyncio.to_thread(self._desk.file, chat, ChatFile(document.file_name or "", data))
