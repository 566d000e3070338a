from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.ielts.bands import Criterion
from engine.ielts.speaking import examiner_words as words
from engine.ielts.speaking.events import (
    Form,
    Paused,
    PreparationSkipped,
    Requested,
    Resumed,
    Shown,
    Stopped,
    Transcribed,
    Turn,
    Worded,
    dump_event,
    load_event,
)
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.followups import Request
from engine.ielts.speaking.plan import Mode, Scope, draw_drill, draw_test
from engine.ielts.speaking.questions import CardKind, load_bank
from engine.ielts.speaking.steps import Ask, End, Finish, OnBreak, Prepare, ShowCard, Step, Stop
from engine.ielts.speaking.test import SpeakingTest, dump, load

BANK = load_bank()
BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FACTS = "I come from Hanoi and I'm a nurse."


class Room:
    """A test, the time, and a candidate who is told what to say."""

    def __init__(self, test: SpeakingTest | None = None) -> None:
        self.test = test or SpeakingTest.start(draw_test(BANK, Mode.EXAM, 7), BEGAN)
        self.now = BEGAN
        self.count = 0

    @property
    def step(self) -> Step:
        return self.test.next_step(self.now)

    @property
    def ask(self) -> Ask:
        step = self.step
        assert isinstance(step, Ask)
        return step

    def say(self, text: str | None = "It is all right.", seconds: float = 20.0, **turn: str) -> Step:
        self.count += 1
        self.now += timedelta(seconds=seconds)
        self.test = self.test.answer(Turn(f"t{self.count}", self.now, seconds, transcript=text, **turn))  # type: ignore[arg-type]
        return self.step

    def until(self, *stages: Stage, text: str = "It is all right.") -> Step:
        for _ in range(80):
            step = self.step
            if self.test.state.stage in stages:
                return step
            if isinstance(step, ShowCard):
                self.test = self.test.after(Shown(step.id, self.now))
            elif isinstance(step, Prepare):
                self.now = step.until
                self.test = self.test.after(Shown("p2.talk", self.now))
            else:
                self.say(text, 90.0 if self.test.state.stage is Stage.LONG_TURN else 20.0)
        raise AssertionError(f"never got to {stages}")


def test_a_whole_test_goes_through_its_stages_and_remembers_part_1() -> None:
    room = Room()
    stages = []
    while not isinstance(room.step, Finish):
        stages.append(room.test.state.stage)
        if stages[-1] is Stage.PART_3:
            room.say("I think so.", 30.0)
        else:
            room.until(Stage.PART_3, text=FACTS)
    assert room.step == Finish("end", words.FINISH, End.COMPLETE)
    recalling = [prompt for prompt in room.test.state.asked if prompt.recalls]
    assert len(recalling) == 2
    turns = {heard.turn.id: heard for heard in room.test.state.heard}
    for prompt in recalling:
        assert prompt.stage is Stage.PART_3
        assert prompt.recalls is not None
        said_in = turns[prompt.recalls.turn]
        assert said_in.prompt.startswith(("id.", "p1.", "p2."))
        assert prompt.recalls.value in (said_in.turn.transcript or "")
        assert prompt.recalls.addressed in prompt.text
        assert prompt.unscripted


def test_a_late_transcript_serves_later_questions_and_changes_no_earlier_one() -> None:
    room = Room()
    room.say(None)
    asked = room.ask
    test = room.test.after(Transcribed("t1", FACTS))
    assert test.next_step(room.now) == asked
    assert test.state.recollection.facts[0].turn == "t1"
    with pytest.raises(ValueError, match="no turn"):
        test.after(Transcribed("t9", FACTS))


def test_a_corrected_transcript_is_what_is_remembered() -> None:
    room = Room()
    room.say("I come from Hanover.")
    test = room.test.after(Transcribed("t1", "I come from Hanoi."))
    assert [fact.value for fact in test.state.recollection.facts] == ["Hanoi"]
    assert test.after(Transcribed("t1", "I come from Hanoi.")) is test


