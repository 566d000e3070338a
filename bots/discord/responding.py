"""Answers commands, forms and presses: acknowledged at once, decided in a thread, finished by whatever still reaches.

In a server the answer is for the eyes of who asked; what goes on for longer (a test, a report) goes on in their direct
messages. Where an interaction can be answered no more (three seconds, fifteen minutes) the bot writes there by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import discord

from bots.answers import Answers, takes_the_place
from bots.courier import Undeliverable
from bots.desk.frontdesk import FrontDesk
from bots.discord.pages import Page
from bots.discord.places import Interaction, asker, here, is_public
from bots.discord.read_marks import ReadMarks
from bots.discord.sender import DiscordSender
from bots.discord.troubles import in_our_terms, token_gone
from bots.replies.notices import reply_to
from bots.replies.reply import Reply
from bots.replies.servers import door_is_closed, goes_on_in_private
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.groups.notices import OfChallenge
from engine.ielts.learner_notices import Forgotten
from engine.ielts.notices import Notice, Refused
from engine.ielts.opinion_notices import AskSuggestion
from engine.ielts.speaking.notices import ExaminerStep

log = logging.getLogger(__name__)
Notices = Sequence[Notice]
Verb = Callable[[ChatAddress, Person], Notices]
Deciding = Callable[[ChatAddress, Person], Awaitable[Notices]]
_NOBODY = discord.AllowedMentions.none()
_SAFE_WITHIN = 1.5
"""Seconds that a form may take to be safe before it is acknowledged all the same: Discord waits for three."""
_WAITS = (0.5, 1, 2, 4, 8, 16)


class Responding:
    """Answers for one client."""

    def __init__(self, desk: FrontDesk, sender: DiscordSender, answers: Answers, marks: ReadMarks) -> None:
        self._desk = desk
        self._sender = sender
        self._answers = answers
        self._marks = marks

    async def tell(self, interaction: Interaction, verb: Verb) -> None:
        """Answer a command or a form with what a verb of the desk's says."""
        await self.follow(interaction, lambda address, person: asyncio.to_thread(verb, address, person))

    async def follow(self, interaction: Interaction, decide: Deciding) -> None:
        """The same for what takes more than the desk: a file is fetched first."""
        reached = await _acknowledged(interaction, thinking=True)
        await self._answer(_Answer(interaction, self._desk, self._sender, self._answers, reached=reached), decide)

    async def keep(self, interaction: Interaction, verb: Verb) -> None:
        """Answer a form, whose words exist nowhere else: it closes when they are safe, or when Discord waits no longer."""
        deciding = asyncio.create_task(_insisted(verb, *asker(interaction)))
        await asyncio.wait((deciding,), timeout=_SAFE_WITHIN)
        reached = await _acknowledged(interaction, thinking=True)
        answer = _Answer(interaction, self._desk, self._sender, self._answers, reached=reached)
        await self._answer(answer, lambda *_: deciding)

    async def press(self, interaction: Interaction, verb: Verb) -> None:
        """Answer a button."""
        reached = await _acknowledged(interaction, thinking=False)
        answer = _Answer(interaction, self._desk, self._sender, self._answers, reached=reached, pressed=True)
        await self._answer(answer, lambda address, person: asyncio.to_thread(verb, address, person))

    async def _answer(self, answer: _Answer, decide: Deciding) -> None:
        address, person = asker(answer.interaction)
        try:
            await self._marks.begin(address, answer.interaction.id)
            if answer.public and answer.interaction.channel_id is not None:
                await self._sender.asked_in(address, answer.interaction.channel_id)
            notices = await decide(address, person)
        except TryAgain:
            # Discord does not ask again: whoever asked is told at once, and asks again.
            notices = (Refused("database-away"),)
        for notice in notices:
            await answer.give(notice)
        await answer.close()
        if any(isinstance(notice, Forgotten) and notice.erased for notice in notices):
            self._marks.forget(address)
            self._sender.forget(address)


