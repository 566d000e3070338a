"""Shows notices in Telegram chats: new messages, edits in place, files; and Telegram's errors in our own terms."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import telegram
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bots.courier import Undeliverable
from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import in_group, reply_to
from bots.replies.reply import LIMIT, Reply
from bots.slots import Slots
from bots.telegram.command_names import CommandNames
from bots.telegram.messages import chat_of, is_group
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Notice

log = logging.getLogger(__name__)
Result = TypeVar("Result")

_CAPTION = 1024
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_CLOSED = ("chat not found", "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden")
_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_closed")
_MARKUP = ("parse entities", "unsupported start tag")


class TelegramSender:
    """A :class:`bots.courier.Sender` for one bot."""

    platform = Platform.TELEGRAM

    def __init__(self, bot: telegram.Bot, desk: FrontDesk, names: CommandNames | None = None) -> None:
        self._bot = bot
        self._desk = desk
        self._names = names or CommandNames()
        self._slots = Slots(desk)
        self._moved: dict[int, int] = {}

    async def show(
        self, address: ChatAddress, notice: Notice, *, answering: str | None = None, language: str | None = None
    ) -> None:
        """Show a notice: in its slot's message if it has one and that can be edited, in a new message otherwise.

        Raises:
            TryAgain: Telegram is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        reply = self._names.put_into(reply_to(notice, language))
        if is_group(address):
            reply = in_group(reply, notice, language)
        if notice.slot is None:
            await self._send(address, reply, answering)
            return
        await self._slots.show(
            (address, notice.slot),
            reply.digest,
            edit=lambda message_id: self.edit(address, message_id, reply),
            send=lambda: self._send(address, reply, answering),
        )

    async def replace(self, address: ChatAddress, message_id: str, notice: Notice, language: str | None) -> None:
        """Show a notice in the message that stands there, or below where that cannot be edited any more.

        Raises:
            TryAgain: Telegram is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        reply = self._names.put_into(reply_to(notice, language))
        if await self.edit(address, message_id, reply) is None:
            await self._send(address, reply, None)

    async def typing(self, address: ChatAddress) -> None:
        """Show that somebody is writing; not in groups, where Telegram counts it among twenty messages a minute.

        Raises:
            TryAgain: Telegram is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        if is_group(address):
            return
        try:
            await self._ask(address, lambda: self._bot.send_chat_action(self._place(address)[0], ChatAction.TYPING))
        except BadRequest as error:
            raise Undeliverable("refused") from error

    async def edit(self, address: ChatAddress, message_id: str, reply: Reply) -> str | None:
        """Edit a message in place; its id, or ``None`` where it cannot be edited any more.

        Raises:
            TryAgain: Telegram is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        chat_id, _ = self._place(address)
        reply = await self._named(chat_id, reply)

        async def attempt(text: str, mode: str | None) -> None:
            await self._ask(
                address,
                lambda: self._bot.edit_message_text(
                    text, chat_id, int(message_id), parse_mode=mode, reply_markup=_keyboard(reply)
                ),
            )

        try:
            await _with_fallback(reply, attempt)
        except BadRequest as error:
            if _says(error, "not modified"):
                return message_id
            if _says(error, *_GONE):
                return None
            raise Undeliverable("refused") from error
        return message_id

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup: what was meant for the one goes to the other.

        Raises:
            TryAgain: the database is away.
        """
        self._moved[old] = new
        here, there = (ChatAddress(Platform.TELEGRAM, str(chat)) for chat in (old, new))
        await asyncio.to_thread(self._desk.chat_moved, here, there)

    async def _send(self, address: ChatAddress, reply: Reply, answering: str | None) -> str:
        reply = await self._named(self._place(address)[0], reply)
        place: dict[str, Any] = {"message_thread_id": self._place(address)[1]}
        if answering and answering.isdigit():
            place["reply_parameters"] = telegram.ReplyParameters(int(answering), allow_sending_without_reply=True)
        sent: list[telegram.Message] = []

        async def attempt(text: str, mode: str | None) -> None:
            place["parse_mode"] = mode
            sent.append(await self._ask(address, lambda: self._post(self._place(address)[0], reply, text, place)))

        try:
            try:
                await _with_fallback(reply, attempt)
            except BadRequest as error:
                if not _says(error, *_TOPIC_GONE):
                    raise
                place["message_thread_id"] = None
                await _with_fallback(reply, attempt)
        except BadRequest as error:
            log.warning("a message was refused as it is")
            raise Undeliverable("refused") from error
        return str(sent[-1].message_id)

    async def _named(self, chat_id: int, reply: Reply) -> Reply:
        """With the names that members have in this chat: asked for now, for we keep none."""
        names = {}
        for user in reply.members:
            # Somebody who has left, or a call that fails, is nobody's trouble: a word stands for the name.
            with contextlib.suppress(TelegramError):
                names[user] = (await self._bot.get_chat_member(chat_id, int(user))).user.first_name
        return reply.named(names)

    async def _post(self, chat_id: int, reply: Reply, text: str, place: dict[str, Any]) -> telegram.Message:
        bot, keyboard = self._bot, _keyboard(reply)
        with_text = {"caption": text, "reply_markup": keyboard, **place}
        if reply.card is not None:
            await self._voice(chat_id, reply, {**place, "caption": None, "reply_markup": None})
            card = await asyncio.to_thread(self._desk.speaking.card, reply.card)
            return await bot.send_photo(chat_id, telegram.InputFile(card, filename="card.png"), **with_text)
        if reply.picture is not None:
            picture = telegram.InputFile(reply.picture.data, filename=reply.picture.name)
            return await bot.send_photo(chat_id, picture, **with_text)
        if reply.sound is not None:
            return await bot.send_voice(chat_id, telegram.InputFile(reply.sound, filename="voice.ogg"), **with_text)
        if reply.file is not None:
            file = telegram.InputFile(reply.file.data, filename=reply.file.name)
            return await bot.send_document(chat_id, file, caption=text[:_CAPTION], **place)
        if len(text) <= _CAPTION and (spoken := await self._voice(chat_id, reply, with_text)) is not None:
            return spoken
        return await bot.send_message(chat_id, text, reply_markup=keyboard, **place)

    async def _voice(self, chat_id: int, reply: Reply, how: dict[str, Any]) -> telegram.Message | None:
        """What the examiner says as a voice note; ``None``: nothing is said, or there is no voice."""
        note = None if reply.voice is None else await asyncio.to_thread(self._desk.speaking.note, reply.voice)
        if note is None:
            return None
        voice = telegram.InputFile(note.ogg, filename="examiner.ogg")
        try:
            return await self._bot.send_voice(chat_id, voice, duration=round(note.seconds), **how)
        except BadRequest as error:
            # Some people take voice notes from nobody but friends: they read the examiner.
            if not _says(error, "voice_messages_forbidden"):
                raise
            return None

    async def _ask(self, address: ChatAddress, call: Callable[[], Awaitable[Result]]) -> Result:
        """Telegram's passing troubles as ``TryAgain``, its final ones as ``Undeliverable``; ``BadRequest`` as it is."""
        try:
            return await call()
        except RetryAfter as error:
            raise TryAgain("Telegram asks to wait", wait_of(error)) from error
        except ChatMigrated as error:
            await self.moved(chat_of(address)[0], error.new_chat_id)
            raise TryAgain("the group has moved", timedelta()) from error
        except Forbidden as error:
            raise Undeliverable("blocked") from error
        except InvalidToken:
            # Revoked while we run: an operator can mend that, and then everything that waits is delivered.
            raise TryAgain("Telegram refuses the token", timedelta(seconds=30)) from None
        except BadRequest as error:
            if _says(error, *_CLOSED):
                raise Undeliverable("closed") from error
            raise
        except NetworkError as error:
            raise TryAgain("Telegram is away", timedelta(seconds=2)) from error

    def _place(self, address: ChatAddress) -> tuple[int, int | None]:
        chat_id, thread = chat_of(address)
        return self._moved.get(chat_id, chat_id), thread


async def _with_fallback(reply: Reply, attempt: Callable[[str, str | None], Awaitable[None]]) -> None:
    """Markup first; where Telegram cannot parse it, the same words without it."""
    try:
        await attempt(reply.html, ParseMode.HTML)
    except BadRequest as error:
        if not _says(error, *_MARKUP):
            raise
        log.warning("a reply's markup was refused; sent without it")
        await attempt(reply.plain[:LIMIT], None)


def wait_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks us to wait, and a little more; the public property warns that its type will change."""
    return error._retry_after + timedelta(seconds=0.5)  # noqa: SLF001 - see above


def _says(error: BadRequest, *what: str) -> bool:
    return any(each in error.message.lower() for each in what)


def _keyboard(reply: Reply) -> telegram.InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    return telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in reply.buttons]
    )
