"""A day in a Telegram group, with the real bot and a real worker; its hours pass by moving what is due in the database."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.telegram_api import TelegramApi
from tests.e2e.hours import a_day_passes, falls_due, is_switched_off
from tests.e2e.sharing import shared
from tests.e2e.sitting import spoken
from tests.e2e.telegram_house import House, house

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
standing_house = shared(house, "bot", "worker", BANDMATE_WAKE_AGAIN="2")


async def test_a_day_in_a_group(home: House[TelegramApi]) -> None:
    group = home.api.group("Evening English")
    ana = home.api.member(group, "Ana", topic=7, admin=True)
    mei = home.api.member(group, "Mei", topic=7)
    wei = home.api.member(group, "Wei", "zh-hans", topic=7)

    # Only an admin may, and what is set is shown.
    await mei.says("/daily 08:30 Asia/Shanghai speaking")
    await mei.sees("Only an admin")
    await ana.says("/daily 08:30 Asia/Shanghai vocabulary weekdays")
    panel = await ana.sees("08:30 Asia/Shanghai, Monday to Friday: Words")
    assert panel.topic == 7
    assert "Only an admin" in await mei.presses("🗑 1")
    await ana.presses("👀 Preview")
    await ana.sees("A preview")
    await ana.says("/daily")
    await ana.sees("08:30 Asia/Shanghai")

    # The prompt comes into the topic, once.
    await falls_due(home, group.id)
    prompt = await ana.sees("Today's word family")
    assert prompt.topic == 7
    assert prompt.labels == ["⚙️ How I answer you"]

    # Each answers in their own way, and is answered as they chose.
    await mei.says(
        "I would recommend this quiet neighbourhood, because the public transport is excellent.",
        answering=prompt.id,
    )
    reaction = await mei.sees("👍")
    assert "band" not in reaction.text
    await mei.presses("✨ Show it", reaction)

    await wei.presses("⚙️", prompt)
    await wei.sees("谁按就算谁的")
    assert "私下" in await wei.presses("🔒")
    alone = home.api.private_with(wei)
    await wei.says("The people is very friendly there.", answering=prompt.id)
    told = await alone.sees("关于")
    assert "are" in told.text
    assert not [shown for shown in group.history if "The people is" in shown.text]

    # A day later: who took part, and the phrase that Mei let them see. Her name is asked for, not kept.
    await a_day_passes(home, group.id)
    digest = await ana.sees("Yesterday's practice")
    assert "Mei: one answer" in digest.text
    assert "Wei: one answer" in digest.text
    assert "A phrase worth keeping, from Mei" in digest.text

    # A challenge: one message, each presses alone, the table names who joined.
    await mei.says("/challenge")
    question = await mei.sees("question 1 of 5")
    for number in range(5):
        standing = group.now[question.id]
        said = await mei.presses(standing.labels[0], standing)
        assert said[0] in "✅❌"
        if number == 0:
            assert "Answer it first" in await ana.presses(standing.labels[-1], standing)
        await mei.presses(standing.labels[-1], standing)
        await mei.sees("is over" if number == 4 else f"question {number + 2} of 5")
    table = group.now[question.id].text
    assert "Mei: " in table
    assert "of 5" in table
    assert not [word for word in ("Mei", "Wei", "neighbourhood") if word in home.written]


async def test_an_essay_sent_in_private_never_shows_in_the_group(home: House[TelegramApi]) -> None:
    group = home.api.group("Evening English")
    ana = home.api.member(group, "Ana", admin=True)
    await ana.says("/daily 08:30 UTC writing")
    await ana.sees("08:30 UTC")
    alone = home.api.private_with(ana)
    await alone.says(f"{ESSAY.task.prompt}\n\n{ESSAY.text}")
    await alone.sees("Task 2 essay: band")
    await falls_due(home, group.id)
    await ana.sees("Today's essay question")
    await a_day_passes(home, group.id)
    await ana.says("/daily")
    await ana.sees("08:30 UTC")
    assert not [shown for shown in group.history if "band 5" in shown.text or ESSAY.text[:30] in shown.text]


async def test_spoken_practice_is_read_aloud_and_heard(home: House[TelegramApi]) -> None:
    group = home.api.group("Evening English")
    ana = home.api.member(group, "Ana", admin=True)
    await ana.says("/daily 08:30 UTC speaking easy")
    await ana.sees("below band 6")
    await falls_due(home, group.id)
    asked = await ana.hears("Today's question")
    data, seconds = spoken("I like the old market best, because it is busy.")
    answer = await ana.sends_voice(data, seconds, answering=asked.id)
    reaction = await ana.sees("seconds of speech")
    assert reaction.reply_to == answer


async def test_a_schedule_outlives_the_worker_and_what_was_missed_comes_once(home: House[TelegramApi]) -> None:
    group = home.api.group("Evening English")
    ana = home.api.member(group, "Ana", admin=True)
    for at in ("08:30", "12:00", "20:00"):
        await ana.says(f"/daily {at} UTC writing")
        await ana.sees(f"{at} UTC")
    await home.ends("worker", signal.SIGKILL)
    await falls_due(home, group.id, since=timedelta(hours=30))
    await home.starts("worker")
    await ana.sees("Today's essay question")
    await home.ends("worker")
    await home.starts("worker")
    await ana.says("/daily")
    await ana.sees("08:30 UTC")
    assert len(ana.standing("Today's essay question")) == 1


async def test_a_group_that_moved_in_the_middle_of_a_job_gets_its_report_and_its_prompt(
    home: House[TelegramApi],
) -> None:
    await home.ends("worker")
    old = home.api.group("Evening English")
    ana = home.api.member(old, "Ana", admin=True)
    await ana.says("/daily 08:30 UTC writing")
    await ana.sees("08:30 UTC")
    await ana.says(f"@bandmate_bot {ESSAY.task.prompt}\n\n{ESSAY.text}")
    await ana.sees("safely received")
    new = await home.api.migrate(old)
    await home.starts("worker")
    bea = home.api.member(new, "Bea", admin=True)
    await bea.sees("Task 2 essay: band")
    await falls_due(home, new.id)
    await bea.sees("Today's essay question")


async def test_a_group_that_puts_the_bot_out_is_switched_off_until_it_is_taken_in_again(
    home: House[TelegramApi],
) -> None:
    group, other = home.api.group("Evening English"), home.api.group("Morning English")
    ana, bea = home.api.member(group, "Ana", admin=True), home.api.member(other, "Bea", admin=True)
    for admin in (ana, bea):
        await admin.says("/daily 08:30 UTC writing")
        await admin.sees("08:30 UTC")
    await home.api.puts_out(group)
    while not await is_switched_off(home, group.id):
        await home.api.changed(0.3)
    await falls_due(home, group.id)
    other.blocked = True  # put out while it writes: nobody tells it before
    await falls_due(home, other.id)
    while not await is_switched_off(home, other.id):
        await home.api.changed(0.3)
    await home.api.takes_in(group)
    await ana.sees("Today's essay question")


async def test_nothing_kept_is_shown_in_a_group(home: House[TelegramApi]) -> None:
    club = home.api.group("Band 7 club")
    ali = home.api.member(club, "Ali")
    for command in ("/settings", "/history", "/privacy", "/export", "/forget"):
        await ali.says(f"{command}@bandmate_bot")
        await ali.sees("write to me in private")