class _Answer:
    """One interaction on its way to being answered."""

    def __init__(
        self,
        interaction: Interaction,
        desk: FrontDesk,
        sender: DiscordSender,
        answers: Answers,
        *,
        reached: bool,
        pressed: bool = False,
    ) -> None:
        self.interaction = interaction
        self.public = is_public(interaction)
        self._desk = desk
        self._sender = sender
        self._answers = answers
        self._reaches = reached
        self._thinking = reached and not pressed
        self._pressed = pressed
        self._address, person = asker(interaction)
        self._language = person.language
        message = interaction.message
        self._in_place = pressed and (not self.public or (message is not None and message.flags.ephemeral))

    async def give(self, notice: Notice) -> None:
        """Show one notice where it belongs."""
        if isinstance(notice, ExaminerStep | AskSuggestion):
            await self._privately(notice)
        elif isinstance(notice, OfChallenge):
            # Everybody's, in one message, whoever pressed.
            await self._answers.give(here(self.interaction), (notice,), None, self._language)
        elif not self._reaches:
            await self._by_itself(notice)
        elif self._in_place and (takes_the_place(notice) or (self.public and notice.slot is not None)):
            await self._say(notice, reply_to(notice, self._language), replacing=True)
        elif notice.slot is not None and not self.public:
            await self._keep_in_step(notice)
        else:
            await self._say(notice, reply_to(notice, self._language))

    async def close(self) -> None:
        """Whoever saw "thinking" and was answered elsewhere sees it no more."""
        if self._thinking:
            with contextlib.suppress(TryAgain, Undeliverable, discord.HTTPException):
                async with in_our_terms():
                    await self.interaction.delete_original_response()

    async def _privately(self, notice: Notice) -> None:
        """Shows what is answered by messages where those are read, in direct messages, wherever it was asked for."""
        if not self.public:
            await self._by_itself(notice)
            return
        try:
            await self._sender.show(self._address, notice, language=self._language)
            if isinstance(notice, ExaminerStep):
                await asyncio.to_thread(self._desk.speaking.shown, notice)
        except Undeliverable:
            await self._say(None, door_is_closed(self._language))
        except TryAgain:
            await self._by_itself(notice)
        else:
            await self._say(None, goes_on_in_private(self._language))

    async def _by_itself(self, notice: Notice) -> None:
        """Without the interaction, whose name makes the same answer to another one no repeat; a status has its slot."""
        asked = None if notice.slot is not None else f"asked-{self.interaction.id}"
        await self._answers.give(self._address, (notice,), asked, self._language)

    async def _keep_in_step(self, notice: Notice) -> None:
        """A status has one message: the one that stands, or else the answer to this command."""
        stands = await asyncio.to_thread(self._desk.slot, self._address, notice.slot or "")
        if stands is None and self._thinking:
            message_id = await self._say(notice, reply_to(notice, self._language))
            if message_id is not None:
                await self._sender.stands(self._address, notice, message_id, self._language)
            return
        await self._by_itself(notice)

    async def _say(self, notice: Notice | None, reply: Reply, *, replacing: bool = False) -> int | None:
        """Through the interaction while it lasts; the message's id if so."""
        try:
            async with in_our_terms():
                return await self._through(await self._sender.page(reply), replacing=replacing)
        except (TryAgain, Undeliverable) as trouble:
            cause = trouble.__cause__
            late = isinstance(cause, discord.HTTPException) and token_gone(cause)
            if late:
                self._reaches = self._thinking = False
            log.info("an interaction could not be answered (%s)", "too late" if late else trouble)
        except discord.HTTPException:
            log.info("a message that was to change is gone")
        if notice is not None:
            await self._by_itself(notice)
        return None

    async def _through(self, page: Page, *, replacing: bool) -> int:
        if replacing or self._thinking:
            self._thinking = False
            sent = await self.interaction.edit_original_response(
                content=page.content or None,
                embeds=page.embeds(),
                attachments=page.files(),
                view=page.view(),
                allowed_mentions=_NOBODY,
            )
            return sent.id
        buttons = page.view()
        how = {} if buttons is None else {"view": buttons}
        message = await self.interaction.followup.send(
            page.content, embeds=page.embeds(), files=page.files(), ephemeral=self.public,
            allowed_mentions=_NOBODY, wait=True, **how,  # type: ignore[call-overload]
        )  # fmt: skip
        return int(message.id)


async def _insisted(verb: Verb, address: ChatAddress, person: Person) -> Notices:
    """What the verb says, when the database is back if it is away.

    Raises:
        TryAgain: it was away too long.
    """
    for wait in _WAITS:
        with contextlib.suppress(TryAgain):
            return await asyncio.to_thread(verb, address, person)
        await asyncio.sleep(wait)
    return await asyncio.to_thread(verb, address, person)


async def _acknowledged(interaction: Interaction, *, thinking: bool) -> bool:
    """Whether Discord has heard from us in time; if not, the work is done all the same and told by other ways."""
    try:
        await interaction.response.defer(ephemeral=is_public(interaction), thinking=thinking)
    except discord.HTTPException as error:
        log.info("an interaction was not acknowledged in time (%d)", error.code)
        return False
    except (aiohttp.ClientError, OSError, TimeoutError):
        log.info("an interaction was not acknowledged: Discord is away")
        return False
    return True
