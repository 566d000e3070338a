"""A whole Speaking test by voice notes, as a learner sees it: the real bot, a real worker, real sound, no model at all."""

from __future__ import annotations

import io
import signal
from functools import cache
from pathlib import Path

import av
import pytest
from PIL import Image

from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from tests.doubles.telegram_chats import Learner, Shown
from tests.e2e.telegram_house import House, house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ANSWERS = (
    "I come from Hanoi, which is a busy city in the north of Vietnam, and I'm a nurse in a big hospital.",
    "I usually do it in the evening, because I am tired after work and I want to relax with my family for a while.",
    "Well, I think it depends on the person, but most of my friends like it because it is cheap and easy to do.",
    "I would say that it has changed a lot, since people have more money now and they spend it in a different way.",
)
LONG = " ".join(ANSWERS) + " " + " ".join(reversed(ANSWERS))


@cache
def spoken(text: str, folder: Path) -> tuple[bytes, int]:
    """A learner's voice note: real speech in OGG/Opus."""
    note = SpokenNotes(EspeakVoice("en-us"), folder, 1.0).note(text)
    return note.ogg, round(note.seconds)


class Sitting:
    """A learner in a test: answers what the examiner says, and writes below each note what was said in it."""

    def __init__(self, learner: Learner, folder: Path, *, types_words: bool = True) -> None:
        self.learner = learner
        self.folder = folder
        self.types_words = types_words
        self.heard: list[Shown] = []

    async def answers(self, asked: Shown, text: str) -> Shown:
        """Answers one question; what the examiner says next."""
        self.heard.append(asked)
        before = len(self.learner.chat.history)
        data, seconds = spoken(text, self.folder)
        note = await self.learner.sends_voice(data, seconds)
        following = await self.next_after(before)
        if self.types_words:
            await self.learner.says(text, answering=note)
            await self.learner.sees("Noted")
        return following

    async def next_after(self, before: int) -> Shown:
        """What the examiner says or shows after so many messages."""
        found = await self.learner._until(
            lambda: next(
                (
                    each
                    for each in self.learner.chat.history[before:]
                    if "🎙" in each.text or "You should say" in each.text
                ),
                None,
            ),
            "the examiner",
        )
        assert isinstance(found, Shown)
        return found

    async def sits_until(self, asked: Shown, words: str, most: int = 40) -> Shown:
        """Answers question after question until the examiner says ``words``."""
        for number in range(most):
            if words in asked.text:
                return asked
            asked = await self.answers(asked, ANSWERS[number % len(ANSWERS)])
        raise AssertionError(f"the examiner never said {words!r}")


async def _a_whole_test(home: House, folder: Path) -> None:
    mei = home.api.private_chat("Mei")
    sitting = Sitting(mei, folder)

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
    assert any("Hanoi" in each.text or "you are a nurse" in each.text for each in sitting.heard), (
        "a question that remembers Part 1"
    )
    texts = [each.text for each in sitting.heard]
    again = {text for text in texts if texts.count(text) > 1 and not text.startswith("🎙 Why")}
    assert not again, "no question is put twice"
    assert not any("band" in text.lower() for text in texts[1:]), "no grade during the test"
    assert end.voice is not None

    # The report: four criteria, and everything that opens from it.
    assert "type what you said in that voice note too" in end.text
    report = await mei.sees("Speaking: band")
    assert len(mei.standing("Speaking: band")) == 1, "one report, when the last words were there"
    assert "An estimate by software (speaking-1" in report.text
    for button, title in (
        ("Fluency", "Fluency and Coherence:"),
        ("Words", "Lexical Resource:"),
        ("Grammar", "Grammatical Range and Accuracy:"),
        ("Pronunciation", "Pronunciation"),
        ("🎧 Listen again", "Listen again"),
        ("🎯 What next", "Exercise:"),
        ("🧩 Part by part", "Part 1:"),
    ):
        await mei.presses(button, mei.chat.now[report.id])
        opened = await mei.sees(title)
        assert opened.id == report.id
        await mei.presses("‹ Back")
        await mei.sees("Speaking: band")
    await mei.presses("📈 Fluency")
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


async def test_a_whole_test_on_the_default_install(tmp_path: Path) -> None:
    async with house(tmp_path / "home", "bot", "worker") as home:
        await _a_whole_test(home, tmp_path / "voice")


