"""What learners write to the bot, taken in one message after the other; and what they wrote while nobody was there.

Discord tells of a message once. So each is taken in again and again until the database has it, and how far we have
read is written down for each learner: after every new session what came later is fetched from their direct messages.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from weakref import WeakValueDictionary

import discord

from bots.answers import Answers
from bots.attachments import taken_in
from bots.courier import Undeliverable
from bots.desk.frontdesk import FrontDesk
from bots.desk.latency import Stopwatch
from bots.discord.files import fetch
from bots.discord.pages import page_of
from bots.discord.places import channel_at, is_recording, kind_of, message_of, private
from bots.discord.read_marks import ReadMarks
from bots.discord.sender import DiscordSender
from bots.discord.troubles import in_our_terms
from bots.replies.servers import door_is_closed, goes_on_in_private, reply_needs_mention
from engine.errors import TryAgain
from engine.ielts.chat import ChatFile, ChatMessage
from engine.ielts.notices import Notice, Refused

log = logging.getLogger(__name__)
_LONGEST_WAIT = 30.0
_TOLD = 1000
"""Prompts of which it is remembered that somebody was told below them to mention the bot."""


class Incoming:
    """Messages to the front desk. As a ``guest`` in somebody else's bot it answers no text that is not for it."""

    def __init__(
        self,
        desk: FrontDesk,
        sender: DiscordSender,
        answers: Answers,
        marks: ReadMarks,
        max_file_bytes: int,
        *,
        guest: bool,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._answers = answers
        self._marks = marks
        self._max_file_bytes = max_file_bytes
        self._guest = guest
        self._told: deque[str] = deque(maxlen=_TOLD)
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def wrote(self, message: discord.Message) -> None:
        """Somebody wrote to the bot in private, or edited what they wrote."""
        writer = message.author.id
        line = self._lines.setdefault(writer, asyncio.Lock())
        async with line:
            if message.edited_at is None and self._marks.have_read(private(writer), message.id):
                return
            await insist(message.id, lambda: self._take(message))

    async def called(self, message: discord.Message, me: discord.ClientUser | None) -> None:
        """A text in a server that mentions the bot: for its writer, and answered to its writer alone."""
        text = _without_mention(message, me)
        await insist(message.id, lambda: self._take_in_public(message, text))

    async def answered(self, message: discord.Message, me: discord.ClientUser | None) -> bool:
        """Take in a reply to one of our prompts in a channel, new or edited; ``False``: it is none."""
        chat = replace(message_of(message, _without_mention(message, me)), address=channel_at(message.channel.id))
        answers: list[bool] = []

        async def take() -> None:
            asked = await asyncio.to_thread(self._desk.groups.asked, chat)
            if asked:
                await self._take_answer(message, chat)
            answers.append(asked)

        await insist(message.id, take)
        return answers[-1]

    async def unheard(self, message: discord.Message, _: discord.ClientUser | None) -> None:
        """A reply to one of our messages without the mention, so that Discord keeps its words from us.

        Below a prompt its writer is told, once for each prompt: members may well talk to each other there.
        """
        chat = replace(message_of(message), address=channel_at(message.channel.id))
        if chat.reply_to is None or chat.reply_to in self._told:
            return
        try:
            if not await asyncio.to_thread(self._desk.groups.asked, chat):
                return
            language = await asyncio.to_thread(self._desk.language, chat.sender)
        except TryAgain as trouble:
            log.info("nobody was told to mention the bot (%s)", trouble)
            return
        self._told.append(chat.reply_to)
        with contextlib.suppress(Undeliverable, TryAgain):
            async with in_our_terms():
                hint = page_of(reply_needs_mention(language)).content
                await message.reply(hint, allowed_mentions=discord.AllowedMentions.none())

    async def catch_up(self) -> None:
        """What learners wrote while no session was open, each learner's in order.

        Somebody's very first message to a bot that is not there stays unseen: Discord does not tell who wrote.
        """
        for address, read in await self._marks.everywhere():
            try:
                async with in_our_terms():
                    channel = await self._sender.channel(address)
                    since = discord.Object(read)
                    missed = [each async for each in channel.history(after=since, oldest_first=True, limit=200)]
            except (TryAgain, Undeliverable) as trouble:
                log.info("what somebody wrote meanwhile could not be fetched (%s)", trouble)
                continue
            for message in missed:
                if not message.author.bot:
                    await self.wrote(message)

    async def taken(self, message: discord.Message, chat: ChatMessage) -> Sequence[Notice]:
        """What the desk says to a message: a text, a file, a recording or something that is none of these.

        Raises:
            TryAgain: the database is away: it was not taken in.
        """
        recordings = [each for each in message.attachments if is_recording(each)]
        if recordings:
            return await self._recording(recordings[0], chat)
        if message.attachments:
            notices = await self.document(message.attachments[0], chat)
            for more in message.attachments[1:] if kind_of(message) == "picture" else ():
                # Two pictures of one task: both are kept, and one answer says so.
                also = replace(chat, message_id=f"{chat.message_id}-{more.id}", text="")
                await self.document(more, also)
            return notices
        if not chat.text.strip():
            return await asyncio.to_thread(self._desk.unsupported, chat, kind_of(message))
        return await asyncio.to_thread(self._desk.text, chat)

    async def document(
        self, attachment: discord.Attachment, chat: ChatMessage, form: tuple[str, str | None] | None = None
    ) -> Sequence[Notice]:
        """A file with an essay; ``form`` is its task and question, where they came with it.

        Raises:
            TryAgain: the database is away: it was not taken in.
        """

        def take(data: bytes) -> Sequence[Notice]:
            file = ChatFile(attachment.filename, data)
            return self._desk.file(chat, file) if form is None else self._desk.form(chat, *form, file)

        fetched = fetch(attachment, self._max_file_bytes)
        return await taken_in(fetched, take, too_big=partial(self._desk.file_too_big, chat))

    async def _recording(self, attachment: discord.Attachment, chat: ChatMessage) -> Sequence[Notice]:
        def take(data: bytes) -> Sequence[Notice]:
            return self._desk.speaking.voice(chat, ChatFile(attachment.filename, data), attachment.duration)

        return await self._sound(attachment, chat, take)

    async def _take_answer(self, message: discord.Message, chat: ChatMessage) -> None:
        language = await asyncio.to_thread(self._desk.language, chat.sender)
        notices = await self._answer(chat, [each for each in message.attachments if is_recording(each)])
        await self._answers.give(chat.address, notices, chat.message_id, language)

    async def _answer(self, chat: ChatMessage, recordings: Sequence[discord.Attachment]) -> Sequence[Notice]:
        if not recordings:
            return await asyncio.to_thread(self._desk.groups.answered, chat)
        return await self._sound(recordings[0], chat, partial(self._desk.groups.answered, chat))

    async def _sound(
        self, attachment: discord.Attachment, chat: ChatMessage, take: Callable[[bytes], Sequence[Notice]]
    ) -> Sequence[Notice]:
        desk = self._desk.speaking
        too_big = partial(desk.recording_too_big, chat)
        return await taken_in(fetch(attachment, desk.most_bytes), take, too_big=too_big, broken="broken-recording")

    async def _take(self, message: discord.Message) -> None:
        watch = Stopwatch()
        chat = message_of(message)
        language = await asyncio.to_thread(self._desk.language, chat.sender)
        notices = await self.taken(message, chat)
        watch.stage("decide")
        await self._marks.advance(chat.address, message.id)
        if self._guest and all(isinstance(notice, Refused) for notice in notices):
            return
        await self._answers.give(chat.address, notices, chat.message_id, language)
        watch.stage("send")
        if any(is_recording(each) for each in message.attachments):
            await asyncio.to_thread(self._desk.speaking.timed, watch)

    async def _take_in_public(self, message: discord.Message, text: str) -> None:
        chat = message_of(message, text)
        language = await asyncio.to_thread(self._desk.language, chat.sender)
        await self._sender.asked_in(chat.address, message.channel.id)
        notices = await self.taken(message, chat) if text else self._desk.helped(chat.address, chat.sender)
        told = goes_on_in_private(language)
        try:
            for notice in notices:
                await self._sender.show(chat.address, notice, language=language)
        except Undeliverable:
            told = door_is_closed(language)
        with contextlib.suppress(Undeliverable):
            async with in_our_terms():
                await message.reply(page_of(told).content, allowed_mentions=discord.AllowedMentions.none())


async def insist(number: int, take: Callable[[], Awaitable[None]]) -> None:
    """Do it again and again until the database has it; ``number`` is its id at Discord, for the log."""
    wait = 0.25
    while True:
        try:
            await take()
        except TryAgain as trouble:
            log.warning("%d was not taken in (%s); trying again", number, trouble)
            wait = min(2 * wait, _LONGEST_WAIT)
            await asyncio.sleep(wait)
        else:
            return


def _without_mention(message: discord.Message, me: discord.ClientUser | None) -> str:
    return message.content if me is None else message.content.replace(f"<@{me.id}>", "", 1).strip()


def is_private(message: discord.Message) -> bool:
    """Whether somebody wrote it to the bot alone."""
    return message.guild is None and not message.author.bot and message.type in _WRITTEN


_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)
