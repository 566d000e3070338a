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
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bots.answers import Answers, takes_the_place
from bots.attachments import taken_in
from bots.desk.buttons import FOR_ADMINS, pressed
from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from bots.telegram.command_names import CommandNames
from bots.telegram.commands import Handler, answering, argument_of, asking, telling
from bots.telegram.files import Fetchable, fetch
from bots.telegram.groups import GroupHandlers, is_admin
from bots.telegram.messages import address_of, is_addressed, kind_of, message_of, person_of, text_of
from bots.telegram.private import private_commands
from bots.telegram.sender import TelegramSender
from bots.telegram.speaking import RECORDINGS, SpeakingHandlers
from engine.errors import TryAgain
from engine.ielts.chat import ChatFile, ChatMessage
from engine.ielts.groups.notices import OnlyForYou
from engine.ielts.notices import Notice, Refused, ReportView
from engine.ielts.speaking.notices import SpeakingView

log = logging.getLogger(__name__)
Update = telegram.Update
Context = ContextTypes.DEFAULT_TYPE

_HERE = filters.ChatType.PRIVATE | filters.ChatType.GROUPS
_NEW = filters.UpdateType.MESSAGE & _HERE
_TOAST = 200
_TO_ONE = Refused | OnlyForYou


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
        self._answers = Answers(desk, sender)
        self._speaking = SpeakingHandlers(desk, self._answers)
        self._groups = GroupHandlers(desk, self._answers)
        self._albums: deque[str] = deque(maxlen=100)

    def add_to(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        group: int,
        *,
        standalone: bool,
        only: filters.BaseFilter = filters.ALL,
        names: CommandNames | None = None,
    ) -> None:
        """Add the handlers in one handler group of their own; commands go by ``names``.

        As a guest (not ``standalone``) they leave alone what a host may want: ``/start``, ``/help`` (unless all names
        have a prefix), commands and kinds of message that they do not know, and messages that ``only`` does not let
        through.
        """
        names = names or CommandNames()

        def add(handle: Callable[[Update, Context], Coroutine[Any, Any, None]], which: filters.BaseFilter) -> None:
            application.add_handler(MessageHandler(which & only & _HERE, handle), group)

        desk, answers = self._desk, self._answers
        commands: dict[str, Handler] = {
            "cancel": telling(answers, desk.withdrawn),
            "accuracy": telling(answers, desk.accuracy),
            "mark": self._on_mark,
            "ask": asking(answers, desk.exam_questions.ask),
            "why": asking(answers, desk.report_questions.ask),
            "task": answering(answers, desk.tasks.give),
            "data": asking(answers, desk.visuals.typed),
        }
        if standalone or names.prefix:
            commands |= {"start": telling(answers, desk.started), "help": telling(answers, desk.helped)}
        commands |= self._speaking.commands | self._groups.commands
        commands |= private_commands(desk, answers, standalone=standalone)
        for name, handle in commands.items():
            application.add_handler(CommandHandler(names.of(name), handle, filters=_NEW), group)
        member = ChatMemberHandler(self._groups.on_membership, ChatMemberHandler.MY_CHAT_MEMBER)
        application.add_handler(member, group)
        add(self._on_moved, filters.StatusUpdate.MIGRATE)
        application.add_handler(CallbackQueryHandler(self._on_button, pattern=r"^bm:"), group)
        if standalone:
            add(self._on_unknown, filters.COMMAND & filters.UpdateType.MESSAGE)
        add(partial(self._speaking.on_recording, standalone=standalone), RECORDINGS & filters.UpdateType.MESSAGE)
        add(self._on_words, (filters.TEXT & ~filters.COMMAND) | (filters.Document.ALL & ~RECORDINGS))
        if standalone:
            add(self._on_other, ~filters.StatusUpdate.ALL & ~filters.COMMAND & filters.UpdateType.MESSAGE)

    async def settled(self) -> None:
        """Until answers that were put off have been given, or given up."""
        await self._answers.settled()

    async def _on_unknown(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or not message.text:
            return
        called = f"@{context.bot.username}".lower() in message.text.split()[0].lower()
        if message.chat.type == ChatType.PRIVATE or called:
            await telling(self._answers, self._desk.unknown_command)(update, context)

    async def _on_mark(self, update: Update, context: Context) -> None:
        """``/mark`` as an answer to a message: take in that message, for its writer. ``/mark`` and a text: that text."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        target = message.reply_to_message
        if target is not None and target.from_user is not None and not target.from_user.is_bot:
            await self._take(target, target.from_user, text_of(target, context.bot))
            return
        text = argument_of(message)
        if text:
            await self._take(message, user, text)
        else:
            await telling(self._answers, self._desk.helped)(update, context)

    async def _on_words(self, update: Update, context: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is not None and user is not None and is_addressed(message, context.bot):
            await self._take(message, user, text_of(message, context.bot))

    async def _on_other(self, update: Update, context: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or not is_addressed(message, context.bot):
            return
        if kind_of(message) == "picture":
            await self._take(message, user, text_of(message, context.bot))
        else:
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
            admin = query.data.startswith(FOR_ADMINS) and await is_admin(query.get_bot(), address, query.from_user.id)
            notices = await asyncio.to_thread(pressed, self._desk, address, person, query.data, admin=admin)
        except TryAgain:
            # A press is not kept: whoever pressed is told at once, and presses again.
            notices = (Refused("database-away"),)
        # A toast: nobody else in the chat sees it.
        told = [reply_to(notice, person.language).plain for notice in notices if isinstance(notice, _TO_ONE)]
        try:
            await query.answer(told[0][:_TOAST] if told else None, show_alert=bool(told))
        except TelegramError as trouble:
            log.info("a press could not be acknowledged (%s)", type(trouble).__name__)
        for notice in notices:
            if takes_the_place(notice):
                # A view takes the place of the one before it, in the same message.
                await self._answers.replace(address, str(query.message.message_id), notice, person.language)
            elif not isinstance(notice, _TO_ONE):
                views = isinstance(notice, ReportView | SpeakingView)
                answering = str(query.message.message_id) if views else None
                await self._answers.give(address, (notice,), answering, person.language)

    async def _take(self, message: telegram.Message, writer: telegram.User, text: str) -> None:
        chat = message_of(message, writer, text)
        document = message.document
        if kind_of(message) == "picture":
            # The largest form in which Telegram has it.
            picture = message.photo[-1] if message.photo else document
            notices = () if picture is None else await self._file(picture, "picture", chat)
            if self._is_answered(message.media_group_id):
                return
        elif document is not None:
            notices = await self._file(document, document.file_name or "", chat)
        elif message.text is None:
            await self._refuse(chat, kind_of(message))
            return
        else:
            notices = await asyncio.to_thread(self._desk.text, chat)
        await self._answers.give(chat.address, notices, chat.message_id, writer.language_code)

    def _is_answered(self, album: str | None) -> bool:
        """Ten pictures sent together are one album, and get one answer."""
        if album is None or album in self._albums:
            return album is not None
        self._albums.append(album)
        return False

    async def _refuse(self, chat: ChatMessage, kind: str) -> None:
        notices = await asyncio.to_thread(self._desk.unsupported, chat, kind)
        await self._answers.give(chat.address, notices, chat.message_id, chat.sender.language)

    async def _file(self, sent: Fetchable, name: str, chat: ChatMessage) -> Sequence[Notice]:
        """Fetch a file, unless its size alone says that it is no essay and no picture of one's visual.

        Raises:
            TryAgain: Telegram or the database is away: the file was not taken in.
        """

        def take(data: bytes) -> Sequence[Notice]:
            return self._desk.file(chat, ChatFile(name, data))

        fetched = fetch(sent, self._max_file_bytes)
        return await taken_in(fetched, take, too_big=partial(self._desk.file_too_big, chat))
