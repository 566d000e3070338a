"""A day in a Discord channel, and a learner who leaves: the real bot and a real worker; hours pass in the database."""

from __future__ import annotations

import asyncio
import io
import zipfile

import pytest
from sqlalchemy import MetaData, create_engine, select

from engine.marking.writing.samples import sample_essay
from tests.doubles.discord_api import DiscordApi
from tests.e2e.discord_house import discord_house
from tests.e2e.hours import a_day_passes, falls_due
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import House

pytestmark = [pytest.mark.slow]
MARK = "zanzibarwhisperingturnip"
ESSAY = sample_essay("W2")
standing_house = shared(discord_house, "bot", "worker", BANDMATE_WAKE_AGAIN="2")


async def test_a_day_in_a_channel(home: House[DiscordApi]) -> None:
    channel = home.api.server("Evening English").channel
    ana, mei = home.api.learner("Ana"), home.api.learner("Mei")
    ana.manages = True

    # Only who manages the server may, and what is set is shown to who asked.
    await mei.asks("daily", "08:30 UTC vocabulary", there=channel)
    await mei.sees("Only an admin", there=channel)
    await ana.asks("daily", "08:30 UTC vocabulary", there=channel)
    panel = await ana.sees("08:30 UTC, every day: Words", there=channel)
    assert panel.eyes == ana.user["id"]

    await falls_due(home, channel.id)
    prompt = await ana.sees("Today's word family", there=channel)
    assert prompt.eyes is None

    # A reply with the mention off is not shown to the bot: it says so, once.
    await mei.says("It is a quiet neighbourhood.", answering=prompt.id, there=channel)
    await mei.sees("with the @ switched on", there=channel)
    called = f"<@{home.api.me['id']}> I would recommend this quiet neighbourhood, because the transport is excellent."
    answer = await mei.says(called, answering=prompt.id, there=channel)
    reaction = await mei.sees("👍", there=channel)
    assert reaction.reply_to == answer
    assert "band" not in reaction.text

    await a_day_passes(home, channel.id)
    digest = await ana.sees("Yesterday's practice", there=channel)
    assert "mei: one answer" in digest.text
    assert "neighbourhood" not in home.written


async def test_a_learner_takes_everything_along_and_is_forgotten(home: House[DiscordApi]) -> None:
    club, mei = home.api.server("Band 7 club").channel, home.api.learner("Mei")
    form = await mei.uses("essay", there=club)
    text = f"{ESSAY.text}\n\nIn my town a {MARK} is sold in every shop."
    await mei.fills(form, task="W2", question=ESSAY.task.prompt or "", answer=text)
    report = await mei.sees("Task 2 essay: band")
    await mei.says("How are you?")
    await mei.sees("I need your whole answer")

    await mei.asks("export")
    name, packed = await mei.sees_file()
    assert name == "bandmate-export.zip"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert MARK in archive.read("bandmate.json").decode()
    assert await asyncio.to_thread(_rows_with, home, mei.user["id"])

    await mei.asks("forget")
    await mei.presses("Yes, erase everything", await mei.sees("Shall I forget you?"))
    await mei.sees("I have erased everything")
    assert not await asyncio.to_thread(_rows_with, home, mei.user["id"]), "not even how far she was read"
    assert not await asyncio.to_thread(_rows_with, home, MARK)
    await mei.presses("✏️ Corrections", report)
    await mei.sees("cannot find that report")

    # She may come back, as somebody new.
    await mei.says("Are you there?")
    await mei.sees("I need your whole answer")


def _rows_with(home: House[DiscordApi], text: str) -> list[str]:
    engine, tables = create_engine(home.settings.resolved_database_url), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [
            f"{table.name}: {row}" for table in tables.sorted_tables for row in connection.execute(select(table)).all()
        ]
    engine.dispose()
    return [row for row in rows if text in row]
