"""A Speaking test between chat, store and worker, on SQLite and PostgreSQL: nothing said is lost, nothing is mixed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import LearnerMistake, TryAgain
from engine.ielts.learners import Kept
from engine.ielts.notices import Refused
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import Origin, Sound, Word
from engine.ielts.speaking.notices import AskMode, ExaminerStep, UnderWay, WordsKept
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.steps import Ask, End, Finish, OnBreak, Prepare, ShowCard, Stop
from engine.ports import Work
from engine.practice import hearing, privacy, speaking
from engine.practice.hearing import Ears, confirmed, hear
from engine.settings import Settings
from engine.store.speaking import Hearing, Standing
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.practice.candidate import Candidate, ScriptedRecogniser, speech

FACTS = "I come from Hanoi and I'm a nurse, and I have two brothers."


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path) -> Candidate:
    return Candidate(store, clock, Settings(home=tmp_path, _env_file=None))  # type: ignore[call-arg]


@pytest.fixture(autouse=True)
def _decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding has tests of its own: here a recording's bytes stand for themselves."""

    def decode(data: bytes, **_: object) -> bytes:
        if data == b"broken":
            raise LearnerMistake("broken-recording")
        return data

    monkeypatch.setattr(hearing, "decode", decode)


def ears(*texts: str) -> Ears:
    return Ears(lambda _: speech(), ScriptedRecogniser(*(texts or (FACTS,))))


def test_a_mode_is_asked_for_and_one_test_sat_at_a_time(mei: Candidate) -> None:
    with mei.store.transaction() as tx:
        assert speaking.begin(tx, mei.settings, mei.address, mei.person, None).notices == (AskMode(),)
    mei.begins()
    assert isinstance(mei.step.step, Ask)
    assert mei.step.first
    (again,) = mei.begins()
    assert isinstance(again, UnderWay)
    assert len(mei.seen) == 1


def test_a_whole_test_by_voice(mei: Candidate) -> None:
    mei.begins()
    mei.sits_on()
    ids = [step.step.id for step in mei.seen]
    assert len(ids) == len(set(ids)), "no step is shown twice"
    kinds = [type(step.step) for step in mei.seen]
    assert kinds.count(ShowCard) == kinds.count(Prepare) == 1
    finish = mei.step.step
    assert isinstance(finish, Finish)
    assert finish.end is End.COMPLETE
    assert all(work is Work.HEAR for work, _ in mei.calls), "a rating waits until everything was heard"


def test_what_was_said_in_part_1_is_asked_about_in_part_3(mei: Candidate) -> None:
    mei.begins()
    recogniser = ears(FACTS)
    while mei.step.step.id != "p2.card":
        mei.says(15)
        mei.worker_listens(recogniser)
    mei.sits_on()
    built = [step.step for step in mei.seen if isinstance(step.step, Ask) and step.step.recalls is not None]
    assert len(built) == 1
    fact = built[0].recalls
    assert fact is not None
    assert fact.value.removeprefix("a ") in built[0].text
    with mei.store.transaction() as tx:
        said = {turn.heard.turn: turn.heard.transcript for turn in tx.speaking.turns(mei.step.test_id)}
    transcript = said[fact.turn]
    assert transcript is not None
    assert fact.value in transcript.text, "what is recalled was said, in the turn that is named"


def test_a_recording_is_heard_once_and_a_drills_erased(mei: Candidate) -> None:
    mei.drills(Scope.PART_1)
    mei.says()
    ((_, turn_id),) = mei.calls
    with mei.store.transaction() as tx:
        assert tx.speaking.recording(turn_id) == b"OggS", "saved before anything else is tried"
    assert hear(mei.store, ears(), mei.settings, turn_id) is not None
    assert hear(mei.store, ears(), mei.settings, turn_id) is None, "a duplicate task finds it done"
    with mei.store.transaction() as tx:
        assert tx.speaking.recording(turn_id) is None
        turn = tx.speaking.turn(turn_id)
    assert turn is not None
    assert turn.hearing is Hearing.HEARD
    assert turn.heard.transcript is not None
    assert turn.heard.transcript.text == FACTS
    assert turn.heard.sound == speech()