async def test_a_whole_test_on_redis_and_postgresql(tmp_path: Path, own_redis: str, own_postgres: str) -> None:
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    async with house(tmp_path / "home", "bot", "worker", **servers) as home:
        await _a_whole_test(home, tmp_path / "voice")


async def test_a_killed_bot_loses_no_turn_and_repeats_none(tmp_path: Path) -> None:
    async with house(tmp_path / "home", "bot", "worker") as home:
        mei = home.api.private_chat("Mei")
        sitting = Sitting(mei, tmp_path / "voice", types_words=False)
        await mei.says("/speaking exam")
        asked = await sitting.next_after(0)
        for number in range(6):
            victim = "bot" if number % 2 == 0 else "worker"
            data, seconds = spoken(ANSWERS[number % 4], tmp_path / "voice")
            before = len(mei.chat.history)
            await mei.sends_voice(data, seconds)
            await home.ends(victim, signal.SIGKILL)
            await home.starts(victim)
            asked = await sitting.next_after(before)
            sitting.heard.append(asked)
        texts = [each.text for each in mei.chat.history if "🎙" in each.text]
        assert len(texts) == 7
        assert len(set(texts)) == 7, "every turn was taken in once, and every question put once"


async def test_two_learners_and_a_group_at_once_do_not_mix(tmp_path: Path) -> None:
    async with house(tmp_path / "home", "bot", "worker") as home:
        club = home.api.group("Band 7 club")
        alone, ali, ben = home.api.private_chat("Ali"), home.api.member(club, "Ali"), home.api.member(club, "Ben")
        everybody = (alone, ali, ben)
        data, seconds = spoken(ANSWERS[0], tmp_path / "voice")
        asked = {}
        for learner in everybody:
            await learner.says("/speaking exam")
            asked[learner] = await learner.sees("Good day")
        for learner in everybody:
            await learner.sends_voice(data, seconds, answering=asked[learner].id)
            asked[learner] = await learner.sees("where are you from")
        # A note that answers nobody of ours is none of our business in a group.
        before = len(club.history)
        await ben.sends_voice(data, seconds)
        await alone.sends_voice(data, seconds, answering=asked[alone].id)
        await alone.sees("In this first part")
        assert len(club.history) == before
        # And nobody presses another one's buttons.
        assert "somebody else's test" in await ali.presses("⏹ Stop", asked[ben])


async def test_no_voice_note_is_asked_of_who_takes_none(tmp_path: Path) -> None:
    async with house(tmp_path / "home", "bot", "worker", BANDMATE_VOICE="none") as home:
        wei = home.api.private_chat("Wei", language="zh-hans")
        wei.chat.no_voice = True
        await wei.says("/drill part1 music")
        asked = await wei.sees("🎙")
        assert asked.voice is None
        await wei.says(f"Uh, mostly pop music, I would say. {ANSWERS[1]}")  # long enough for no "why?" to follow
        await wei.sees("That is the end of this exercise")
        heard = await wei.sees("我听到的内容")
        assert "pop music" in heard.text


async def test_recordings_that_are_none_get_one_sentence(tmp_path: Path) -> None:
    async with house(tmp_path / "home", "bot", "worker") as home:
        ana = home.api.private_chat("Ana")
        await ana.sends_voice()
        await ana.sees("No test is open here")
        await ana.says("/speaking practice")
        await ana.sees("Good day")
        await ana.sends_voice(b"\x00" * 100, size=50_000_000)
        await ana.sees("too large")
        await ana.sends_voice(b"this is no sound at all" * 50, seconds=0)
        await ana.sees("recording")
        await ana.says("/frobnicate")
        await ana.sees("I do not know this command")
        await ana.says("/stop")
        await ana.sees("The test has been stopped")
        await ana.sees("too little English")


async def test_recordings_are_kept_only_for_who_wants_them(tmp_path: Path) -> None:
    async with house(tmp_path / "home", "bot", "worker") as home:
        mei = home.api.private_chat("Mei")
        await mei.says("/privacy")
        await mei.sees("erased as soon as")
        await mei.presses("Keep my recordings")
        await mei.sees("You chose to keep")
        await mei.presses("Erase my recordings")
        await mei.sees("erased as soon as")


def test_what_learners_send_is_real_sound(tmp_path: Path) -> None:
    data, seconds = spoken(ANSWERS[0], tmp_path)
    with av.open(io.BytesIO(data)) as sound:
        assert sound.streams.audio[0].codec_context.name in ("opus", "libopus")
    assert seconds > 3
