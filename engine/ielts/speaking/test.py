"""A Speaking test as a machine: immutable, deterministic, a fold of events over a plan.

The events are kept and the rest is computed, for three reasons: the store gets one row a test (the plan) and one a turn
(its event), so that nothing is written twice; a test that was cut off at any moment is where it was when its rows are
read again; and a transcript that comes late or is corrected has a place in the order of things. An event that changes
nothing (a turn taken in before, a button pressed twice) gives back the same test, so callers need no guards.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engine.ielts.speaking import examiner_words as words
from engine.ielts.speaking.conduct import CARD, TALK, after_answer, begin, finish, once_more, open_long_turn
from engine.ielts.speaking.events import (
    Answered,
    Event,
    Paused,
    PreparationSkipped,
    Requested,
    Resumed,
    Retried,
    Shown,
    Stopped,
    Transcribed,
    Turn,
    Worded,
    dump_event,
    load_event,
)
from engine.ielts.speaking.exam_clock import BEFORE_TALK, GIVEN_UP, LISTENS, LONG_TURN, Stage, examiner_seconds
from engine.ielts.speaking.followups import Request, request_in
from engine.ielts.speaking.neutral import examiner_may_say
from engine.ielts.speaking.plan import Mode, Plan, Scope, dump_plan, load_plan
from engine.ielts.speaking.questions import Question
from engine.ielts.speaking.recollection import PartNumber
from engine.ielts.speaking.state import Heard, State
from engine.ielts.speaking.steps import Ask, End, Finish, OnBreak, Prepare, ShowCard, Step, Stop

_USUAL, _BRIEF = 20.0, 4.0
"""Seconds of an answer of usual length, and of a brief one."""


@dataclass(frozen=True, slots=True)
class SpeakingTest:
    """One test. ``started`` has a time zone. Begin one with :meth:`start`; ``events`` are those that changed it."""

    plan: Plan
    started: datetime
    events: tuple[Event, ...] = ()
    state: State = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.started.tzinfo is None:
            raise ValueError("a time without a time zone")
        state = begin(self.plan, State(last=self.started))
        for event in self.events:
            state = _take(self.plan, state, event)
        object.__setattr__(self, "state", state)

    @classmethod
    def start(cls, plan: Plan, now: datetime) -> SpeakingTest:
        """A test that is about to ask its first question."""
        return cls(plan, now)

    def after(self, event: Event) -> SpeakingTest:
        """The test after an event; the same test when the event changes nothing.

        Raises:
            ValueError: a turn answers a prompt that was never given, or a transcript is of no turn of this test.
        """
        state = _take(self.plan, self.state, event)
        if state is self.state:
            return self
        following = object.__new__(SpeakingTest)
        for name, value in (("plan", self.plan), ("started", self.started), ("state", state)):
            object.__setattr__(following, name, value)
        object.__setattr__(following, "events", (*self.events, event))
        return following

    def answer(self, turn: Turn) -> SpeakingTest:
        """The test after an answer, whatever it is: short, silent, typed, late or sent twice."""
        return self.after(Answered(turn))

    def next_step(self, now: datetime) -> Step:
        """What the examiner does at this moment."""
        state = _settled(self.state, now)
        feedback = self._feedback()
        if state.end is not None:
            return Finish("end", _farewell(self.plan, state.end), state.end, feedback)
        if state.paused:
            return OnBreak(f"break.{sum(isinstance(event, Paused) for event in self.events)}")
        if state.stage is Stage.CARD and self.plan.card is not None:
            return ShowCard(CARD, state.wording, self.plan.card, feedback)
        if state.prepared_until is not None:
            return Prepare(f"p2.prepare@{state.prepared_until:%H:%M:%S}", state.prepared_until)
        if state.retrying is not None:
            return _once_more_in_practice(state)
        prompt = state.prompt
        stop_at = _stop_at(state)
        if stop_at is not None and now >= stop_at:
            return Stop("p2.stop", words.STOP)
        return Ask(
            state.step_id,
            prompt.stage,
            prompt.id,
            state.wording,
            prompt.question.ask,
            round(state.listens(prompt), 1),
            feedback if state.times == 1 else None,
            prompt.recalls,
            stop_at,
        )

    def may_say_next(self, now: datetime) -> tuple[str, ...]:
        """What the examiner will say after the answer that is being given, likeliest first.

        For a voice to speak in advance: after an answer of usual length, a short one, one that is cut off, silence, and
        when the question is asked for again. In Part 3 more may follow from a transcript that is not known yet.
        """
        open_now = self.next_step(now)
        shown = self.after(Shown(open_now.id, now))
        answers = [Turn("?", now, length) for length in (_USUAL, _BRIEF, LONG_TURN[1] + 2, 0.0)]
        futures = [shown.answer(turn) for turn in answers] + [shown.after(Requested(what, now)) for what in Request]
        steps = (future.next_step(now) for future in futures)
        texts = (step.text for step in steps if step != open_now and isinstance(step, Ask | ShowCard | Stop | Finish))
        return tuple(dict.fromkeys(texts))

    def wakes_at(self, now: datetime) -> datetime | None:
        """When :meth:`next_step` will say something else though nothing happens; ``None``: the test has ended."""
        state = _settled(self.state, now)
        if state.end is not None:
            return None
        times = (state.prepared_until, _stop_at(state), state.last + GIVEN_UP)
        return min((time for time in times if time is not None and time > now), default=None)

    @property
    def ended(self) -> End | None:
        """How it ended, by an event; a test that was given up ends by the clock, which :meth:`next_step` sees."""
        return self.state.end

    def seconds(self, part: PartNumber | None = None) -> float:
        """Exam time so far, in one part or in all."""
        return round(sum(self.state.spent) if part is None else self.state.spent[part - 1], 1)

    @property
    def used(self) -> tuple[str, ...]:
        """Ids of the topics and the card that were begun, for the next plan to avoid."""
        topics = {prompt.topic for prompt in self.state.asked_in(Stage.PART_1)}
        ids = [topic.id for number, topic in enumerate(self.plan.topics) if number in topics]
        begun = any(prompt.stage not in (Stage.IDENTITY, Stage.PART_1) for prompt in self.state.asked)
        return (*ids, self.plan.card.id) if begun and self.plan.card else tuple(ids)

    def _feedback(self) -> str | None:
        """The turn that the last prompt was asked after."""
        if self.plan.mode is Mode.EXAM:
            return None
        answered = [
            heard.turn.id
            for heard in self.state.heard
            if not heard.request and not heard.retry and heard.prompt != self.state.prompt.id
        ]
        if self.state.end is not None:
            answered = [heard.turn.id for heard in self.state.heard if not heard.request]
        return answered[-1] if answered else None


def dump(test: SpeakingTest) -> str:
    """The whole test as JSON, without loss."""
    events = [json.loads(dump_event(event)) for event in test.events]
    head = {"plan": json.loads(dump_plan(test.plan)), "started": test.started.isoformat()}
    return json.dumps({**head, "events": events}, ensure_ascii=False)


def load(text: str) -> SpeakingTest:
    """The test that :func:`dump` wrote.

    Raises:
        ValueError: it is not one, or was begun by rules that are no longer known.
    """
    try:
        row = json.loads(text)
        events = [load_event(json.dumps(event)) for event in row["events"]]
        return replay(load_plan(json.dumps(row["plan"])), datetime.fromisoformat(row["started"]), events)
    except (KeyError, TypeError) as wrong:
        raise ValueError("not a test") from wrong


def replay(plan: Plan, started: datetime, events: Iterable[Event]) -> SpeakingTest:
    """A test from its rows."""
    return SpeakingTest(plan, started, tuple(events))


def _take(plan: Plan, state: State, event: Event) -> State:
    """Where the test stands after an event; ``state`` itself when nothing changes."""
    if isinstance(event, Transcribed):
        return _transcribe(plan, state, event)
    if isinstance(event, Worded):
        return _word(state, event)
    at = event.turn.at if isinstance(event, Answered) else event.at
    before = _settled(state, at - timedelta(seconds=event.turn.seconds) if isinstance(event, Answered) else at)
    if state.end is not None or _settled(state, at).end is not None:
        return state if state.end is not None else _settled(state, at)
    if isinstance(event, Retried):
        after = _retry(plan, before, event)
    else:
        after = _answer(plan, before, event.turn) if isinstance(event, Answered) else _command(before, event)
    if after is before:
        return state
    kept = after.undecided if isinstance(event, Answered) else None
    return replace(after, last=max(state.last, at), undecided=kept)


def _settled(state: State, now: datetime) -> State:
    """With what the clock alone has brought about: the end of the preparation, the end of waiting."""
    if state.end is not None:
        return state
    if now - state.last >= GIVEN_UP:
        return finish(state, End.GIVEN_UP)
    until = state.prepared_until
    if until is not None and now >= until and not state.paused:
        return open_long_turn(state, state.prepared_by(until))
    return state


def _command(state: State, event: Event) -> State:
    match event:
        case Stopped():
            return finish(state, End.STOPPED)
        case Resumed(at) if state.paused:
            return _resume(state, at)
        case Paused(at) if not state.paused:
            return replace(state, paused=True, prepared=_prepared(state, at), shown_at=None)
        case _ if state.paused or state.retrying is not None:
            return state
        case Shown(step, at) if state.stage is Stage.CARD and step == CARD:
            return replace(state, stage=Stage.PREPARATION, shown_at=at)
        case Shown(step, at) if state.shown_at is None and step == state.step_id:
            return replace(state, shown_at=at)
        case PreparationSkipped(at) if state.stage in BEFORE_TALK:
            return open_long_turn(state, _prepared(state, at))
        case Requested(what, _) if state.stage not in BEFORE_TALK:
            return once_more(state, what) or state
    return state


def _answer(plan: Plan, state: State, turn: Turn) -> State:
    if any(heard.turn.id == turn.id for heard in state.heard):
        return state
    if state.paused:
        state = _resume(state, turn.at - timedelta(seconds=turn.seconds))
    if state.retrying is not None and turn.answers in (None, state.retrying):
        retried = Heard(turn, state.retrying, 0.0, retry=True)
        return replace(state, heard=(*state.heard, retried), retrying=None)
    to = turn.answers or state.prompt.id
    to = TALK if to == CARD else to
    if state.stage in BEFORE_TALK and to == TALK:
        state = open_long_turn(state, _prepared(state, turn.at - timedelta(seconds=turn.seconds)))
    prompts = {prompt.id: prompt for prompt in state.asked}
    if to not in prompts:
        raise ValueError("answers a prompt that was never given")
    if to != state.prompt.id:
        return state.hear(turn, prompts[to])
    request = request_in(turn.transcript) if turn.transcript and state.stage is not Stage.LONG_TURN else None
    if request is not None:
        asked = state.hear(turn, state.prompt, request=True)
        again = once_more(asked, request)
        if again is not None:
            return again
    listened = replace(state.hear(turn, state.prompt), undecided=None)
    return replace(after_answer(plan, listened, turn), undecided=listened)


def _retry(plan: Plan, state: State, event: Retried) -> State:
    """An earlier question once more, in practice and between two answers: it takes no exam time and changes nothing else."""
    answered = {heard.prompt for heard in state.heard if not heard.request}
    busy = state.paused or state.stage in (*BEFORE_TALK, Stage.LONG_TURN)
    if plan.mode is not Mode.PRACTICE or busy or event.prompt not in answered:
        return state
    return replace(state, retrying=event.prompt)


def _once_more_in_practice(state: State) -> Ask:
    prompt = next(prompt for prompt in state.asked if prompt.id == state.retrying)
    tries = 1 + sum(heard.retry and heard.prompt == prompt.id for heard in state.heard)
    listens = LISTENS[prompt.stage]
    return Ask(f"{prompt.id}~{tries}", prompt.stage, prompt.id, prompt.question.ask, prompt.question.ask, listens)


def _prepared(state: State, at: datetime) -> float:
    return state.prepared_by(at) if state.stage in BEFORE_TALK else 0.0


def _resume(state: State, at: datetime) -> State:
    running = state.stage is Stage.PREPARATION
    return replace(state, paused=False, shown_at=at if running else None)


def _transcribe(plan: Plan, state: State, event: Transcribed) -> State:
    turns = {heard.turn.id: heard.turn for heard in state.heard}
    if event.turn not in turns:
        raise ValueError("a transcript of no turn of this test")
    turn = turns[event.turn]
    if turn.transcript == event.transcript:
        return state
    known = state.remember(event.turn, event.transcript)
    before = state.undecided
    last = bool(before and before.heard and before.heard[-1].turn.id == event.turn)
    unseen = state.stage is Stage.PART_3 and state.shown_at is None and state.times == 1 and state.end is None
    if before is None or not last or not unseen or state.paused or plan.rules == 1:
        return replace(known, undecided=before and before.remember(event.turn, event.transcript))
    listened = before.remember(event.turn, event.transcript)
    again = _decide(plan, listened, replace(turn, transcript=event.transcript))
    return replace(again, last=state.last, undecided=listened)


def _decide(plan: Plan, listened: State, turn: Turn) -> State:
    """What is asked after an answer whose words have come; they may be a request."""
    request = request_in(turn.transcript or "")
    if request is not None:
        asked = replace(listened, heard=(*listened.heard[:-1], replace(listened.heard[-1], turn=turn, request=True)))
        again = once_more(asked, request)
        if again is not None:
            return again
    return after_answer(plan, listened, turn)


def _word(state: State, event: Worded) -> State:
    """A model's wording, while the question has not been put yet and where the clock has room for it."""
    prompt = state.prompt
    fresh = state.times == 1 and state.shown_at is None and event.prompt == prompt.id and state.end is None
    said_before = {each.question.ask for each in state.asked}
    if not fresh or prompt.stage is not Stage.PART_3 or event.text in said_before or not examiner_may_say(event.text):
        return state
    worded = replace(prompt, question=Question(event.text, other_words=prompt.question.ask))
    longer = examiner_seconds(worded.text) - examiner_seconds(prompt.text)
    if longer + LISTENS[Stage.PART_3] / 2 > state.left(3):
        return state
    taken = replace(state, asked=(*state.asked[:-1], worded), wording=worded.text, undecided=None)
    return taken.spend(3, longer)


def _stop_at(state: State) -> datetime | None:
    if state.stage is not Stage.LONG_TURN or state.shown_at is None:
        return None
    return state.shown_at + timedelta(seconds=max(0.0, LONG_TURN[1] - state.counted(stage=Stage.LONG_TURN)))


def _farewell(plan: Plan, end: End) -> str:
    if end is not End.COMPLETE:
        return words.STOPPED
    return words.FINISH if plan.scope is Scope.TEST else words.DRILL_OVER
