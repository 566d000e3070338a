"""Shows notices in Discord's channels and direct messages: new messages, edits in place, voice messages, files."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from dataclasses import replace

import discord

from bots.courier import Undeliverable
from bots.desk.frontdesk import FrontDesk, SlotFill
from bots.discord.pages import Page, page_of
from bots.discord.places import user_of
from bots.discord.read_marks import ReadMarks
from bots.discord.troubles import in_our_terms, is_gone
from bots.discord.voice_message import REFUSED, send_voice
from bots.replies.notices import in_group, reply_to
from bots.replies.reply import Reply
from bots.replies.servers import behind_a_closed_door
from bots.slots import Slots
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Notice
from engine.ports import VoiceNote

log = logging.getLogger(__name__)
Channel = discord.DMChannel | discord.PartialMessageable

ASKED_IN = "asked-in"
"""The slot that holds where in a server somebody last asked for something: there we say that their door is closed."""
_NOBODY = discord.AllowedMentions.none()


class DiscordSender:
    """A :class:`bots.answers.EditingSender` for one client.

    Every message carries a nonce that its content makes, so that Discord itself refuses it a second time within some
    minutes: a courier that was killed between sending and marking shows nothing twice.
    """

    platform = Platform.DISCORD

    def __init__(self, client: discord.Client, desk: FrontDesk, marks: ReadMarks) -> None:
        self._client = client
        self._desk = desk
        self._marks = marks
        self._slots = Slots(desk)

    async def show(
        self, address: ChatAddress, notice: Notice, *, answering: str | None = None, language: str | None = None
    ) -> None:
        """Show a notice: in its slot's message if it has one and that can be edited, in a new message otherwise.

        Raises:
            TryAgain: Discord is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        reply = reply_to(notice, language)
        if user_of(address) is None:
            reply = in_group(reply, notice, language)
        nonce = _nonce(address, notice, answering)
        if notice.slot is None:
            await self._send_or_knock(address, notice, reply, answering, nonce, language)
            return
        await self._slots.show(
            (address, notice.slot),
            reply.digest,
            edit=lambda message_id: self._edit(address, message_id, reply),
            send=lambda: self._send(address, reply, answering, nonce),
        )

    async def replace(self, address: ChatAddress, message_id: str, notice: Notice, language: str | None) -> None:
        """Show a notice in the message that stands there, or below where that cannot be edited any more.

        Raises:
            TryAgain: Discord is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        reply = reply_to(notice, language)
        if await self._edit(address, message_id, reply) is None:
            await self._send(address, reply, None, _nonce(address, notice, message_id))

    async def typing(self, address: ChatAddress) -> None:
        """Show that somebody is writing.

        Raises:
            TryAgain: Discord is busy or away.
            Undeliverable: the bot may not write here any more.
        """
        channel = await self.channel(address)
        async with in_our_terms():
            await self._client.http.send_typing(channel.id)

    async def asked_in(self, address: ChatAddress, channel_id: int) -> None:
        """Somebody asked for something in this channel of a server.

        Raises:
            TryAgain: the database is away.
        """
        await self._slots.fill((address, ASKED_IN), SlotFill(str(channel_id), ""))

    async def stands(self, address: ChatAddress, notice: Notice, message_id: int, language: str | None) -> None:
        """A message that was sent in answer to a command now stands in the notice's slot.

        Raises:
            TryAgain: the database is away.
        """
        if notice.slot is not None:
            fill = SlotFill(str(message_id), reply_to(notice, language).digest)
            await self._slots.fill((address, notice.slot), fill)

    def forget(self, address: ChatAddress) -> None:
        """Nothing stands any more in the chat of somebody who was forgotten."""
        self._slots.forget(address)

    async def page(self, reply: Reply) -> Page:
        """The page that shows a reply, its cue card drawn."""
        card = None if reply.card is None else await asyncio.to_thread(self._desk.speaking.card, reply.card)
        return page_of(reply, card=card)

    async def _send_or_knock(
        self,
        address: ChatAddress,
        notice: Notice,
        reply: Reply,
        answering: str | None,
        nonce: str,
        language: str | None,
    ) -> None:
        """Send; where somebody takes no direct messages, say in the server that there is something, and not what."""
        try:
            await self._send(address, reply, answering, nonce)
        except Undeliverable:
            knock, user = behind_a_closed_door(notice, language), user_of(address)
            place = (
                None if knock is None or user is None else await asyncio.to_thread(self._desk.slot, address, ASKED_IN)
            )
            if knock is None or place is None:
                raise
            log.info("direct messages are closed: said in the server")
            page = replace(page_of(knock), content=f"<@{user}> {page_of(knock).content}")
            channel = self._client.get_partial_messageable(int(place.message_id))
            await self._post(channel, page, None, nonce, discord.AllowedMentions(users=[discord.Object(user or 0)]))

    async def _send(self, address: ChatAddress, reply: Reply, answering: str | None, nonce: str) -> str:
        channel = await self.channel(address)
        page = await self.page(await self._named(address, reply))
        note = None if reply.voice is None else await asyncio.to_thread(self._desk.speaking.note, reply.voice)
        if note is not None and not await self._say(channel, note, nonce):
            page = replace(page, attached=(*page.attached, page_of(reply, voice=note.ogg).attached[-1]))
        sent = await self._post(channel, page, answering, nonce, _NOBODY)
        if user_of(address) is not None:
            await self._marks.begin(address, int(sent))
        return sent

    async def _post(
        self, channel: Channel, page: Page, answering: str | None, nonce: str, mentions: discord.AllowedMentions
    ) -> str:
        how: dict[str, object] = {}
        if answering and answering.isdecimal():
            # Whoever deletes what they wrote is answered all the same, below nothing.
            how["reference"] = discord.MessageReference(
                message_id=int(answering), channel_id=channel.id, fail_if_not_exists=False
            )
        view = page.view()
        if view is not None:
            how["view"] = view
        async with in_our_terms():
            sent = await channel.send(  # type: ignore[call-overload]
                page.content or None,
                embeds=page.embeds(),
                files=page.files(),
                nonce=nonce,
                allowed_mentions=mentions,
                **how,
            )
        return str(sent.id)

    async def _say(self, channel: Channel, note: VoiceNote, nonce: str) -> bool:
        """What the examiner says as a voice message; ``False``: none may be sent here, and it goes as a file."""
        try:
            async with in_our_terms():
                await send_voice(self._client, channel.id, note, f"v{nonce[1:]}")
        except Undeliverable as refused:
            cause = refused.__cause__
            if isinstance(cause, discord.HTTPException) and cause.code in REFUSED:
                return False
            raise
        return True

    async def _edit(self, address: ChatAddress, message_id: str, reply: Reply) -> str | None:
        """Edit a message in place; its id, or ``None`` where it cannot be edited any more."""
        channel = await self.channel(address)
        page = await self.page(await self._named(address, reply))
        try:
            async with in_our_terms():
                await channel.get_partial_message(int(message_id)).edit(
                    content=page.content or None,
                    embeds=page.embeds(),
                    attachments=page.files(),
                    view=page.view(),
                    allowed_mentions=_NOBODY,
                )
        except discord.HTTPException as error:
            if is_gone(error):
                return None
            raise
        return message_id

    async def channel(self, address: ChatAddress) -> Channel:
        """Where messages to this address go.

        Raises:
            TryAgain: Discord is busy or away.
            Undeliverable: there is no such place.
        """
        user = user_of(address)
        if user is None:
            return self._client.get_partial_messageable(int(address.chat_id))
        async with in_our_terms():
            return await self._client.create_dm(discord.Object(user))

    async def _named(self, address: ChatAddress, reply: Reply) -> Reply:
        """With the names that members have in this server: asked for now, for we keep none."""
        if not reply.members:
            return reply
        channel = None if user_of(address) is not None else self._client.get_channel(int(address.chat_id))
        guild: discord.Guild | None = getattr(channel, "guild", None)
        names = {}
        for user in reply.members:
            # Who has left, or hides, is somebody.
            with contextlib.suppress(Undeliverable):
                async with in_our_terms():
                    fetch = self._client.fetch_user if guild is None else guild.fetch_member
                    names[user] = (await fetch(int(user))).display_name
        return reply.named(names)


def _nonce(address: ChatAddress, notice: Notice, answering: str | None) -> str:
    """At most 25 characters that are the same for the same notice in the same place, and for no other."""
    whole = f"{address.chat_id}|{answering}|{replace(notice, reader=None)!r}"
    return f"m{hashlib.sha256(whole.encode()).hexdigest()[:24]}"