def test_a_recording_is_kept_only_for_who_chose_it(mei: Candidate) -> None:
    with mei.store.transaction() as tx:
        privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=True)
    mei.drills(Scope.PART_1)
    mei.says()
    ((_, turn_id),) = mei.calls
    mei.worker_listens(ears())
    with mei.store.transaction() as tx:
        assert tx.speaking.recording(turn_id) == b"OggS"
        privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=False)
    with mei.store.transaction() as tx:
        assert tx.speaking.recording(turn_id) is None


def test_a_failed_transcription_is_tried_again_and_never_costs_the_answer(mei: Candidate) -> None:
    class Unwell(ScriptedRecogniser):
        def transcribe(self, samples: object, hints: object) -> object:  # type: ignore[override]  # noqa: ARG002
            raise TryAgain("no memory", timedelta(seconds=1))

    mei.begins()
    mei.says()
    ((_, turn_id),) = mei.calls
    assert hear(mei.store, Ears(lambda _: speech(), Unwell()), mei.settings, turn_id) is None
    assert hear(mei.store, ears(), mei.settings, turn_id) is None, "not yet"
    mei.clock.move(seconds=2)
    with mei.store.transaction() as tx:
        assert list(tx.hearing.sweep_turns(5, timedelta(seconds=20))) == [turn_id]
    assert hear(mei.store, ears(), mei.settings, turn_id) is not None


def test_a_worker_that_died_loses_nothing_and_a_late_one_writes_nothing(mei: Candidate) -> None:
    mei.begins()
    mei.says()
    ((_, turn_id),) = mei.calls
    with mei.store.transaction() as tx:
        dead = tx.hearing.claim_turn(turn_id, timedelta(seconds=30))
        assert tx.hearing.claim_turn(turn_id, timedelta(seconds=30)) is None
    assert dead is not None
    mei.clock.move(seconds=31)
    with mei.store.transaction() as tx:
        assert list(tx.hearing.sweep_turns(5, timedelta(seconds=20))) == [turn_id]
    assert hear(mei.store, ears(), mei.settings, turn_id) is not None
    with mei.store.transaction() as tx:
        assert not tx.hearing.heard(dead, None, Sound(1.0), keep=False)


def test_a_recording_that_cannot_be_opened_is_told_of_and_the_test_goes_on(mei: Candidate) -> None:
    mei.begins()
    mei.says(data=b"broken")
    ((_, turn_id),) = mei.calls
    assert hear(mei.store, ears(), mei.settings, turn_id) is None
    with mei.store.transaction() as tx:
        turn = tx.speaking.turn(turn_id)
        (told,) = tx.outbox.take(mei.address.platform, 5, timedelta(seconds=5))
    assert turn is not None
    assert turn.hearing is Hearing.FAILED
    assert told.kind == f"turn:{turn_id}"
    mei.sits_on(seconds=15)
    assert isinstance(mei.step.step, Finish)


def test_a_note_sent_twice_is_one_answer(mei: Candidate) -> None:
    mei.begins()
    message = mei.message()
    mei.says(message=message)
    asked = mei.step
    mei.says(message=message)
    assert mei.step is asked
    assert len(mei.calls) == 1


def test_without_a_test_a_voice_note_is_refused_kindly(mei: Candidate) -> None:
    with pytest.raises(LearnerMistake) as refused:
        mei.says()
    assert refused.value.reason == "no-test"


def test_typed_answers_sit_a_whole_test(mei: Candidate) -> None:
    mei.begins()
    mei.sits_on(say="I like it very much because it is useful and I use it every day with my friends.")
    assert isinstance(mei.step.step, Finish)
    assert (Work.RATE, mei.step.test_id) in mei.calls