def test_part_1_repeats_a_question_and_never_explains_it() -> None:
    room = Room()
    room.until(Stage.PART_1)
    first = room.ask
    for said in ("Could you repeat that?", "Sorry, what does it mean?"):
        again = room.say(said, 2.0)
        assert isinstance(again, Ask)
        assert (again.prompt, again.text) == (first.prompt, first.question)
        assert again.id != first.id
    moved_on = room.say("Could you repeat that?", 2.0)
    assert isinstance(moved_on, Ask)
    assert moved_on.prompt != first.prompt


def test_part_3_is_put_in_other_words() -> None:
    room = Room()
    room.until(Stage.PART_3)
    first = room.test.state.prompt
    room.test = room.test.after(Requested(Request.REPHRASE, room.now))
    assert room.ask.text == first.question.other_words
    room.test = room.test.after(Requested(Request.REPEAT, room.now))
    assert room.ask.text == first.question.ask


def test_silence_hears_the_question_once_more_and_then_the_next() -> None:
    room = Room()
    first = room.ask
    again = room.say("", 6.0)
    assert isinstance(again, Ask)
    assert again.prompt == first.prompt
    following = room.say("", 6.0)
    assert isinstance(following, Ask)
    assert following.prompt != first.prompt


def test_why_comes_after_a_short_answer_once() -> None:
    room = Room()
    room.until(Stage.PART_1)
    while room.test.state.prompt.question.why is None:
        room.say()
    question = room.test.state.prompt
    step = room.say("Yes.", 2.0)
    assert isinstance(step, Ask)
    assert step.question == question.question.why
    step = room.say("Yes.", 2.0)
    assert isinstance(step, Ask)
    assert not step.prompt.endswith(".why")


def test_a_long_answer_is_stopped_and_the_rest_is_not_counted() -> None:
    room = Room()
    room.until(Stage.PART_1)
    before = room.test.seconds()
    step = room.say("It is all right.", 300.0)
    assert isinstance(step, Ask)
    assert step.text.startswith(words.STOP)
    assert room.test.state.heard[-1].counted == 30.0
    assert room.test.seconds() - before < 45


def test_the_minute_runs_from_when_the_card_was_shown() -> None:
    room = Room()
    card = room.until(Stage.CARD)
    assert isinstance(card, ShowCard)
    room.now += timedelta(minutes=10)
    assert room.step == card
    room.test = room.test.after(Shown(card.id, room.now))
    prepare = room.step
    assert isinstance(prepare, Prepare)
    assert prepare.until == room.now + timedelta(seconds=60)
    assert room.test.wakes_at(room.now) == prepare.until
    room.now = prepare.until
    assert room.ask.stage is Stage.LONG_TURN
    assert room.ask.listens == 120.0
    room.test = room.test.after(Shown(room.ask.id, room.now))
    assert room.test.wakes_at(room.now) == room.now + timedelta(seconds=120)
    room.now += timedelta(seconds=120)
    assert room.step == Stop("p2.stop", words.STOP)
    step = room.say("It is all right.", 130.0)
    assert isinstance(step, Ask)
    assert step.stage is Stage.ROUNDING_OFF


def test_preparation_can_be_skipped_or_cut_short_by_the_talk_itself() -> None:
    room = Room()
    card = room.until(Stage.CARD)
    spent = room.test.seconds(2)
    room.test = room.test.after(Shown(card.id, room.now))
    room.now += timedelta(seconds=10)
    skipped = room.test.after(PreparationSkipped(room.now))
    assert isinstance(skipped.next_step(room.now), Ask)
    assert skipped.state.prepared == 10.0
    assert skipped.after(PreparationSkipped(room.now)) is skipped
    room.now += timedelta(seconds=15)
    room.say("I will talk about my uncle.", 80.0)
    assert room.test.state.prepared == 25.0
    assert room.test.seconds(2) - spent >= 25 + 80


def test_a_break_stops_the_clock_of_the_preparation() -> None:
    room = Room()
    card = room.until(Stage.CARD)
    room.test = room.test.after(Shown(card.id, room.now))
    room.now += timedelta(seconds=20)
    room.test = room.test.after(Paused(room.now))
    room.now += timedelta(days=1)
    assert isinstance(room.step, OnBreak)
    room.test = room.test.after(Resumed(room.now))
    prepare = room.step
    assert isinstance(prepare, Prepare)
    assert prepare.until == room.now + timedelta(seconds=40)


