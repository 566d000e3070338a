"""Daily practice in a server's channel: orders, the prompt, answers to it, a challenge; and what stays private."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from bots.courier import Courier
from bots.desk.frontdesk import FrontDesk
from bots.discord.bot import BandmateBot
from bots.discord.buttons import COG
from engine.ielts.chat import ChatAddress, Platform
from engine.ports import Work
from engine.practice.groups.posting import post_all
from engine.practice.groups.reacting import react
from engine.settings import Settings
from engine.store.store import Store
from engine.wiring import build_ears
from tests.bots.discord.conftest import NEVER, replies_without_mention
from tests.doubles.clock import MovedClock
from tests.doubles.fake_desk import FakeDesk
from tests.doubles.migrated import migrate

ANSWER = "I think that cities depend of cars because peoples live far away from their work and buses are slow."


class Practice:
    """The real desk on a real database, whose clock and worker a test moves."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
        migrate(self.settings)
        self.clock, self.waiting = MovedClock(), list[int]()
        self.store = Store.open(self.settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, self, self.settings)

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        if work is Work.REACT:
            self.waiting.append(row_id)

    async def delivers(self, env: Env) -> None:
        """One round of the courier."""
        courier = Courier(self.desk, env.bot.get_cog(COG)._sender, NEVER)
        await courier.round()
        await courier.settled()

    async def posts(self, env: Env) -> None:
        """Tomorrow's prompt is in the channel."""
        self.clock.move(days=1)
        post_all(self.store)
        await self.delivers(env)

    async def works(self, env: Env) -> None:
        """The worker reacts to what waits, and the courier brings it."""
        while self.waiting:
            assert react(self.store, build_ears(self.settings), self.settings, self.waiting.pop())
        await self.delivers(env)


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    opened = Practice(tmp_path)
    yield opened
    opened.desk.close()


@pytest.fixture
def simcord_bot(request: pytest.FixtureRequest, desk: FakeDesk, tmp_path: Path) -> discord.Client:
    if "practice" in request.fixturenames:
        practice = request.getfixturevalue("practice")
        return BandmateBot(practice.settings, practice.desk, pause=NEVER)
    return BandmateBot(Settings(home=tmp_path, _env_file=None), desk, pause=NEVER)  # type: ignore[call-arg]


@pytest.fixture
def channel(simcord_env: Env) -> ChannelHandle:
    return simcord_env.create_guild().create_text_channel("evening-english")


@pytest.fixture
def ana(simcord_env: Env, channel: ChannelHandle) -> MemberActor:
    role = channel.guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    return channel.guild.add_member(simcord_env.create_user("ana"), roles=[role])


@pytest.fixture
def mei(simcord_env: Env, channel: ChannelHandle) -> MemberActor:
    return channel.guild.add_member(simcord_env.create_user("mei"))


def words_of(message: discord.Message) -> str:
    """What somebody reads in it."""
    return "\n".join([message.content, *(str(each.description) for each in message.embeds)])


def prompt_in(channel: ChannelHandle) -> discord.Message:
    """The prompt that stands in the channel."""
    return next(each for each in channel.history() if "How I answer you" in str(each.components))


async def answers(env: Env, who: MemberActor, channel: ChannelHandle, text: str = ANSWER) -> discord.Message:
    """A reply to the prompt; as Discord's app sends it, it mentions who is answered."""
    return await who.send(channel, f"{env.bot.user.mention} {text}", reply_to=prompt_in(channel))


async def test_an_admin_sets_a_time_and_nobody_else_does(
    practice: Practice, channel: ChannelHandle, ana: MemberActor, mei: MemberActor
) -> None:
    refused = await mei.slash(channel, "daily", order="08:30 UTC writing")
    assert "Only an admin" in words_of(refused.response)
    panel = await ana.slash(channel, "daily", order="08:30 UTC writing")
    assert panel.ephemeral
    shown = [panel.response, *panel.followups]
    standing = next(each for each in shown if "08:30 UTC, every day: Writing" in words_of(each))
    await ana.click(standing, label="⏸ 1")
    assert "Paused" in "".join(words_of(each) for each in shown), "in its place"
    assert not channel.history(), "and the channel is not disturbed"