def test_an_essay_in_the_middle_of_a_test_is_an_essay(mei: Candidate) -> None:
    mei.begins()
    assert mei.types("word " * 300) is None
    assert mei.types("   ") == (Refused("empty-answer"),)


def test_words_typed_below_a_note_are_its_words(mei: Candidate) -> None:
    mei.begins()
    note = mei.says()
    deaf = Ears(lambda _: speech())
    mei.worker_listens(deaf)
    (kept,) = mei.types(FACTS, reply_to=note) or ()
    assert kept == WordsKept(mei.step.test_id, over=False, missing=0)
    with mei.store.transaction() as tx:
        (turn,) = tx.speaking.turns(mei.step.test_id)
        test = tx.speaking.test(mei.step.test_id)
    assert turn.heard.transcript is not None
    assert (turn.heard.transcript.text, turn.heard.transcript.origin) == (FACTS, Origin.TYPED)
    assert turn.heard.sound == speech(), "what the sound said stands"
    assert test is not None
    assert [fact.value for fact in test.test.state.recollection.facts] == ["Hanoi", "a nurse", "two brothers"]


def test_words_typed_below_a_note_are_found_in_its_sound(mei: Candidate) -> None:
    """Where an aligner works the recording waits for its words."""
    found = (Word("Hello.", 0.2, 0.6, 0.9),)
    aligner = Ears(lambda _: speech(), align=lambda _, text: found if text == "Hello." else None)
    mei.begins()
    note = mei.says()
    mei.worker_listens(aligner)
    with mei.store.transaction() as tx:
        (turn,) = tx.speaking.turns(mei.step.test_id)
    assert turn.recorded
    mei.types("Hello.", reply_to=note)
    mei.worker_listens(aligner)
    with mei.store.transaction() as tx:
        (turn,) = tx.speaking.turns(mei.step.test_id)
    assert turn.heard.transcript is not None
    assert turn.heard.transcript.words == found
    assert turn.heard.transcript.origin is Origin.TYPED


def test_recordings_without_words_do_not_wait_for_ever(mei: Candidate) -> None:
    mei.begins()
    mei.says()
    mei.worker_listens(Ears(lambda _: speech(), align=lambda _, __: None))
    mei.does("stop")
    with mei.store.transaction() as tx:
        tx.hearing.sweep_tests(5, timedelta(seconds=20))
        assert tx.speaking.turns(mei.step.test_id)[0].recorded
    mei.clock.move(days=8)
    with mei.store.transaction() as tx:
        tx.hearing.sweep_tests(5, timedelta(seconds=20))
    with mei.store.transaction() as tx:
        assert not tx.speaking.turns(mei.step.test_id)[0].recorded


def test_a_misheard_word_can_be_put_right_and_stays_right(mei: Candidate) -> None:
    mei.begins()
    note = mei.says()
    mei.types("I come from Hanoi.", reply_to=note)
    mei.worker_listens(ears("I come from annoy."))
    with mei.store.transaction() as tx:
        (turn,) = tx.speaking.turns(mei.step.test_id)
    assert turn.heard.transcript is not None
    assert turn.heard.transcript.text == "I come from Hanoi.", "the learner knows best, even before the worker"


def test_a_name_alone_puts_right_what_it_was_misheard_as_and_helps_from_then_on(mei: Candidate) -> None:
    mei.begins()
    note = mei.says()
    mei.worker_listens(ears("My name is LaiYai."))
    (kept,) = mei.types("Li Wei", reply_to=note) or ()
    assert kept == WordsKept(mei.step.test_id, over=False, missing=0, put_in="My name is Li Wei.")
    with mei.store.transaction() as tx:
        (turn,) = tx.speaking.turns(mei.step.test_id)
    assert turn.heard.transcript is not None
    assert turn.heard.transcript.text == "My name is Li Wei."
    assert confirmed([turn.heard.transcript]) == ("Li Wei",)
    (kept,) = mei.types("My name is Liu Wei.", reply_to=note) or ()
    assert kept == WordsKept(mei.step.test_id, over=False, missing=0), "a whole answer stands as it is"


