"""A candidate who sits a Speaking test on whatever platform, with real speech in OGG/Opus."""

from __future__ import annotations

import itertools
import signal
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from tests.e2e.rows import every_step_is_noted
from tests.marking.speaking.transcripts import MIDDLING

ANSWERS = (
    "I come from Hanoi, which is a busy city in the north of Vietnam, and I'm a nurse in a big hospital.",
    "I usually do it in the evening, because I am tired after work and I want to relax with my family for a while.",
    "Well, I think it depends on the person, but most of my friends like it because it is cheap and easy to do.",
    "I would say that it has changed a lot, since people have more money now and they spend it in a different way.",
)
MANY = (
    *ANSWERS,
    *(MIDDLING[prompt] for prompt in MIDDLING if prompt.startswith(("p1", "p3")) and "um" not in MIDDLING[prompt]),
)
"""An answer for every question of a test: whoever says the same twice is told so."""
LONG = MIDDLING["p2.talk"]


async def is_asked_for_home(learner: Any) -> Any:
    """What the examiner says after the name: home is asked for once, by whichever of the two comes first in this test."""
    asked = await learner.sees("🎙")
    assert "where are you from" in asked.text or "Which town or city do you come from" in asked.text
    return asked


async def goes_on_to_part_1(learner: Any, after: Any) -> None:
    """The question after that on home; Part 1 was opened by one of the two."""
    following = await learner.sees("🎙")
    assert following.id != after.id
    assert (after.text + following.text).count("In this first part") == 1


@cache
def spoken(text: str) -> tuple[bytes, int]:
    """A learner's voice note: real speech in OGG/Opus, and its length in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        note = SpokenNotes(EspeakVoice("en-us"), Path(folder), 1.0).note(text)
    return note.ogg, round(note.seconds)


class Sitting:
    """A learner in a test: answers what the examiner says, and writes below each note what was said in it."""

    def __init__(self, learner: Any, *, types_words: bool = True) -> None:
        self.learner = learner
        self.types_words = types_words
        self.heard: list[Any] = []
        self.others = itertools.cycle(MANY)

    async def answers(self, asked: Any, text: str) -> Any:
        """Answers one question; what the examiner says next."""
        self.heard.append(asked)
        before = len(self.learner.chat.history)
        data, seconds = spoken(text)
        note = await self.learner.sends_voice(data, seconds)
        following = await self.next_after(before)
        if self.types_words:
            await self.learner.says(text, answering=note)
            await self.learner.sees("Noted")
        return following

    async def next_after(self, before: int) -> Any:
        """What the examiner says or shows after so many messages."""
        return await self.learner._until(
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

    async def sits_until(self, asked: Any, words: str, most: int = 40) -> Any:
        """Answers question after question until the examiner says ``words``."""
        for _ in range(most):
            if words in asked.text:
                return asked
            asked = await self.answers(asked, next(self.others))
        raise AssertionError(f"the examiner never said {words!r}")


async def outlives_kills(home: Any, sitting: Sitting) -> None:
    """Six answers, after each of which bot or worker is killed: every turn is taken in once, every question put once."""
    learner = sitting.learner
    await sitting.next_after(0)
    await every_step_is_noted(home)
    for number in range(6):
        victim = "bot" if number % 2 == 0 else "worker"
        data, seconds = spoken(ANSWERS[number % 4])
        before = len(learner.chat.history)
        await learner.sends_voice(data, seconds)
        await home.ends(victim, signal.SIGKILL)
        await home.starts(victim)
        sitting.heard.append(await sitting.next_after(before))
        await every_step_is_noted(home)
    texts = [each.text for each in learner.chat.history if "🎙" in each.text]
    assert len(texts) == 7
    assert len(set(texts)) == 7, "every turn was taken in once, and every question put once"
