"""Discord's side of daily practice: whose channel it is, who may order there, answers, and the bot's coming and going."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import discord
from discord import app_commands
from discord.ext import commands

from bots.desk.buttons import FOR_ADMINS, pressed
from bots.desk.frontdesk import FrontDesk
from bots.discord.described import described
from bots.discord.incoming import Incoming, insist
from bots.discord.places import Interaction, channel_at, here, is_admin
from bots.discord.responding import Responding
from engine.ielts.chat import ChatAddress

_OF_A_GROUP = (FOR_ADMINS, "bm:gm:", "bm:gs:", "bm:gc:", "bm:gn:")


class GroupCommands(commands.Cog):
    """What the cog does in channels. Orders and panels are shown to who asks; prompts and challenges to everybody."""

    _desk: FrontDesk
    _responding: Responding
    _incoming: Incoming

    @app_commands.command(description=described("command-daily"))
    @app_commands.describe(order=described("option-daily"))
    async def daily(self, interaction: Interaction, order: app_commands.Range[str, 0, 200] = "") -> None:
        """What is practised in this channel, and when."""
        address, admin = here(interaction), is_admin(interaction)
        await self._responding.tell(
            interaction, lambda _, person: self._desk.groups.daily(address, person, order, admin=admin)
        )

    @app_commands.command(description=described("command-challenge"))
    async def challenge(self, interaction: Interaction) -> None:
        """Five questions for everybody in this channel."""
        address = here(interaction)
        await self._responding.tell(interaction, lambda _, person: self._desk.groups.challenge(address, person))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is in a server, perhaps again."""
        await _tell(self._desk.groups.joined, guild.id, [each.id for each in guild.channels])

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot is in a server no more."""
        places = [*guild.channels, *guild.threads]
        await _tell(self._desk.groups.left, guild.id, [each.id for each in places])

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await _tell(self._desk.groups.left, channel.id, [channel.id])

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone."""
        await _tell(self._desk.groups.left, payload.thread_id, [payload.thread_id])

    async def pressed(self, interaction: Interaction, data: str) -> None:
        """One of our buttons was pressed: in a channel it may be the channel's, else it is whose press it is."""
        of_a_group, channel = data.startswith(_OF_A_GROUP), here(interaction)
        admin = data.startswith(FOR_ADMINS) and is_admin(interaction)
        await self._responding.press(
            interaction,
            lambda address, person: pressed(self._desk, channel if of_a_group else address, person, data, admin=admin),
        )


async def _tell(verb: Callable[[ChatAddress], None], number: int, channels: Iterable[int]) -> None:
    def tell() -> None:
        for each in channels:
            verb(channel_at(each))

    await insist(number, lambda: asyncio.to_thread(tell))
