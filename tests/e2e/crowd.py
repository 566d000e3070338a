"""Many learners on both platforms at once: what each sends comes back to them, once, and to nobody else."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.marking.writing.samples import sample_essay
from tests.doubles.discord_api import DiscordApi
from tests.doubles.telegram_api import TelegramApi

ESSAY = sample_essay("W2")
QUESTION = ESSAY.task.prompt or ""
REPORT = "Task 2 essay: band"
_LONGEST = 3600.0
_OWN_WORD = re.compile(r"\bqu[a-j]{5}q\b")


@dataclass
class Member:
    """One learner of the crowd: what they did, how many seconds each answer took, and what was wrong."""

    learner: Any
    word: str
    on_discord: bool
    acknowledged: list[float] = field(default_factory=list)
    report: float = 0.0
    seen: str = ""

    async def stays(self, until: float, pause: float, dice: random.Random) -> None:
        """Sends an essay and a few smaller things in some order until a moment of the loop's clock, then waits for what is due."""
        essay_after, number, watching = dice.randrange(3), 0, None
        while watching is None or time.monotonic() < until:
            await asyncio.sleep(dice.uniform(0.0, 2 * pause))
            if number == essay_after:
                watching = asyncio.create_task(self._waits_for_report(time.monotonic()))
                await self._times(self._sends_essay, "safely received")
            else:
                await dice.choice((self._asks_for_help, self._asks_how_true, self._practises))()
            number += 1
        report = await watching
        await self.learner.presses("📄 Full report", report)
        _, content = await self.learner.sees_file()
        self.seen = "\n".join([*(shown.text for shown in self.learner.chat.history), content.decode()])

    async def _waits_for_report(self, since: float) -> Any:
        def look() -> Any:
            return next(iter(self.learner.standing(REPORT)), None)

        shown = await self.learner._until(look, "the report", _LONGEST)
        self.report = time.monotonic() - since
        return shown

    def strangers(self) -> set[str]:
        """Other people's words that this one was shown."""
        return set(_OWN_WORD.findall(self.seen)) - {self.word}

    async def _asks(self, command: str, argument: str = "") -> None:
        if self.on_discord:
            await self.learner.asks(command, argument)
        else:
            await self.learner.says(f"/{command} {argument}".strip())

    async def _times(self, act: Callable[[], Awaitable[object]], words: str) -> None:
        began = time.monotonic()
        await act()
        await self.learner.sees(words, within=_LONGEST)
        self.acknowledged.append(time.monotonic() - began)

    async def _asks_for_help(self) -> None:
        await self._times(lambda: self._asks("help"), "What you can send")

    async def _asks_how_true(self) -> None:
        await self._times(lambda: self._asks("accuracy"), "mean error")

    async def _practises(self) -> None:
        await self._times(lambda: self._asks("drill", "part1 music"), "🎙")
        answer = f"I like a singer who is called {self.word}, because I listen to him on the bus every single morning."
        await self._times(lambda: self.learner.says(answer), "end of this exercise")
        heard = await self.learner.sees("What you wrote", within=_LONGEST)
        assert self.word in heard.text

    async def _sends_essay(self) -> None:
        text = f"{ESSAY.text}\n\nIn my town a {self.word} is sold in every shop."
        if not self.on_discord:
            await self.learner.says(f"{QUESTION}\n\n{text}")
            return
        form = await self.learner.uses("essay")
        await self.learner.fills(form, task="W2", question=QUESTION, answer=text)


async def crowd(
    telegram: TelegramApi, discord: DiscordApi, people: int, seconds: float, pause: float, seed: int = 11
) -> Sequence[Member]:
    """So many people, half of them on each platform, for so long; ``pause`` in seconds between two things that one does.

    Raises:
        AssertionError: somebody was not answered, was answered twice, or was shown another's words.
    """
    members = []
    for number in range(people):
        name, on_discord = f"Learner {number}", number % 2 == 1
        learner = discord.learner(name) if on_discord else telegram.private_chat(name)
        members.append(Member(learner, _word(number), on_discord))
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for number, member in enumerate(members):
            group.create_task(member.stays(until, pause, random.Random(f"{seed}-{number}")))
    for member in members:
        assert member.word in member.seen, "their own words came back"
        assert not member.strangers(), "and nobody else's"
        assert len(member.learner.standing(REPORT)) == 1, "one report"
    return members


def _word(number: int) -> str:
    """A word that is nobody else's, and no English one."""
    return "qu" + "".join("abcdefghij"[int(digit)] for digit in f"{number:05d}") + "q"