def test_a_talk_that_is_too_short_is_asked_to_go_on() -> None:
    room = Room()
    room.until(Stage.LONG_TURN)
    step = room.say("My uncle.", 20.0)
    assert isinstance(step, Ask)
    assert (step.question, step.listens) == (words.MORE, 100.0)
    step = room.say("He is kind.", 5.0)
    assert isinstance(step, Ask)
    assert step.stage is Stage.ROUNDING_OFF


def test_a_second_note_to_an_older_question_is_added_to_it() -> None:
    room = Room()
    room.until(Stage.PART_1)
    first = room.ask.prompt
    room.say("It is all right.", 20.0)
    open_now = room.step
    before = room.test.seconds()
    assert room.say("And one more thing.", 20.0, answers=first) == open_now
    assert room.test.seconds() - before == pytest.approx(10.0)
    room.until(Stage.ROUNDING_OFF)
    before = room.test.seconds()
    room.say("And one more thing.", 20.0, answers=first)
    assert room.test.seconds() == before
    with pytest.raises(ValueError, match="never given"):
        room.say("What?", answers="p9")


def test_practice_gives_feedback_after_each_answer_and_the_exam_does_not() -> None:
    practice = Room(SpeakingTest.start(draw_test(BANK, Mode.PRACTICE, 7), BEGAN))
    assert practice.ask.feedback_on is None
    practice.say()
    assert practice.ask.feedback_on == "t1"
    exam = Room()
    exam.say()
    assert exam.ask.feedback_on is None


def test_a_model_may_word_an_open_part_3_question_that_was_not_shown_yet() -> None:
    room = Room()
    text = "Why do you think people in big cities are in such a hurry?"
    assert room.test.after(Worded(room.ask.prompt, text)) is room.test
    room.until(Stage.PART_3)
    room.say()
    prompt = room.ask.prompt
    assert room.test.after(Worded(prompt, "Great answer! What else?")) is room.test
    assert room.test.after(Worded("p3.1", text)) is room.test
    worded = room.test.after(Worded(prompt, text))
    assert worded.next_step(room.now).text == text  # type: ignore[union-attr]
    shown = room.test.after(Shown(room.ask.id, room.now))
    assert shown.after(Worded(prompt, text)) is shown


def test_what_comes_next_can_be_spoken_in_advance() -> None:
    room = Room()
    ready = 0
    while room.test.state.stage is not Stage.PART_3:
        expected = room.test.may_say_next(room.now)
        if isinstance(room.step, Ask):
            step = room.say("It is all right.", 20.0)
            assert isinstance(step, Ask | ShowCard)
            assert step.text in expected
            ready += 1
        else:
            room.until(Stage.LONG_TURN)
    assert ready > 12
    assert room.test.after(Stopped(room.now)).may_say_next(room.now) == ()


def test_stopped_and_given_up_are_ends() -> None:
    room = Room()
    room.say()
    stopped = room.test.after(Stopped(room.now))
    assert stopped.next_step(room.now) == Finish("end", words.STOPPED, End.STOPPED)
    assert stopped.answer(Turn("late", room.now, 5.0)) is stopped
    assert stopped.after(Transcribed("t1", FACTS)) is not stopped
    later = room.now + timedelta(days=8)
    step = room.test.next_step(later)
    assert isinstance(step, Finish)
    assert step.end is End.GIVEN_UP
    assert room.test.answer(Turn("late", later, 5.0)).ended is End.GIVEN_UP


def test_typed_answers_take_the_time_of_saying_them() -> None:
    turn = Turn.typed("t1", BEGAN, "one two three four five six seven eight nine ten eleven")
    assert (turn.seconds, turn.form) == (5.0, Form.TEXT)