async def test_a_prompt_is_answered_by_a_reply_and_the_reply_gets_a_reaction(
    practice: Practice, simcord_env: Env, channel: ChannelHandle, ana: MemberActor, mei: MemberActor
) -> None:
    await ana.slash(channel, "daily", order="08:30 UTC writing")
    await practice.posts(simcord_env)
    assert prompt_in(channel).embeds
    answer = await answers(simcord_env, mei, channel)
    assert len(practice.waiting) == 1
    await practice.works(simcord_env)
    reaction = channel.last_message
    assert reaction.author.bot
    assert reaction.reference is not None
    assert reaction.reference.message_id == answer.id
    await mei.edit(answer, f"{simcord_env.bot.user.mention} {ANSWER} However, trains are quick.")
    assert len(practice.waiting) == 1, "an edited answer is looked at again"


async def test_a_reply_without_the_mention_is_told_so_once_below_each_prompt(
    practice: Practice, simcord_env: Env, channel: ChannelHandle, ana: MemberActor, mei: MemberActor
) -> None:
    await ana.slash(channel, "daily", order="08:30 UTC writing")
    await practice.posts(simcord_env)
    prompt = prompt_in(channel)
    unheard = await replies_without_mention(simcord_env, mei, channel, ANSWER, prompt)
    hint = channel.last_message
    assert "with the @ switched on" in hint.content
    assert hint.reference is not None
    assert hint.reference.message_id == unheard.id
    assert not hint.mentions
    await replies_without_mention(simcord_env, ana, channel, "Good one, Mei!", prompt)
    await replies_without_mention(simcord_env, mei, channel, "Thank you!", hint)
    assert len(channel.history()) == 5, "members talk to each other undisturbed"
    assert not practice.waiting
    await answers(simcord_env, mei, channel)
    assert len(practice.waiting) == 1


async def test_what_somebody_wants_to_hear_in_private_is_in_no_channel(
    practice: Practice, simcord_env: Env, channel: ChannelHandle, ana: MemberActor, mei: MemberActor
) -> None:
    await ana.slash(channel, "daily", order="08:30 UTC writing")
    await practice.posts(simcord_env)
    asked = await mei.click(prompt_in(channel), label="⚙️ How I answer you")
    choice = next(each for each in asked.followups if "How shall I answer you" in words_of(each))
    await mei.click(choice, custom_id="bm:gm:private")
    before = len(channel.history())
    await answers(simcord_env, mei, channel)
    await practice.works(simcord_env)
    assert len(channel.history()) == before + 1, "her own answer and nothing else"
    assert [each for each in mei.user.dm_channel.history() if each.author.bot]


async def test_a_challenge_is_everybodys_and_a_press_ones_own(
    practice: Practice, simcord_env: Env, channel: ChannelHandle, ana: MemberActor, mei: MemberActor
) -> None:
    await mei.slash(channel, "challenge")
    (question,) = channel.history()
    assert "question 1 of 5" in words_of(question)
    for number in range(5):
        first = next(each for row in question.components for each in row.children)  # type: ignore[union-attr]
        pressed = await ana.click(question, custom_id=first.custom_id)
        assert pressed.followups[0].ephemeral
        label = "Next ›" if number < 4 else "To the table ›"
        await ana.click(question, label=label)
        (question,) = channel.history()
    assert "The challenge is over" in words_of(question)
    assert "ana: " in words_of(question), "by the name that she has there"


async def test_a_voice_message_answers_too(
    desk: FakeDesk, simcord_env: Env, channel: ChannelHandle, mei: MemberActor
) -> None:
    asked = await mei.send(channel, "stands for the prompt")
    desk.groups.prompts.add(str(asked.id))  # type: ignore[attr-defined]
    sound = [("voice-message.ogg", b"OggS")]
    await mei.send(channel, simcord_env.bot.user.mention, reply_to=asked, attachments=sound)
    ((chat, data),) = desk.verbs("answered")
    assert (chat.address, data) == (ChatAddress(Platform.DISCORD, str(channel.id)), b"OggS")
    assert not desk.verbs("voice")
    await mei.send(channel, f"{simcord_env.bot.user.mention} My essay.", reply_to=channel.last_message)
    assert [message.text for (message,) in desk.verbs("text")] == ["My essay."], "a reply to something else is as ever"


async def test_the_desk_hears_when_the_bot_is_put_out(desk: FakeDesk, simcord_env: Env, channel: ChannelHandle) -> None:
    here = ChatAddress(Platform.DISCORD, str(channel.id))
    guild, ours = simcord_env.bot.get_guild(channel.guild.id), simcord_env.bot.get_cog(COG)
    await ours.on_guild_remove(guild)
    await ours.on_guild_join(guild)
    await ours.on_guild_channel_delete(guild.get_channel(channel.id))
    assert desk.verbs("left").count((here,)) == 2
    assert (here,) in desk.verbs("joined")
