"""Bandmate in somebody else's bot: it steals no command, no listener, no handler of errors, and leaves when told to."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from simcord.env import Env

from bots.discord.buttons import COG
from bots.discord_bot import plug_into
from engine.ielts import notices as n
from tests.bots.discord.conftest import NEVER, replies_without_mention
from tests.doubles.fake_desk import FakeDesk


class Host(commands.Bot):
    """A music club's bot: slash commands, prefix commands, messages, a button and a handler of errors of its own."""

    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__(command_prefix="!", intents=intents, help_command=None)
        self.read: list[str] = []
        self.wrong: list[BaseException] = []

    async def setup_hook(self) -> None:
        @self.tree.command(name="help", description="Help with music.")
        async def club_help(interaction: discord.Interaction[Any]) -> None:
            await interaction.response.send_message("Ask about music.")

        @self.tree.command(name="stop", description="Stop the music.")
        async def club_stop(_: discord.Interaction[Any]) -> None:
            raise LookupError("there is no music")

        @self.command(name="play")
        async def play(context: commands.Context[Any]) -> None:
            await context.send("♪")

        @self.tree.error
        async def on_wrong(interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
            self.wrong.append(error.__cause__ or error)
            await interaction.response.send_message("No music.")

        await self.plug()
        await self.tree.sync()

    async def plug(self) -> None:
        """As the guest's papers say."""

    async def on_message(self, message: discord.Message, /) -> None:
        if not message.author.bot:
            self.read.append(message.content)
        await self.process_commands(message)


class PluggedHost(Host):
    def __init__(self, desk: FakeDesk, **how: Any) -> None:
        super().__init__()
        self._guest_desk, self._how = desk, how

    async def plug(self) -> None:
        await plug_into(self, desk=self._guest_desk, pause=NEVER, **self._how)


@pytest.fixture
def simcord_bot(desk: FakeDesk, request: pytest.FixtureRequest) -> discord.Client:
    return PluggedHost(desk, **getattr(request, "param", {}))


async def test_the_host_keeps_everything(simcord_env: Env, desk: FakeDesk) -> None:
    channel = simcord_env.create_guild().create_text_channel("music")
    mei = simcord_env.guild.add_member(simcord_env.create_user("mei"))
    assert (await mei.slash(channel, "help")).response.content == "Ask about music."
    assert (await mei.slash(channel, "stop")).response.content == "No music."
    await mei.send(channel, "!play")
    assert channel.last_message.content == "♪"
    await mei.send(channel, f"{simcord_env.bot.user.mention} what is on?")
    assert simcord_env.bot.read == ["!play", f"{simcord_env.bot.user.mention} what is on?"]
    assert [type(each) for each in simcord_env.bot.wrong] == [LookupError]
    assert not desk.calls, "and nothing of it was taken for ours"


async def test_the_guest_has_its_own_beside(simcord_env: Env, desk: FakeDesk) -> None:
    channel = simcord_env.create_guild().create_text_channel("music")
    mei = simcord_env.guild.add_member(simcord_env.create_user("mei"))
    names = mei.available_commands(channel)
    assert {"help", "stop", "bandmate", "bandmate-stop", "essay", "speaking"} <= set(names)
    assert "stats" not in names, "nobody on Discord runs it"
    desk.says = [(n.Help(),), (n.Refused("too-short", {"words": 2}),), (n.AskTask(1, 250),)]
    assert "What you can send" in str((await mei.slash(channel, "bandmate")).response.embeds[0].description)
    await mei.send_dm("hello bot")
    assert not [each for each in mei.user.dm_channel.history() if each.author.bot], "that was not for the guest"
    await mei.send_dm("My whole essay.")
    assert "Which task is this?" in mei.user.dm_channel.last_message.content
    assert simcord_env.bot.read == ["hello bot", "My whole essay."], "the host reads it as before"


async def test_where_the_host_reads_all_messages_a_reply_to_a_prompt_needs_no_mention(
    simcord_env: Env, desk: FakeDesk
) -> None:
    channel = simcord_env.create_guild().create_text_channel("music")
    mei = simcord_env.guild.add_member(simcord_env.create_user("mei"))
    await mei.send(channel, "!play")
    prompt = channel.last_message
    await replies_without_mention(simcord_env, mei, channel, "I like it.", prompt)
    assert not desk.verbs("answered"), "a reply to the host's own words is the host's"
    desk.groups.prompts.add(str(prompt.id))  # type: ignore[attr-defined]
    await replies_without_mention(simcord_env, mei, channel, "I like jazz, because it is quiet.", prompt)
    assert [chat.text for (chat,) in desk.verbs("answered")] == ["I like jazz, because it is quiet."]


@pytest.mark.parametrize(
    "simcord_bot", [{"prefix": "ielts-", "names": {"help": "ielts", "essay": "mark"}}], indirect=True
)
async def test_commands_take_other_names(simcord_env: Env) -> None:
    channel = simcord_env.create_guild().create_text_channel("music")
    names = simcord_env.guild.add_member(simcord_env.create_user("mei")).available_commands(channel)
    assert {"ielts", "mark", "ielts-speaking", "ielts-stop", "help", "stop"} <= set(names)
    assert "speaking" not in names


class LoadingHost(Host):
    async def plug(self) -> None:
        await self.load_extension("bots.discord_bot")


async def test_one_line_takes_it_in_and_one_line_takes_it_out() -> None:
    host = LoadingHost()
    async with host:
        await host.load_extension("bots.discord_bot")
        assert host.get_cog(COG) is not None
        assert {"essay", "speaking", "bandmate"} <= {each.name for each in host.tree.get_commands()}
        await host.unload_extension("bots.discord_bot")
        assert host.get_cog(COG) is None
        assert not host.tree.get_commands()
        assert "on_ready" not in host.extra_events or not host.extra_events["on_ready"]


def test_the_hosts_process_loads_no_model() -> None:
    import subprocess
    import sys

    asks = "import sys, bots.discord_bot; print([m for m in ('torch', 'transformers', 'faster_whisper') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
