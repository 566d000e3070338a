"""One candidate sits one test: everything that the examiner says, in order, and what a model wanted to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.errors import ModelMisbehaved, TryAgain
from engine.evaluate.speaking.candidates import Candidate
from engine.ielts.speaking.events import Shown, Turn, Worded
from engine.ielts.speaking.exam_clock import Stage, examiner_seconds
from engine.ielts.speaking.plan import Plan
from engine.ielts.speaking.recollection import Recollection
from engine.ielts.speaking.steps import Ask, Finish, OnBreak, Prepare, ShowCard, Stop
from engine.ielts.speaking.test import SpeakingTest
from engine.marking.speaking.examiner_prompt import may_be_asked, wording_of
from engine.ports import LanguageModel

_BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Uttered:
    """What the examiner said at a stage; ``question`` is it without what leads over, ``prompt`` the one that is open."""

    stage: Stage
    prompt: str
    text: str
    question: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A whole test. ``worded`` are a model's own words, before anything is sifted; ``failed`` is how often it had none.

    ``prepared`` and ``talked`` are the seconds that the candidate was given.
    """

    candidate: Candidate
    test: SpeakingTest
    uttered: tuple[Uttered, ...]
    worded: tuple[str, ...]
    failed: int
    prepared: float
    stopped_at_two_minutes: bool


def sit(
    candidate: Candidate, plan: Plan, model: LanguageModel | None, max_seconds: float, adapter: str | None
) -> Sitting:
    """The test from its first word to its last, by the machine that serves; ``model`` words Part 3 where there is one.

    Raises:
        OperatorMistake: the model is set up wrongly.
    """
    test, now = SpeakingTest.start(plan, _BEGAN), _BEGAN
    uttered: list[Uttered] = []
    worded: list[str] = []
    failed, prepared, cut = 0, 0.0, False
    turns: dict[int, int] = {1: 0, 2: 0, 3: 0}
    tried: set[str] = set()
    for _ in range(_MOST_STEPS):
        step = test.next_step(now)
        match step:
            case Finish():
                uttered.append(Uttered(Stage.END, "end", step.text, ""))
                return Sitting(candidate, test, tuple(uttered), tuple(worded), failed, prepared, cut)
            case ShowCard():
                uttered.append(Uttered(Stage.CARD, "card", step.text, ""))
                now += timedelta(seconds=examiner_seconds(step.text))
                test = test.after(Shown(step.id, now))
            case Prepare(until=until):
                prepared, now = (until - now).total_seconds(), until
            case Stop():
                uttered.append(Uttered(Stage.LONG_TURN, "stop", step.text, ""))
                cut = True
                test, now = _answered(test, candidate, turns, now, test.state.prompt.stage.part, 120.0)
            case OnBreak():
                raise AssertionError("nobody paused")
            case Ask():
                fresh = step.stage is Stage.PART_3 and test.state.times == 1 and step.prompt not in tried
                discussed = sum(prompt.stage is Stage.PART_3 for prompt in test.state.asked) > 1
                if model is not None and fresh and discussed:
                    tried.add(step.prompt)
                    asked = _asked(test)
                    text = _wording(model, asked, max_seconds, adapter)
                    if text is None:
                        failed += 1
                        continue
                    worded.append(text)
                    if may_be_asked(text, *asked):
                        test = test.after(Worded(step.prompt, text))
                        continue
                uttered.append(Uttered(step.stage, step.prompt, step.text, step.question))
                now += timedelta(seconds=examiner_seconds(step.text))
                test = test.after(Shown(step.id, now))
                part = step.stage.part
                longest = 120.0 if step.stage is Stage.LONG_TURN else None
                if longest is not None and candidate.seconds[part] > longest:
                    now += timedelta(seconds=longest)
                    continue  # the clock stops the talk before the candidate does
                test, now = _answered(test, candidate, turns, now, part, None)
    raise AssertionError("a test that does not end")


def _answered(
    test: SpeakingTest, candidate: Candidate, turns: dict[int, int], now: datetime, part: int, already: float | None
) -> tuple[SpeakingTest, datetime]:
    text, seconds = candidate.says(part, turns[part])
    turns[part] += 1
    at = now + timedelta(seconds=max(seconds - (already or 0.0), 1.0))
    turn = Turn(f"t{part}.{turns[part]}", at, seconds, transcript=text)
    return test.answer(turn), at


def _asked(test: SpeakingTest) -> tuple[str, str, Recollection, str]:
    """Theme, planned question, what is remembered, last answer: what serving gives to a model."""
    state, card = test.state, test.plan.card
    last = next((heard.turn.transcript for heard in reversed(state.heard) if heard.turn.transcript), "") or ""
    return "" if card is None else card.theme, state.prompt.question.ask, state.recollection, last


def _wording(
    model: LanguageModel, asked: tuple[str, str, Recollection, str], max_seconds: float, adapter: str | None
) -> str | None:
    try:
        return wording_of(model, *asked, max_seconds, adapter=adapter)
    except (TryAgain, ModelMisbehaved):
        return None
