"""A whole Speaking test by voice notes, as a learner sees it: the real bot, a real worker, real sound, no model at all."""

from __future__ import annotations

import io
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.doubles.telegram_api import TelegramApi
from tests.e2e.buttons import OF_A_SPEAKING_TEST, opens_everything
from tests.e2e.sharing import shared
from tests.e2e.sitting import (
    ANSWERS,
    LONG,
    Sitting,
    goes_on_to_part_1,
    is_asked_for_home,
    outlives_kills,
    spoken,
)
from tests.e2e.telegram_house import House, house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]
standing_house = shared(house, "bot", "worker")


async def _a_whole_test(home: House[TelegramApi]) -> None:
    mei = home.api.private_chat("Mei")
    sitting = Sitting(mei)

    # She asks for a test and chooses to sit it as on the day.
    await mei.says("/speaking")
    await mei.sees("three parts, by voice notes")
    before = len(mei.chat.history)
    await mei.presses("🎓 Exam")
    asked = await sitting.next_after(before)
    assert "Good day" in asked.text
    assert asked.voice is not None, "the examiner speaks"
    assert "cannot write down speech" in asked.text, "without a recogniser she is told, once, to type what she said"

    # Part 1, from a fixed frame, until the card comes: as text and as a picture.
    card = await sitting.sits_until(asked, "You should say")
    assert card.photo is not None
    assert Image.open(io.BytesIO(card.photo)).size[0] >= 600
    assert all("cannot write down" not in each.text for each in sitting.heard[1:])

    # A minute to prepare, or less if she likes.
    await mei.sees("one minute to prepare")
    before = len(mei.chat.history)
    await mei.presses("I'm ready")
    begin = await sitting.next_after(before)
    assert "Please begin" in begin.text
    asked = await sitting.answers(begin, LONG)

    # Part 3 goes on from the theme of the card, and builds on what she said in Part 1.
    end = await sitting.sits_until(asked, "That is the end of the Speaking test")
    remembers = ("Earlier you", "You mentioned", "You told me", "You said", "In your talk")
    assert sum(any(words in each.text for words in remembers) for each in sitting.heard) == 2, (
        "two questions that remember Parts 1 and 2"
    )
    texts = [each.text for each in sitting.heard]
    again = {text for text in texts if texts.count(text) > 1 and not text.startswith("🎙 Why")}
    assert not again, "no question is put twice"
    assert not any("band" in text.lower() for text in texts[1:]), "no grade during the test"
    assert end.voice is not None

    # The report: four criteria, and everything that opens from it.
    assert "type what you said in that voice note too" in end.text
    report = await mei.sees("Speaking: band", within=1500)  # two cores may have forty voice notes to hear yet
    assert len(mei.standing("Speaking: band")) == 1, "one report, when the last words were there"
    assert "An estimate by software (speaking-4" in report.text
    await opens_everything(mei, report, OF_A_SPEAKING_TEST, "Speaking: band")
    await mei.presses("📈 Pace")
    assert Image.open(io.BytesIO(await mei.sees_picture())).width >= 600
    await mei.presses("⏳ Pauses")
    assert Image.open(io.BytesIO(await mei.sees_picture())).width >= 600, "typed words were found in their sound"
    await mei.presses("📝 Transcript")
    _, transcript = await mei.sees_file()
    assert "I come from Hanoi" in transcript.decode()
    await mei.presses("📄 Full report")
    name, _ = await mei.sees_file()
    assert name.endswith(".md")
    assert not any(label.startswith("👂") for label in report.labels), "no recording was kept"
    assert ANSWERS[0][:30] not in home.written, "her words are in no log"


async def test_a_whole_test_on_the_default_install(home: House[TelegramApi]) -> None:
    await _a_whole_test(home)


@pytest.mark.again
async def test_a_whole_test_on_redis_and_postgresql(tmp_path: Path, own_redis: str, own_postgres: str) -> None:
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    async with house(tmp_path / "home", "bot", "worker", **servers) as home:
        await _a_whole_test(home)


async def test_a_killed_bot_loses_no_turn_and_repeats_none(home: House[TelegramApi]) -> None:
    mei = home.api.private_chat("Mei")
    sitting = Sitting(mei, types_words=False)
    await mei.says("/speaking exam")
    await outlives_kills(home, sitting)


async def test_two_learners_and_a_group_at_once_do_not_mix(home: House[TelegramApi]) -> None:
    club = home.api.group("Band 7 club")
    alone, ali, ben = home.api.private_chat("Ali"), home.api.member(club, "Ali"), home.api.member(club, "Ben")
    everybody = (alone, ali, ben)
    data, seconds = spoken(ANSWERS[0])
    asked = {}
    for learner in everybody:
        await learner.says("/speaking exam")
        asked[learner] = await learner.sees("Good day")
    for learner in everybody:
        await learner.sends_voice(data, seconds, answering=asked[learner].id)
        asked[learner] = await is_asked_for_home(learner)
    # A note that answers nobody of ours is none of our business in a group.
    before = len(club.history)
    await ben.sends_voice(data, seconds)
    await alone.sends_voice(data, seconds, answering=asked[alone].id)
    await goes_on_to_part_1(alone, asked[alone])
    assert len(club.history) == before
    # And nobody presses another one's buttons.
    assert "somebody else's test" in await ali.presses("⏹ Stop", asked[ben])


async def test_no_voice_note_is_asked_of_who_takes_none(home: House[TelegramApi]) -> None:
    wei = home.api.private_chat("Wei", language="zh-hans")
    wei.chat.no_voice = True
    await wei.says("/drill part1 music")
    asked = await wei.sees("🎙")
    assert asked.voice is None
    await wei.says(f"Uh, mostly pop music, I would say. {ANSWERS[1]}")  # long enough for no "why?" to follow
    await wei.sees("That is the end of this exercise")
    heard = await wei.sees("你写的内容")
    assert "pop music" in heard.text


async def test_recordings_that_are_none_get_one_sentence(home: House[TelegramApi]) -> None:
    ana = home.api.private_chat("Ana")
    await ana.sends_voice()
    await ana.sees("No test is open here")
    await ana.says("/speaking practice")
    await ana.sees("Good day")
    await ana.sends_voice(b"\x00" * 100, size=50_000_000)
    await ana.sees("too large")
    await ana.sends_voice(b"this is no sound at all" * 50, seconds=0)
    await ana.sees("recording")  # behind what other learners of this house have said
    await ana.says("/frobnicate")
    await ana.sees("I do not know this command")
    await ana.says("/stop")
    await ana.sees("The test has been stopped")
    await ana.sees("too little English")


async def test_recordings_are_kept_only_for_who_wants_them(home: House[TelegramApi]) -> None:
    mei = home.api.private_chat("Mei")
    await mei.says("/privacy")
    await mei.sees("erased as soon as")
    await mei.presses("Keep my recordings")
    await mei.sees("kept for 30 days")
    await mei.presses("Erase my recordings")
    await mei.sees("erased as soon as")


def test_what_learners_send_is_real_sound() -> None:
    data, seconds = spoken(ANSWERS[0])
    with av.open(io.BytesIO(data)) as sound:
        assert sound.streams.audio[0].codec_context.name in ("opus", "libopus")
    assert seconds > 3
