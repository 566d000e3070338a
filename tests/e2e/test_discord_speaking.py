"""A whole Speaking test by voice messages on Discord: the real bot, a real worker, real sound, no model at all."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.doubles.discord_api import DiscordApi
from tests.e2e.buttons import OF_A_SPEAKING_TEST, opens_everything
from tests.e2e.discord_house import discord_house
from tests.e2e.sharing import shared
from tests.e2e.sitting import ANSWERS, LONG, Sitting, outlives_kills
from tests.e2e.telegram_house import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]
standing_house = shared(discord_house, "bot", "worker")


async def _a_whole_test(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Mei")
    club = home.api.server("Band 7 club").channel
    sitting = Sitting(mei)

    # She asks for a test in a server, where only she sees the question; the test itself is in private.
    await mei.asks("speaking", there=club)
    asked_in_club = await mei.sees("three parts, by voice notes", there=club)
    assert asked_in_club.eyes == mei.user["id"]
    before = len(mei.chat.history)
    await mei.presses("🎓 Exam", there=club)
    asked = await sitting.next_after(before)
    await mei.sees("I have written to you in a direct message", there=club)
    assert "Good day" in asked.text
    assert asked.voice is not None, "the examiner speaks"
    assert "cannot write down speech" in asked.text, "without a recogniser she is told, once, to type what she said"

    # Part 1 until the card comes: as text and as a picture.
    card = await sitting.sits_until(asked, "You should say")
    assert card.photo is not None
    assert Image.open(io.BytesIO(card.photo)).size[0] >= 600
    covered = [each.text for each in sitting.heard if "🎙" in each.text][3:]
    assert covered
    assert all("||" in text for text in covered), "in the exam questions are heard: the words are covered"

    await mei.sees("one minute to prepare")
    before = len(mei.chat.history)
    await mei.presses("I'm ready")
    begin = await sitting.next_after(before)
    assert "Please begin" in begin.text
    asked = await sitting.answers(begin, LONG)

    end = await sitting.sits_until(asked, "That is the end of the Speaking test")
    texts = [each.text for each in sitting.heard]
    again = {text for text in texts if texts.count(text) > 1 and "Why" not in text}
    assert not again, "no question is put twice"
    assert end.voice is not None

    # The report: everything opens from it, in its own message.
    report = await mei.sees("Speaking: band", within=1500)  # two cores may have forty voice messages to hear yet
    assert len(mei.standing("Speaking: band")) == 1
    await opens_everything(mei, report, OF_A_SPEAKING_TEST, "Speaking: band")
    await mei.presses("📈 Pace")
    assert Image.open(io.BytesIO(await mei.sees_picture())).width >= 600
    await mei.presses("⏳ Pauses")
    assert Image.open(io.BytesIO(await mei.sees_picture())).width >= 600, "typed words were found in their sound"
    await mei.presses("📝 Transcript")
    _, transcript = await mei.sees_file()
    assert "I come from Hanoi" in transcript.decode()
    assert ANSWERS[0][:30] not in home.written, "her words are in no log"
    assert not [shown for shown in club.now.values() if shown.eyes is None], "nothing of it shows in the server"


async def test_a_whole_test_on_the_default_install(home: House[DiscordApi]) -> None:
    await _a_whole_test(home)


async def test_a_killed_bot_loses_no_turn_and_repeats_none(home: House[DiscordApi]) -> None:
    mei = home.api.learner("Mei")
    sitting = Sitting(mei, types_words=False)
    await mei.asks("speaking", "exam")
    await outlives_kills(home, sitting)


async def test_who_takes_no_voice_messages_gets_a_file_with_the_text(home: House[DiscordApi]) -> None:
    wei = home.api.learner("Wei", "zh-CN")
    wei.chat.no_voice = True
    await wei.asks("drill", "part1 music")
    asked = await wei.sees("🎙")
    assert asked.voice is None
    assert asked.file is not None
    assert asked.file[1].startswith(b"OggS")
    await wei.says(f"Uh, mostly pop music, I would say. {ANSWERS[1]}")
    await wei.sees("That is the end of this exercise")
    assert "pop music" in (await wei.sees("你写的内容")).text


async def test_recordings_that_are_none_get_one_sentence(home: House[DiscordApi]) -> None:
    ana = home.api.learner("Ana")
    await home.api.gateway.until_connected()
    await ana.sends_voice()
    await ana.sees("No test is open here")
    await ana.asks("speaking", "practice")
    await ana.sees("Good day")
    await ana.sends_voice(b"\x00" * 100, size=50_000_000)
    await ana.sees("too large")
    await ana.sends_voice(b"this is no sound at all" * 50, seconds=0)
    await ana.sees("recording")  # behind what other learners of this house have said
    await ana.asks("stop")
    await ana.sees("The test has been stopped")
    await ana.sees("too little English")
    await ana.asks("privacy")
    await ana.sees("erased as soon as")
    await ana.presses("Keep my recordings")
    await ana.sees("kept for 30 days")
