"""A candidate who sits Speaking tests at a desk: for tests of what passes between chat, store and worker."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.notices import Notice
from engine.ielts.speaking.heard import Sound, Span, Transcript, Word
from engine.ielts.speaking.notices import ExaminerStep
from engine.ielts.speaking.steps import Ask, Finish, Prepare, ShowCard
from engine.ports import Hints, Work
from engine.practice import speaking
from engine.practice.hearing import Ears, hear
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock

if TYPE_CHECKING:
    from engine.ports import Samples


@dataclass
class Candidate:
    """One learner in one chat. ``calls`` is what workers were told of, ``seen`` every step in order."""

    store: Store
    clock: MovedClock
    settings: Settings
    who: str = "1"
    chat: str = "1"
    calls: list[tuple[Work, int]] = field(default_factory=list)
    seen: list[ExaminerStep] = field(default_factory=list)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def address(self) -> ChatAddress:
        return ChatAddress(Platform.TELEGRAM, self.chat)

    @property
    def person(self) -> Person:
        return Person(Platform.TELEGRAM, self.who, "en")

    @property
    def step(self) -> ExaminerStep:
        return self.seen[-1]

    def message(self, text: str = "", *, reply_to: str | None = None, message_id: str | None = None) -> ChatMessage:
        number = message_id or f"{self.who}-{next(self.ids)}"
        return ChatMessage(self.address, self.person, number, text, self.clock(), 0, reply_to)

    def begins(self, mode: speaking.Mode = speaking.Mode.EXAM) -> tuple[Notice, ...]:
        with self.store.transaction() as tx:
            said = speaking.begin(tx, self.settings, self.address, self.person, mode)
        return self.gets(said)

    def says(self, seconds: float = 20.0, message: ChatMessage | None = None, data: bytes = b"OggS") -> str:
        """A voice note; the id of its message."""
        sent = message or self.message()
        self.clock.move(seconds=seconds)
        with self.store.transaction() as tx:
            said = speaking.take_voice(tx, self.settings, sent, data, seconds)
        self.gets(said)
        return sent.message_id

    def types(self, text: str, *, reply_to: str | None = None) -> tuple[Notice, ...] | None:
        with self.store.transaction() as tx:
            said = speaking.take_text(tx, self.settings, self.message(text, reply_to=reply_to))
        return None if said is None else self.gets(said)

    def does(self, verb: str, test_id: int | None = None) -> tuple[Notice, ...]:
        with self.store.transaction() as tx:
            said = speaking.command(tx, self.settings, self.address, self.person, verb, test_id)
        return self.gets(said)

    def drills(self, scope: speaking.Scope, topic: str | None = None) -> tuple[Notice, ...]:
        with self.store.transaction() as tx:
            said = speaking.drill(tx, self.settings, self.address, self.person, scope, topic)
        return self.gets(said)

    def gets(self, said: speaking.Said) -> tuple[Notice, ...]:
        """What is answered is shown, as a front end shows it."""
        self.calls += said.calls
        for notice in said.notices:
            if isinstance(notice, ExaminerStep):
                self.sees(notice)
        return said.notices

    def sees(self, notice: ExaminerStep) -> None:
        self.seen.append(notice)
        with self.store.transaction() as tx:
            tx.speaking.step_shown(notice.test_id, notice.step.id)

    def waits(self, seconds: float = 0.0) -> list[ExaminerStep]:
        """Time passes, and the courier shows what the clock brought."""
        self.clock.move(seconds=seconds)
        with self.store.transaction() as tx:
            due = [
                speaking.step_notice(tx, self.settings, kept)
                for kept in tx.speaking.due(Platform.TELEGRAM, 10, timedelta(seconds=10))
                if kept.address == self.address
            ]
        for notice in due:
            self.sees(notice)
        return due

    def sits_on(self, say: str | None = None, seconds: float = 20.0, most: int = 80) -> None:
        """Answers until the test has ended: by voice, or by typing ``say``."""
        for _ in range(most):
            step = self.step.step
            if isinstance(step, Finish):
                return
            if isinstance(step, ShowCard):
                self.waits()
            elif isinstance(step, Prepare):
                self.does("ready")
            elif say is not None:
                self.types(say)
            else:
                long = isinstance(step, Ask) and step.stop_at is None and step.prompt.startswith("p2.talk")
                self.says(95.0 if long else seconds)
        raise AssertionError("the test never ended")

    def worker_listens(self, ears: Ears) -> None:
        """Every ring for a recording is answered."""
        todo = [row for work, row in self.calls if work is Work.HEAR]
        self.calls = [ring for ring in self.calls if ring[0] is not Work.HEAR]
        for turn_id in todo:
            listened = hear(self.store, ears, self.settings, turn_id)
            if listened is not None:
                self.calls += listened.calls


class ScriptedRecogniser:
    """Hears what it is told to, question by question; ``hints`` is what it was given."""

    name = "scripted"

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.hints: list[Hints] = []

    def transcribe(self, samples: Samples, hints: Hints) -> Transcript:
        del samples
        self.hints.append(hints)
        text = self.texts[(len(self.hints) - 1) % len(self.texts)]
        step = 0.4
        words = tuple(
            Word(word, round(number * step, 2), round(number * step + 0.3, 2), 0.9)
            for number, word in enumerate(text.split())
        )
        return Transcript(text, words)


def speech(seconds: float = 20.0) -> Sound:
    """Even speech with a pause in the middle."""
    half = seconds / 2
    runs = (Span(0.2, half - 0.3), Span(half + 0.3, seconds - 0.2))
    nuclei = tuple(round(0.3 + 0.25 * number, 2) for number in range(int((seconds - 1) / 0.25)))
    return Sound(seconds, runs, nuclei)