@pytest.mark.parametrize("scope", [Scope.PART_1, Scope.PART_2, Scope.PART_3])
def test_a_drill_is_one_question(scope: Scope) -> None:
    topic = {Scope.PART_1: "music", Scope.PART_2: "old building", Scope.PART_3: "market"}[scope]
    room = Room(SpeakingTest.start(draw_drill(BANK, Mode.PRACTICE, scope, 3, topic=topic), BEGAN))
    room.until(Stage.END)
    assert (
        len([prompt for prompt in room.test.state.asked if not prompt.follows and prompt.stage is not Stage.CARD]) == 1
    )
    assert room.step == Finish("end", words.DRILL_OVER, End.COMPLETE, room.test.state.heard[-1].turn.id)
    assert room.test.used == ({Scope.PART_1: "music", Scope.PART_2: "old-building", Scope.PART_3: "market"}[scope],)


def test_a_drill_on_an_unknown_topic_is_refused() -> None:
    with pytest.raises(ValueError, match="matches"):
        draw_drill(BANK, Mode.PRACTICE, Scope.PART_1, 3, topic="quantum chromodynamics")
    with pytest.raises(ValueError, match="one part"):
        draw_drill(BANK, Mode.PRACTICE, Scope.TEST, 3)


def test_topics_come_again_only_when_all_were_used() -> None:
    used: list[str] = []
    for seed in range(11):
        plan = draw_test(BANK, Mode.EXAM, seed, used)
        drawn = [topic.id for topic in plan.topics] + [plan.card.id if plan.card else ""]
        assert plan.topics[0].opens
        assert not set(drawn[1:]) & set(used)
        used += drawn


def test_the_next_test_returns_to_what_was_weak_with_a_card_that_is_new() -> None:
    events = [card.id for card in BANK.cards if card.kind is CardKind.EVENT]
    for seed in range(10):
        card = draw_test(BANK, Mode.EXAM, seed, weak=Criterion.FLUENCY).card
        assert card is not None
        assert card.id in events
    other = draw_test(BANK, Mode.EXAM, 1, events, weak=Criterion.FLUENCY).card
    assert other is not None
    assert other.id not in events, "no card comes again while others are new"


def test_a_plan_is_the_same_for_the_same_seed() -> None:
    assert draw_test(BANK, Mode.EXAM, 5) == draw_test(BANK, Mode.EXAM, 5)
    assert len({draw_test(BANK, Mode.EXAM, seed) for seed in range(20)}) > 15


@pytest.mark.parametrize(
    "event",
    [
        Shown("p2.card", BEGAN),
        Requested(Request.REPEAT, BEGAN),
        Worded("p3.1", "Why?"),
        Transcribed("t1", "naïve “words”\n"),
        Paused(BEGAN),
    ],
)
def test_an_event_survives_its_row(event: Shown | Requested | Worded | Transcribed | Paused) -> None:
    assert load_event(dump_event(event)) == event


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"event": "dance"}', '{"event": "paused", "at": "2026-01-01T00:00:00"}', '{"event": "paused"}'],
)
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        load_event(text)


def test_what_is_no_test_is_refused() -> None:
    text = dump(Room().test)
    assert load(text) == Room().test
    for broken in ("", "{}", "[]", text.replace('"rules": 4', '"rules": 99'), text.replace("+00:00", "")):
        with pytest.raises(ValueError):  # noqa: PT011
            load(broken)


def _typed(room: Room, text: str) -> None:
    room.count += 1
    room.now += timedelta(seconds=20)
    room.test = room.test.answer(Turn.typed(f"t{room.count}", room.now, text))


def test_a_typed_word_is_an_answer_and_not_silence() -> None:
    room = Room()
    _typed(room, "Mei.")
    assert room.ask.id != "id.1#2", "the name was given"
    room.until(Stage.PART_1)
    question = room.ask.prompt
    _typed(room, "No.")
    assert room.ask.prompt != question
    _typed(room, "…")
    assert room.ask.id.endswith("#2"), "nothing was said"


def test_by_rules_2_a_typed_word_was_silence_and_stays_so_in_a_test_that_began_then() -> None:
    room = Room(SpeakingTest.start(replace(draw_test(BANK, Mode.EXAM, 7), rules=2), BEGAN))
    _typed(room, "Mei.")
    assert room.ask.id == "id.1#2"
    assert load(dump(room.test)).state == room.test.state
