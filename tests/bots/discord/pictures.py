"""README's pictures of Discord: the real bot, desk and marker over simcord, drawn by a browser. ``make pictures``.

Not a test: it needs playwright and a Chromium.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, UserHandle
from simcord.env import Env

from bots.discord.bot import BandmateBot
from engine.marking.writing.samples import sample_essay
from engine.ports import Work
from engine.practice.essays import mark_essay
from engine.wiring import build_marker
from tests.bots.discord.conftest import NEVER
from tests.bots.discord.test_groups import Practice, answers

HERE = Path(__file__).parents[3] / "deploy" / "pictures"


class House(Practice):
    """The desk and what its worker does: essays too."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.essays: list[int] = []

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        if work is Work.MARK:
            self.essays.append(row_id)
        super().enqueue(row_id, work)

    async def marks(self, env: Env) -> None:
        """The worker marks what waits, and the courier brings it."""
        marker = build_marker(self.settings)
        while self.essays:
            assert mark_essay(self.store, marker, self.settings, self.essays.pop())
        await self.delivers(env)


@asynccontextmanager
async def world() -> AsyncIterator[tuple[House, Env]]:
    """The bot with its desk on a database of its own."""
    with tempfile.TemporaryDirectory() as home:
        house = House(Path(home))
        async with simcord.run(BandmateBot(house.settings, house.desk, pause=NEVER)) as env:
            env.backend.edit_bot_profile("Bandmate")
            yield house, env
        house.desk.close()


async def picture(
    env: Env, name: str, who: MemberActor | UserHandle, channel: ChannelHandle, message: object, **more: Any
) -> None:
    """One message as its reader sees it."""
    mode, height = ("viewport", 690) if "layout" in more else ("surface", 1100)
    async with env.preview(channel, viewers=[who], width=760, height=height, **more) as shown:
        await shown.screenshot(HERE / f"discord-{name}.png", viewer=who, target=message, mode=mode)


def report_to(who: MemberActor) -> discord.Message:
    """The report that stands in somebody's direct messages."""
    return next(each for each in who.user.dm_channel.history() if each.embeds)


async def an_essay(house: House, env: Env) -> None:
    """The form, the report on our sample, and its corrections."""
    channel = env.create_guild().create_text_channel("evening-english")
    mei = channel.guild.add_member(env.create_user("mei"))
    essay = sample_essay("W2")
    form = await mei.slash(channel, "essay", task="W2", question=essay.task.prompt or "")
    await picture(env, "form", mei, channel, form)
    await mei.submit_modal(form, {"task": ["W2"], "question": essay.task.prompt or "", "answer": essay.text})
    await house.marks(env)
    report = report_to(mei)
    await picture(env, "report", mei.user, mei.user.dm_channel, report)
    await mei.user.click(report, label="✏️ Corrections (7)")
    await picture(env, "corrections", mei.user, mei.user.dm_channel, report_to(mei))


async def a_chart(env: Env) -> None:
    """A task to write, with its picture."""
    mei = env.create_guild().add_member(env.create_user("mei"))
    await mei.user.slash("task", which="W1A")
    await picture(env, "task", mei.user, mei.user.dm_channel, mei.user.dm_channel.history()[-1])


async def a_day(house: House, env: Env) -> None:
    """A group's prompt, an answer to it and what Bandmate says to that."""
    channel = env.create_guild().create_text_channel("evening-english")
    role = channel.guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    ana = channel.guild.add_member(env.create_user("ana"), roles=[role])
    mei = channel.guild.add_member(env.create_user("mei"))
    await ana.slash(channel, "daily", order="08:30 Asia/Shanghai vocabulary")
    await house.posts(env)
    written = "I would recommend this quiet neighbourhood, because the public transport is excellent."
    await answers(env, mei, channel, written)
    await house.works(env)
    await picture(env, "group", mei, channel, channel.last_message, layout="channel")


async def main() -> None:
    """Take them all."""
    async with world() as (house, env):
        await an_essay(house, env)
    async with world() as (_, env):
        await a_chart(env)
    async with world() as (house, env):
        await a_day(house, env)


if __name__ == "__main__":
    asyncio.run(main())