def test_said_gives_the_last_note_its_words(mei: Candidate) -> None:
    with mei.store.transaction() as tx, pytest.raises(LearnerMistake, match="nothing-said"):
        speaking.take_words(tx, mei.address, mei.person, "Hello.")
    with mei.store.transaction() as tx, pytest.raises(LearnerMistake, match="no-words-said"):
        speaking.take_words(tx, mei.address, mei.person, " ")
    mei.begins()
    mei.says()
    with mei.store.transaction() as tx:
        said = speaking.take_words(tx, mei.address, mei.person, "My name is Mei.")
    assert said.notices == (WordsKept(mei.step.test_id, over=False, missing=0),)


def test_a_break_stops_the_clock_and_the_question_comes_again(mei: Candidate) -> None:
    mei.begins()
    mei.says()
    asked = mei.step
    mei.does("pause")
    assert isinstance(mei.step.step, OnBreak)
    assert mei.types("A short text that is not for the test.") is None
    mei.clock.move(hours=20)
    mei.does("resume")
    assert mei.step.step.id == asked.step.id
    assert mei.step.step == asked.step


def test_the_question_is_repeated_a_few_times_at_most(mei: Candidate) -> None:
    mei.begins()
    first = mei.step.step
    mei.does("repeat")
    assert isinstance(first, Ask)
    assert isinstance(mei.step.step, Ask)
    assert mei.step.step.question == first.question
    mei.does("repeat")
    with pytest.raises(LearnerMistake, match="nothing-to-repeat"):
        mei.does("repeat")


def test_a_stopped_test_is_over(mei: Candidate) -> None:
    mei.begins()
    mei.does("stop")
    assert isinstance(mei.step.step, Finish)
    with pytest.raises(LearnerMistake, match="no-test"):
        mei.does("pause")
    mei.begins()
    assert isinstance(mei.step.step, Ask)


def test_the_clock_ends_the_preparation_and_the_long_turn(mei: Candidate) -> None:
    mei.begins()
    while not isinstance(mei.step.step, ShowCard):
        mei.says(15)
    mei.waits()
    assert isinstance(mei.step.step, Prepare)
    assert mei.waits(50) == []
    (begin,) = mei.waits(11)
    assert isinstance(begin.step, Ask)
    assert begin.step.stage is Stage.LONG_TURN
    assert mei.waits(110) == []
    (stop,) = mei.waits(12)
    assert isinstance(stop.step, Stop)
    assert mei.waits(5) == []


def test_a_step_that_was_not_shown_is_shown_later_and_once(mei: Candidate) -> None:
    mei.begins()
    with mei.store.transaction() as tx:
        said = speaking.take_voice(tx, mei.settings, mei.message(), b"OggS", 20.0)
    (lost,) = said.notices  # the bot is killed before it shows this
    assert mei.waits(5) == [], "whoever decided it may still be about to show it"
    (shown,) = mei.waits(11)
    assert isinstance(lost, ExaminerStep)
    assert shown.step.id == lost.step.id
    assert mei.waits(30) == []


def test_what_a_worker_writes_does_not_make_a_step_come_twice(mei: Candidate) -> None:
    mei.begins()
    with mei.store.transaction() as tx:
        said = speaking.take_voice(tx, mei.settings, mei.message(), b"OggS", 20.0)
    hear(mei.store, ears(), mei.settings, said.calls[0][1])
    assert mei.waits(1) == [], "the front end is still showing it"
    mei.gets(said)
    assert mei.waits(20) == []


