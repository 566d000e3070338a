"""Telegram's side of daily practice: who is an admin, commands, buttons, and the bot's own coming and going."""

from __future__ import annotations

import asyncio
from functools import partial

import telegram
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import ContextTypes

from bots.answers import Answers
from bots.desk.frontdesk import FrontDesk
from bots.telegram.commands import Handler, answer, telling
from bots.telegram.messages import address_of
from bots.telegram.sender import wait_of
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform

Update = telegram.Update
Context = ContextTypes.DEFAULT_TYPE
_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
_ANONYMOUS_ADMIN = 1087968824
"""Telegram's @GroupAnonymousBot: who writes by this name is an admin of the group."""
_HERE = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)


class GroupHandlers:
    """Handlers for one application; see :class:`bots.telegram.handlers.TelegramHandlers` for how errors go."""

    def __init__(self, desk: FrontDesk, answers: Answers) -> None:
        self._desk = desk
        self._answers = answers

    @property
    def commands(self) -> dict[str, Handler]:
        """Commands by name."""
        return {"daily": self._on_daily, "challenge": telling(self._answers, self._desk.groups.challenge)}

    async def on_membership(self, update: Update, _: Context) -> None:
        """The bot was taken into a group, or put out of it."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        address = ChatAddress(Platform.TELEGRAM, str(change.chat.id))
        member = change.new_chat_member
        may_write = not isinstance(member, telegram.ChatMemberRestricted) or member.can_send_messages
        inside = member.status in _HERE or (member.status == ChatMemberStatus.RESTRICTED and may_write)
        await asyncio.to_thread(self._desk.groups.joined if inside else self._desk.groups.left, address)

    async def _on_daily(self, update: Update, context: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        in_the_groups_name = message.sender_chat is not None and message.sender_chat.id == message.chat.id
        admin = in_the_groups_name or await is_admin(context.bot, address_of(message), user.id)
        await answer(self._answers, update, partial(self._desk.groups.daily, admin=admin))


async def is_admin(bot: telegram.Bot, address: ChatAddress, user: int) -> bool:
    """Whether somebody may order things here: an admin of a group, anybody in a chat of their own.

    Raises:
        TryAgain: Telegram is away.
    """
    chat = int(address.chat_id.partition("/")[0])
    if chat > 0 or user == _ANONYMOUS_ADMIN:
        return True
    try:
        return (await bot.get_chat_member(chat, user)).status in _ADMINS
    except RetryAfter as error:
        raise TryAgain("Telegram asks to wait", wait_of(error)) from error
    except (BadRequest, Forbidden):
        return False
    except NetworkError as error:
        raise TryAgain("Telegram is away") from error
