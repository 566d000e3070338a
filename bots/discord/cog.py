"""Discord's commands, forms, presses and messages to the front desk's verbs. No rule of the exam lives here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bots.answers import Answers
from bots.courier import Courier, Undeliverable
from bots.desk.frontdesk import FrontDesk
from bots.desk.private import private_verbs
from bots.discord.buttons import COG, PressedButton
from bots.discord.described import described
from bots.discord.essay_form import FORM, TASKS, essay_form, read_form
from bots.discord.figures_form import FIGURES, figures_form, read_figures
from bots.discord.groups import GroupCommands
from bots.discord.incoming import Incoming, is_private
from bots.discord.places import Interaction, message_of, said_in
from bots.discord.read_marks import ReadMarks
from bots.discord.responding import Responding
from bots.discord.sender import DiscordSender
from bots.discord.troubles import in_our_terms
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.notices import Notice, Refused

log = logging.getLogger(__name__)
_CHOICES = 25
_PARTS = ("part1", "part2", "part3")


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class BandmateCog(GroupCommands, name=COG):
    """Everything of ours in one bot. As a ``guest`` it leaves alone what may be meant for its host."""

    def __init__(
        self, bot: commands.Bot, desk: FrontDesk, max_file_bytes: int, *, guest: bool, owns_desk: bool, pause: float
    ) -> None:
        self._bot = bot
        self._desk = desk
        self._guest = guest
        self._owns_desk = owns_desk
        marks = ReadMarks(desk)
        self._sender = sender = DiscordSender(bot, desk, marks)
        answers = Answers(desk, sender)
        self._responding = Responding(desk, sender, answers, marks)
        self._incoming = Incoming(desk, sender, answers, marks, max_file_bytes, guest=guest)
        self._courier = Courier(desk, sender, pause)
        self._running: list[asyncio.Task[None]] = []
        self._menu = app_commands.ContextMenu(name=described("menu-mark"), callback=self._mark)

    async def cog_load(self) -> None:
        """Buttons first, so that none is dead; the courier as soon as there is a session."""
        self._bot.add_dynamic_items(PressedButton)
        self._bot.tree.add_command(self._menu)
        if self._bot.is_ready():
            await self.on_ready()

    async def cog_unload(self) -> None:
        """Finish what is under way."""
        self._bot.remove_dynamic_items(PressedButton)
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        if self._owns_desk:
            self._desk.close()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session: the one before may have missed something."""
        if not self._running:
            self._running.append(asyncio.create_task(self._courier.run()))
        try:
            await self._incoming.catch_up()
        except TryAgain as trouble:
            log.warning("what learners wrote meanwhile could not be looked for (%s)", trouble)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A direct message, an answer to a prompt of ours, or a text in a server that mentions the bot."""
        if is_private(message):
            await self._incoming.wrote(message)
        elif message.guild is not None and self._is_called(message):
            answers = message.reference is not None and await self._incoming.answered(message, self._bot.user)
            if not answers and not self._guest:
                await self._incoming.called(message, self._bot.user)
        elif message.guild is not None and self._replies_to_us(message):
            # Its words come only where a host asked Discord for everybody's.
            heard = message.content or message.attachments
            await (self._incoming.answered if heard else self._incoming.unheard)(message, self._bot.user)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """A direct message, or an answer to a prompt, was edited by who wrote it."""
        message = payload.message
        if message.edited_at is None:
            return
        if is_private(message):
            await self._incoming.wrote(message)
        elif message.reference is not None and self._is_called(message):
            await self._incoming.answered(message, self._bot.user)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """A form was sent; commands and buttons find their own way."""
        data: Any = interaction.data or {}
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        if data.get("custom_id") == FIGURES:
            table = read_figures(data)
            typed = said_in(interaction, table)
            await self._responding.keep(interaction, lambda *_: self._desk.visuals.typed(typed, table))
        if data.get("custom_id") != FORM:
            return
        filled = read_form(data)
        message = said_in(interaction, filled.answer)
        await self._responding.keep(interaction, lambda *_: self._desk.form(message, filled.task, filled.question))

    @app_commands.command(description=described("command-essay"))
    @app_commands.describe(
        file=described("option-file"), task=described("option-task"), question=described("option-question")
    )
    @app_commands.choices(task=[Choice(name=described(f"task-{code}"), value=code) for code in TASKS])
    async def essay(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        task: Choice[str] | None = None,
        question: app_commands.Range[str, 1, 2000] | None = None,
    ) -> None:
        """A form, or a file."""
        code = None if task is None else task.value
        if file is None:
            await self._open_form(interaction, essay_form(str(interaction.locale), code, question))
            return
        message = said_in(interaction, question or "")
        form = None if code is None else (code, question)
        await self._responding.follow(interaction, lambda *_: self._incoming.document(file, message, form))

    @app_commands.command(description=described("command-speaking"))
    @app_commands.describe(mode=described("option-mode"))
    @app_commands.choices(mode=[Choice(name=described(f"mode-{mode}"), value=mode) for mode in ("exam", "practice")])
    async def speaking(self, interaction: Interaction, mode: Choice[str] | None = None) -> None:
        """A whole Speaking test."""
        how = "" if mode is None else mode.value
        await self._responding.tell(
            interaction, lambda address, person: self._desk.speaking.begin(address, person, how)
        )

    @app_commands.command(description=described("command-drill"))
    @app_commands.describe(part=described("option-part"), topic=described("option-topic"))
    @app_commands.choices(part=[Choice(name=described(f"option-{part}"), value=part) for part in _PARTS])
    async def drill(self, interaction: Interaction, part: Choice[str], topic: str = "") -> None:
        """One question."""
        asked = f"{part.value} {topic}"
        await self._responding.tell(
            interaction, lambda address, person: self._desk.speaking.drill(address, person, asked)
        )

    @drill.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        topics = self._desk.speaking.topics(getattr(interaction.namespace, "part", "") or "part1")
        fitting = [topic for topic in topics if typed.casefold() in topic.casefold()]
        return [Choice(name=topic[:100], value=topic[:100]) for topic in fitting[:_CHOICES]]

    @app_commands.command(description=described("command-task"))
    @app_commands.describe(which=described("option-which"), topic=described("option-task-topic"))
    @app_commands.choices(which=[Choice(name=described(f"task-{code}"), value=code) for code in TASKS])
    async def task(self, interaction: Interaction, which: Choice[str], topic: str = "") -> None:
        """A task to write."""
        asked = f"{which.value} {topic}"
        await self._responding.tell(interaction, lambda address, person: self._desk.tasks.give(address, person, asked))

    @task.autocomplete("topic")
    async def _subjects(self, _: Interaction, typed: str) -> list[Choice[str]]:
        fitting = [each for each in self._desk.tasks.subjects() if typed.casefold() in each]
        return [Choice(name=each, value=each) for each in fitting[:_CHOICES]]

    @app_commands.command(description=described("command-data"))
    async def data(self, interaction: Interaction) -> None:
        """A form for the figures of a learner's own visual."""
        await self._open_form(interaction, figures_form(str(interaction.locale)))

    @app_commands.command(description=described("command-why"))
    @app_commands.describe(question=described("option-why"))
    async def why(self, interaction: Interaction, question: str) -> None:
        """A question about the last report."""
        message = said_in(interaction, question)
        await self._responding.tell(interaction, lambda *_: self._desk.report_questions.ask(message, question))

    @app_commands.command(description=described("command-ask"))
    @app_commands.describe(question=described("option-ask"))
    async def ask(self, interaction: Interaction, question: str) -> None:
        """A question about the exam."""
        message = said_in(interaction, question)
        await self._responding.tell(interaction, lambda *_: self._desk.exam_questions.ask(message, question))

    @app_commands.command(description=described("command-said"))
    @app_commands.describe(words=described("option-words"))
    async def said(self, interaction: Interaction, words: str) -> None:
        """What was said in the last voice message."""
        await self._responding.tell(
            interaction, lambda address, person: self._desk.speaking.said(address, person, words)
        )

    @app_commands.command(description=described("command-repeat"))
    async def repeat(self, interaction: Interaction) -> None:
        """The question once more."""
        await self._in_test(interaction, "repeat")

    @app_commands.command(description=described("command-pause"))
    async def pause(self, interaction: Interaction) -> None:
        """A break."""
        await self._in_test(interaction, "pause")

    @app_commands.command(description=described("command-resume"))
    async def resume(self, interaction: Interaction) -> None:
        """On with the test."""
        await self._in_test(interaction, "resume")

    @app_commands.command(description=described("command-stop"))
    async def stop(self, interaction: Interaction) -> None:
        """The end of the test."""
        await self._in_test(interaction, "stop")

    @app_commands.command(description=described("command-rerate"))
    async def rerate(self, interaction: Interaction) -> None:
        """Another rating of the last test."""
        await self._in_test(interaction, "rerate")

    @app_commands.command(description=described("command-cancel"))
    async def cancel(self, interaction: Interaction) -> None:
        """Take back a waiting essay."""
        await self._responding.tell(interaction, self._desk.withdrawn)

    @app_commands.command(description=described("command-accuracy"))
    async def accuracy(self, interaction: Interaction) -> None:
        """How far off the bands are."""
        await self._responding.tell(interaction, self._desk.accuracy)

    @app_commands.command(description=described("command-settings"))
    @app_commands.describe(change=described("option-change"))
    async def settings(self, interaction: Interaction, change: str = "") -> None:
        """Language, task, goal, examiner, reminders."""
        await self._private(interaction, "settings", change)

    @app_commands.command(description=described("command-history"))
    async def history(self, interaction: Interaction) -> None:
        """Tests, essays and what changed."""
        await self._private(interaction, "history")

    @app_commands.command(description=described("command-privacy"))
    async def privacy(self, interaction: Interaction) -> None:
        """What is kept, and consents."""
        await self._private(interaction, "privacy")

    @app_commands.command(description=described("command-export"))
    async def export(self, interaction: Interaction) -> None:
        """Everything that is kept, as a file."""
        await self._private(interaction, "export")

    @app_commands.command(description=described("command-forget"))
    async def forget(self, interaction: Interaction) -> None:
        """Erase everything, after a confirmation."""
        await self._private(interaction, "forget")

    @app_commands.command(description=described("command-help"))
    async def help(self, interaction: Interaction) -> None:
        """What can be sent."""
        await self._responding.tell(interaction, self._desk.helped)

    @app_commands.command(description=described("command-stats"))
    async def stats(self, interaction: Interaction) -> None:
        """For who runs the bot."""
        await self._private(interaction, "stats")

    async def _mark(self, interaction: Interaction, message: discord.Message) -> None:
        """The message command: a text that somebody wrote anywhere, marked for them alone."""

        async def decide(_address: ChatAddress, person: Person) -> Sequence[Notice]:
            if message.author.id != interaction.user.id:
                return (Refused("not-your-text"),)
            chat = message_of(message)
            return await self._incoming.taken(message, replace(chat, sender=person))

        await self._responding.follow(interaction, decide)

    async def _private(self, interaction: Interaction, verb: str, argument: str = "") -> None:
        """What nobody else may see: in a server the answer is for the eyes of who asked, as every answer is."""
        said = private_verbs(self._desk)[verb]
        await self._responding.tell(interaction, lambda address, person: said(address, person, argument))

    async def _in_test(self, interaction: Interaction, verb: str) -> None:
        await self._responding.tell(
            interaction, lambda address, person: self._desk.speaking.command(address, person, verb)
        )

    async def _open_form(self, interaction: Interaction, form: discord.ui.Modal) -> None:
        try:
            async with in_our_terms():
                await interaction.response.send_modal(form)
        except (TryAgain, Undeliverable) as trouble:
            # Nothing was said yet that could be lost: Discord tells that the command did not work.
            log.info("a form could not be opened (%s)", trouble)

    def _replies_to_us(self, message: discord.Message) -> bool:
        asked = message.reference.resolved if message.reference is not None else None
        me = self._bot.user
        ours = isinstance(asked, discord.Message) and me is not None and asked.author.id == me.id
        return ours and not message.author.bot

    def _is_called(self, message: discord.Message) -> bool:
        me = self._bot.user
        return me is not None and not message.author.bot and any(user.id == me.id for user in message.mentions)
