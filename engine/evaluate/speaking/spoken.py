"""Speaking tests that were sat elsewhere, as data: one candidate a line, what was said by part, examiners' band if known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from engine.documents.jsonl import read_jsonl
from engine.errors import LearnerMistake, OperatorMistake
from engine.ielts.speaking.events import Shown, Stopped, Turn
from engine.ielts.speaking.exam_clock import Stage, typed_seconds
from engine.ielts.speaking.heard import HeardTurn, Origin, Sound, Transcript
from engine.ielts.speaking.plan import Mode, Plan, draw_test
from engine.ielts.speaking.questions import Question, load_bank
from engine.ielts.speaking.steps import Ask, Finish, OnBreak, Prepare, ShowCard, Stop
from engine.ielts.speaking.test import SpeakingTest

_BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
_MOST_BYTES, _MOST_SECONDS = 20_000_000, 300.0


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    audio: str | None = None


class _Bands(BaseModel):
    overall: float = Field(ge=0, le=9, multiple_of=0.5)


class _Line(BaseModel):
    """``part1`` has an answer for each of three topics at least, ``part2`` is the long turn."""

    id: str
    part1: list[_Answer | str] = Field(min_length=3, max_length=12)
    part2: _Answer | str
    part3: list[_Answer | str] = Field(min_length=1, max_length=12)
    bands: _Bands | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its words and, where it was recorded, its sound."""

    transcript: Transcript
    sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One candidate: answers by part, and the band that examiners gave, where it is known."""

    id: str
    parts: tuple[tuple[Said, ...], tuple[Said, ...], tuple[Said, ...]]
    band: float | None

    @property
    def words(self) -> int:
        """Words of all answers."""
        return sum(len(said.transcript.text.split()) for part in self.parts for said in part)


def read_spoken(path: Path) -> tuple[Spoken, ...]:
    """The candidates of a file; recordings are named from its folder, measured, and their words found in the sound.

    Raises:
        OperatorMistake: the file or a recording cannot be read, or a line is not as it should be; it is named.
    """
    found = []
    lines = read_jsonl(path, _Line, cannot="give a JSONL file in UTF-8.", wrong="not a Speaking test (see {fields}).")
    for row in lines:
        one, two, three = (
            tuple(_said(each, path.parent) for each in part) for part in (row.part1, [row.part2], row.part3)
        )
        found.append(Spoken(row.id, (one, two, three), None if row.bands is None else row.bands.overall))
    if not found:
        raise OperatorMistake(f"{path.name} holds no Speaking tests.")
    return tuple(found)


def sat(spoken: Spoken) -> tuple[SpeakingTest, dict[str, HeardTurn]]:
    """The test that these answers make, by the machine that serves; what the exam has no time for is not heard."""
    test, now = SpeakingTest.start(_plan(spoken), _BEGAN), _BEGAN
    left = [list(part) for part in spoken.parts]
    heard: dict[str, HeardTurn] = {}
    while not isinstance(step := test.next_step(now), Finish):
        match step:
            case ShowCard(id=card):
                test = test.after(Shown(card, now))
            case Prepare(until=until):
                now = until
            case Ask() | Stop():
                stage = test.state.stage
                said = _identity() if stage is Stage.IDENTITY else next(iter(left[stage.part - 1]), None)
                if said is None:
                    test = test.after(Stopped(now))
                    continue
                if stage is not Stage.IDENTITY:
                    left[stage.part - 1].pop(0)
                test = test.after(Shown(step.id, now))
                turn, text = f"t{len(heard) + 1}", said.transcript.text
                seconds = typed_seconds(text) if said.sound is None else said.sound.duration
                now += timedelta(seconds=seconds)
                made = Turn.typed(turn, now, text) if said.sound is None else Turn(turn, now, seconds, transcript=text)
                heard[turn] = HeardTurn(turn, said.transcript, said.sound)
                test = test.answer(made)
            case OnBreak():
                raise AssertionError("nobody paused")
    return test, heard


def _plan(spoken: Spoken) -> Plan:
    """A plan that asks as many questions as there are answers."""
    drawn = draw_test(load_bank(), Mode.EXAM, 0)
    count = len(spoken.parts[0])
    sizes = [count // 3 + (at < count % 3) for at in range(3)]
    topics = tuple(
        replace(topic, questions=tuple(Question(each.ask) for each in topic.questions[:size]))
        for topic, size in zip(drawn.topics, sizes, strict=True)
    )
    card = drawn.card and replace(drawn.card, rounding_off=())
    return replace(drawn, topics=topics, card=card)


def _identity() -> Said:
    return Said(Transcript("Yes.", None, Origin.TYPED))


def _said(answer: _Answer | str, folder: Path) -> Said:
    if isinstance(answer, str) or answer.audio is None:
        text = answer if isinstance(answer, str) else answer.text
        return Said(Transcript(text, None, Origin.TYPED))
    from engine.marking.speaking.sound.alignment import align
    from engine.marking.speaking.sound.measure import measure_sound
    from engine.practice.recordings import decode

    try:
        data = (folder / answer.audio).read_bytes()
        samples = decode(data, max_bytes=_MOST_BYTES, max_seconds=_MOST_SECONDS)
    except (OSError, LearnerMistake) as error:
        raise OperatorMistake(f"{answer.audio} cannot be read as a recording.") from error
    sound = measure_sound(samples)
    return Said(Transcript(answer.text, None if sound.silent else align(samples, answer.text), Origin.TYPED), sound)
