"""Discord in this process: the real bot and discord.py's machinery over simcord, and a desk that is told what to say."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models.message import AllowedMentions
from simcord.builders import ChannelHandle
from simcord.env import Env

from bots.discord.bot import BandmateBot
from engine.settings import Settings
from tests.doubles.fake_desk import FakeDesk

NEVER = 86_400.0
"""A courier that goes round once a day leaves a test alone."""


def settings_with_an_admin(home: Path) -> Settings:
    """Somebody on Discord runs the bot: it has every command."""
    return Settings(home=home, admins="discord:7", _env_file=None)  # type: ignore[call-arg, arg-type]


async def replies_without_mention(
    env: Env, who: MemberActor, channel: ChannelHandle, text: str, to: discord.Message
) -> discord.Message:
    """A reply as Discord's app sends it with the @ switched off; simcord's people leave it on."""
    backend = env.backend
    reference = backend.normalize_message_reference(channel.id, {"message_id": str(to.id)})
    off = AllowedMentions(replied_user=False)
    message = backend.create_message(channel.id, who.id, text, reference=reference, allowed_mentions=off)
    await env.settle()
    return next(each for each in channel.history() if each.id == message.id)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def simcord_bot(desk: FakeDesk, tmp_path: Path) -> discord.Client:
    return BandmateBot(settings_with_an_admin(tmp_path), desk, pause=NEVER)  # type: ignore[arg-type]


@pytest.fixture
def another_bot(desk: FakeDesk, tmp_path: Path) -> discord.Client:
    """The same bot as another process would have it."""
    return BandmateBot(settings_with_an_admin(tmp_path), desk, pause=NEVER)  # type: ignore[arg-type]
