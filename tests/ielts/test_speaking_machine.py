"""Random candidates, restarts, duplicates, late notes and breaks: the test always ends, and keeps to the exam's time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.ielts.speaking.events import (
    Answered,
    Event,
    Paused,
    PreparationSkipped,
    Requested,
    Resumed,
    Shown,
    Stopped,
    Transcribed,
    Turn,
    Worded,
)
from engine.ielts.speaking.exam_clock import AT_LEAST, AT_MOST, SPEAKS, examiner_seconds
from engine.ielts.speaking.followups import Request
from engine.ielts.speaking.plan import Mode, Plan, Scope, draw_drill, draw_test
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.steps import Ask, End, Finish, OnBreak, Prepare, ShowCard, Stop
from engine.ielts.speaking.test import SpeakingTest, dump, load

BANK = load_bank()
BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LENGTHS = st.one_of(st.floats(0, 20), st.floats(0, 200), st.sampled_from([0.0, 14.0, 60.0, 3600.0]))
SAYINGS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            "I come from Hanoi in Vietnam.",
            "I'm a nurse and I have two sisters.",
            "Could you repeat that, please?",
            "What does that mean?",
            "I'd like to talk about my grandmother because she is kind.",
            "I am not from Paris.",
        ]
    ),
    st.text(max_size=60),
)
PLANS = st.builds(
    lambda mode, scope, seed: (
        draw_test(BANK, mode, seed) if scope is Scope.TEST else draw_drill(BANK, mode, scope, seed)
    ),
    st.sampled_from(Mode),
    st.sampled_from(Scope),
    st.integers(0, 10_000),
)


class Sitting(RuleBasedStateMachine):
    """One test; ``now`` runs as the rules say."""

    @initialize(plan=PLANS)
    def begin(self, plan: Plan) -> None:
        self.now = BEGAN
        self.test = SpeakingTest.start(plan, self.now)
        self.turns: list[Turn] = []
        self.texts: dict[str, list[str]] = {}

    def happen(self, event: Event) -> None:
        before = self.test
        self.test = before.after(event)
        assert self.test is before or self.test.events == (*before.events, event)
        assert all(
            now >= then for now, then in zip(self.test.state.spent, before.state.spent, strict=True)
        ) or isinstance(event, Worded | Transcribed)  # a question that nobody saw yet may become a shorter one

    @rule(seconds=st.floats(0, 90))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(length=LENGTHS, said=SAYINGS, typed=st.booleans())
    def answer(self, length: float, said: str | None, typed: bool) -> None:
        name = f"t{len(self.turns)}"
        self.now += timedelta(seconds=min(length, 300))
        turn = (
            Turn.typed(name, self.now, said)
            if typed and said is not None
            else Turn(name, self.now, length, transcript=said)
        )
        self.turns.append(turn)
        if said is not None:
            self.texts.setdefault(name, []).append(said)
        self.happen(Answered(turn))

    @rule()
    def show(self) -> None:
        self.happen(Shown(self.test.next_step(self.now).id, self.now))

    @precondition(lambda self: self.turns)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        turn = data.draw(st.sampled_from(self.turns))
        if any(heard.turn.id == turn.id for heard in self.test.state.heard):
            assert self.test.answer(turn) is self.test

    @rule(data=st.data(), length=LENGTHS)
    def answer_an_older_question(self, data: st.DataObject, length: float) -> None:
        to = data.draw(st.sampled_from([prompt.id for prompt in self.test.state.asked]))
        turn = Turn(f"t{len(self.turns)}", self.now, length, answers=to)
        self.turns.append(turn)
        self.happen(Answered(turn))

    @rule(data=st.data(), said=SAYINGS)
    def hear(self, data: st.DataObject, said: str | None) -> None:
        heard = [each.turn.id for each in self.test.state.heard]
        if heard and said is not None:
            name = data.draw(st.sampled_from(heard))
            self.texts.setdefault(name, []).append(said)
            self.happen(Transcribed(name, said))

    @rule(what=st.sampled_from(Request))
    def request(self, what: Request) -> None:
        self.happen(Requested(what, self.now))

    @rule()
    def skip_preparation(self) -> None:
        self.happen(PreparationSkipped(self.now))

    @rule(text=st.sampled_from(["Why do people in cities hurry?", "Well done! What else?", "Tell me.", ""]))
    def word(self, text: str) -> None:
        self.happen(Worded(self.test.state.prompt.id, text))

    @rule(hours=st.integers(0, 30))
    def take_a_break(self, hours: int) -> None:
        self.happen(Paused(self.now))
        assert isinstance(self.test.next_step(self.now), OnBreak | Finish)
        self.now += timedelta(hours=hours)
        self.happen(Resumed(self.now))

    @rule()
    def restart(self) -> None:
        again = load(dump(self.test))
        assert again == self.test
        assert again.state == self.test.state
        assert again.next_step(self.now) == self.test.next_step(self.now)
        self.test = again

    @rule(chance=st.integers(0, 20))
    def stop(self, chance: int) -> None:
        if chance == 0:
            self.happen(Stopped(self.now))
            assert self.test.ended in End

    @invariant()
    def no_part_exceeds_its_time(self) -> None:
        for part, most in AT_MOST.items():
            assert self.test.seconds(part) <= most  # type: ignore[arg-type]

    @invariant()
    def nothing_is_asked_twice(self) -> None:
        asked = self.test.state.asked
        assert len({prompt.id for prompt in asked}) == len(asked)
        assert len({prompt.question.ask for prompt in asked}) == len(asked)

    @invariant()
    def nothing_is_recalled_that_was_not_said(self) -> None:
        recalled = [prompt.recalls for prompt in self.test.state.asked if prompt.recalls]
        for fact in (*recalled, *self.test.state.recollection.facts):
            assert any(fact.value in text for text in self.texts[fact.turn])

    @invariant()
    def a_step_can_always_be_told(self) -> None:
        step = self.test.next_step(self.now)
        assert self.test.next_step(self.now) == step
        wakes = self.test.wakes_at(self.now)
        assert (wakes is None) == isinstance(step, Finish)
        assert wakes is None or wakes > self.now

    def teardown(self) -> None:
        if not hasattr(self, "test"):
            return
        for number in range(200):
            step = self.test.next_step(self.now)
            if isinstance(step, Finish):
                break
            self.now += timedelta(seconds=61)
            self.test = self.test.after(Shown(step.id, self.now))
            if isinstance(step, Ask | OnBreak | Stop):  # at the stop, the note is still to come
                self.test = self.test.answer(Turn(f"end{number}", self.now, 20.0))
        else:
            raise AssertionError("a test that does not end")
        assert self.test.next_step(self.now + timedelta(days=30)) == step


Sitting.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestSitting = Sitting.TestCase


def sit(plan: Plan, share: float, said: str = "I am fine.") -> SpeakingTest:
    """A candidate who speaks for what :data:`SPEAKS` says, times ``share``."""
    now = BEGAN
    test = SpeakingTest.start(plan, now)
    for number in range(80):
        step = test.next_step(now)
        test = test.after(Shown(step.id, now))
        if isinstance(step, Finish):
            return test
        if isinstance(step, Prepare):
            now = step.until
        elif isinstance(step, Ask):
            length = SPEAKS[step.stage] * share
            now += timedelta(seconds=length + 3)
            test = test.answer(Turn(f"t{number}", now, length, transcript=said))
        else:
            assert isinstance(step, ShowCard)
    raise AssertionError("a test that does not end")


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 100_000), st.floats(1, 3) | st.floats(1, 50))
def test_for_a_candidate_who_speaks_every_part_lasts_what_it_should(seed: int, share: float) -> None:
    test = sit(draw_test(BANK, Mode.EXAM, seed), share)
    for part in (1, 2, 3):
        assert AT_LEAST[part] <= test.seconds(part) <= AT_MOST[part]  # type: ignore[arg-type]
    assert 11 * 60 <= test.seconds() <= 14 * 60
    topics = [prompt.topic for prompt in test.state.asked if prompt.id.startswith("p1.") and not prompt.follows]
    assert len(set(topics)) in (2, 3)
    assert all(2 <= topics.count(topic) <= 5 for topic in set(topics[:-1]))
    assert 4 <= len([prompt for prompt in test.state.asked if prompt.id.startswith("p3.") and not prompt.follows]) <= 6


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 100_000))
def test_a_candidate_who_says_nothing_is_let_go_early(seed: int) -> None:
    test = sit(draw_test(BANK, Mode.EXAM, seed), 0)
    assert test.ended is End.COMPLETE
    assert test.seconds() < 11 * 60


def test_the_words_of_the_examiner_take_time() -> None:
    assert examiner_seconds("") == 0
    assert 3 < examiner_seconds("Which part of your day do you find the hardest?") < 5
