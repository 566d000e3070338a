"""Whole Speaking tests, sat by candidates whose words are written and whose voices are set by a few numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from engine.ielts.speaking.events import Shown, Stopped, Turn
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import PAUSE, HeardTurn, Origin, Sound, Span, Transcript, Word
from engine.ielts.speaking.plan import Mode, Plan, Scope, draw_drill
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.steps import Ask, Finish, OnBreak, Prepare, ShowCard, Stop
from engine.ielts.speaking.test import SpeakingTest
from engine.marking.speaking.sound.repairs import FILLERS, plain
from engine.marking.speaking.sound.syllables import syllables
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK

BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody speaks: syllables a second, how often and how long pauses are, how surely words are recognised."""

    rate: float
    within: float = 0.0
    within_seconds: float = 0.6
    between: float = 0.8
    between_seconds: float = 0.5
    sure: float = 0.9
    pitch: float = 5.0


WEAK_VOICE = Voice(2.7, within=0.16, within_seconds=0.9, between=1.0, between_seconds=1.1, sure=0.66, pitch=3.0)
MIDDLING_VOICE = Voice(3.5, within=0.06, within_seconds=0.6, between=0.9, between_seconds=0.7, sure=0.82, pitch=4.3)
STRONG_VOICE = Voice(4.4, within=0.015, within_seconds=0.4, between=0.7, between_seconds=0.45, sure=0.94, pitch=6.5)


def speak(text: str, voice: Voice, seed: str = "") -> tuple[Transcript, Sound]:
    """A text spoken: words with their times, and the sound that goes with them."""
    chance = random.Random(f"{seed}{text}")
    words: list[Word] = []
    runs: list[Span] = []
    nuclei: list[float] = []
    fillers: list[Span] = []
    at = began = 0.4
    before = ""
    for token in text.split():
        pause = 0.0
        if before.endswith((".", ",", "?", "!", ";", ":")):
            pause = voice.between_seconds if chance.random() < voice.between else 0.0
        elif before and chance.random() < voice.within:
            pause = voice.within_seconds
        pause = max(pause * chance.uniform(0.5, 1.7), PAUSE) if pause else 0.0
        if pause:
            runs.append(Span(began, at))
            at += pause
            began = at
        beats = max(1, syllables(token))
        end = at + beats / voice.rate
        words.append(Word(token, at, end, min(0.99, max(0.05, voice.sure + chance.uniform(-0.08, 0.08)))))
        nuclei += [at + (end - at) * (beat + 0.5) / beats for beat in range(beats)]
        if plain(token) in FILLERS:
            fillers.append(Span(at, end))
        at, before = end, token
    if words:
        runs.append(Span(began, at))
    sound = Sound(at + 0.4, tuple(runs), tuple(nuclei), tuple(fillers), voice.pitch, 25.0)
    return Transcript(text, tuple(words)), sound


Say = Callable[[str, Stage], str]
Hear = Callable[[str], tuple[Transcript, Sound | None]]


def saying(answers: Mapping[str, str]) -> Say:
    """Answers by prompt; silence where there is none."""
    return lambda prompt, _: answers.get(prompt, "")


def what_they_prepared() -> Plan:
    """The candidates' answers speak to these topics and this card, whatever a draw would give."""
    bank = load_bank()
    topics = {topic.id: topic for topic in bank.topics}
    (card,) = (each for each in bank.cards if each.id == "park")
    asked = tuple(topics[name] for name in ("home-town", "phones", "animals"))
    return Plan(Mode.EXAM, Scope.TEST, 7, asked, card)


def sit(
    say: Say, hear: Hear, plan: Plan | None = None, stop_after: int = 99
) -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    """A test from beginning to end, and what was heard of each turn."""
    test = SpeakingTest.start(plan or what_they_prepared(), BEGAN)
    heard: dict[str, HeardTurn] = {}
    now = BEGAN
    while not isinstance(step := test.next_step(now), Finish):
        match step:
            case ShowCard(id=card):
                test = test.after(Shown(card, now))
            case Prepare(until=until):
                now = until
                test = test.after(Shown("p2.talk", now))
            case Ask() | Stop():
                transcript, sound = hear(say(test.state.prompt.id, test.state.stage))
                turn = f"t{len(heard) + 1}"
                if sound is None:
                    made = Turn.typed(turn, now + timedelta(seconds=20), transcript.text)
                else:
                    made = Turn(
                        turn, now + timedelta(seconds=sound.duration), sound.duration, transcript=transcript.text
                    )
                now = made.at
                heard[turn] = HeardTurn(turn, transcript, sound)
                test = test.answer(made)
            case OnBreak():
                raise AssertionError("nobody paused")
        if len(heard) >= stop_after:
            test = test.after(Stopped(now))
    return test, heard


def candidate(answers: Mapping[str, str], voice: Voice) -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    """The whole test with these answers in this voice."""
    return sit(saying(answers), lambda text: speak(text, voice))


@cache
def weak() -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    return candidate(WEAK, WEAK_VOICE)


@cache
def middling() -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    return candidate(MIDDLING, MIDDLING_VOICE)


@cache
def strong() -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    return candidate(STRONG, STRONG_VOICE)


def typed(answers: Mapping[str, str]) -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    """The same, written."""
    return sit(saying(answers), lambda text: (Transcript(text, None, Origin.TYPED), None))


def drill(
    scope: Scope, answer: str, voice: Voice = MIDDLING_VOICE, topic: str | None = None
) -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    """One question, answered."""
    plan = draw_drill(load_bank(), Mode.PRACTICE, scope, 3, topic=topic)
    return sit(lambda *_: answer, lambda text: speak(text, voice), plan)