def test_a_step_that_was_overtaken_does_not_count_as_shown(mei: Candidate) -> None:
    mei.begins()
    while not isinstance(mei.step.step, ShowCard):
        mei.says(15)
    with mei.store.transaction() as tx:
        (preparing,) = tx.speaking.due(mei.address.platform, 5, timedelta(seconds=60))
    old = preparing.test.next_step(mei.clock()).id
    with mei.store.transaction() as tx:
        said = speaking.command(tx, mei.settings, mei.address, mei.person, "ready")
        tx.speaking.step_shown(preparing.id, old)  # the courier had been slow with the timer
    assert mei.waits(1) == [], "the front end is about to say: please begin"
    mei.gets(said)
    assert mei.waits(30) == []


def test_two_learners_and_a_group_do_not_mix(store: Store, clock: MovedClock, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, _env_file=None)  # type: ignore[call-arg]
    mei = Candidate(store, clock, settings, "1", "1")
    wei = Candidate(store, clock, settings, "2", "2")
    mei_in_group = Candidate(store, clock, settings, "1", "-9")
    wei_in_group = Candidate(store, clock, settings, "2", "-9")
    everybody = (mei, wei, mei_in_group, wei_in_group)
    for each in everybody:
        each.begins()
    for _ in range(3):
        for number, each in enumerate(everybody):
            each.says()
            each.worker_listens(ears(f"I come from Town{'ABCD'[number]}."))
    for number, each in enumerate(everybody):
        with store.transaction() as tx:
            kept = tx.speaking.live(tx.intake.learner(each.person), each.address)
        assert kept is not None
        assert {fact.value for fact in kept.test.state.recollection.facts} == {f"Town{'ABCD'[number]}"}
        assert len(kept.test.state.heard) == 3
    with pytest.raises(LearnerMistake, match="not-your-test"), store.transaction() as tx:
        speaking.command(tx, settings, mei_in_group.address, mei_in_group.person, "stop", wei_in_group.step.test_id)
    with pytest.raises(LearnerMistake, match="no-test"), store.transaction() as tx:
        speaking.command(tx, settings, mei.address, mei.person, "stop", mei_in_group.step.test_id)


def test_a_drill_is_one_question_with_feedback_and_gives_way(mei: Candidate) -> None:
    mei.drills(Scope.PART_1, "music")
    mei.drills(Scope.PART_3)
    assert mei.step.mode is Mode.PRACTICE
    open_one = mei.step.test_id
    assert all(each.test_id == open_one for each in mei.waits(40)), (
        "the end of the one that gave way is not told below the new one"
    )
    mei.sits_on(seconds=40)
    mei.worker_listens(ears())
    with mei.store.transaction() as tx:
        kept = tx.speaking.test(mei.step.test_id)
        told = tx.outbox.take(mei.address.platform, 5, timedelta(seconds=5))
    assert kept is not None
    assert kept.standing is Standing.UNRATED
    assert told
    assert all(each.kind.startswith("turn:") for each in told)
    with mei.store.transaction() as tx, pytest.raises(LearnerMistake, match="no-such-topic"):
        speaking.drill(tx, mei.settings, mei.address, mei.person, Scope.PART_2, "xylographs")


def test_the_next_test_asks_about_something_else(mei: Candidate) -> None:
    cards = set()
    for _ in range(3):  # as many as there are topics that open a test
        mei.begins()
        mei.sits_on()
        with mei.store.transaction() as tx:
            kept = tx.speaking.test(mei.step.test_id)
        assert kept is not None
        cards.add(kept.test.used)
    used = [each for test in cards for each in test]
    assert len(used) == len(set(used))


def test_tests_have_a_daily_limit(store: Store, clock: MovedClock, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, speaking_per_day=2, _env_file=None)  # type: ignore[call-arg]
    mei = Candidate(store, clock, settings)
    for _ in range(2):
        mei.begins()
        mei.does("stop")
    with pytest.raises(LearnerMistake, match="quota-speaking"):
        mei.begins()
    clock.move(days=1, seconds=1)
    mei.begins()
    assert isinstance(mei.step.step, Ask)
