"""Practice: the same question once more, both answers kept; and the better way to say it, to be heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import LearnerMistake
from engine.ielts.chat import Person, Platform
from engine.ielts.speaking.heard import HeardTurn, Sound, Span, Transcript
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.steps import Ask
from engine.models.voices.espeak import EspeakVoice
from engine.practice import speaking
from engine.practice.speaking_feedback import difference, turn_heard
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.practice.candidate import Candidate

FIRST = "He go to the hospital every day with me by bus."
SECOND = "My brother works in a bank, and he says that it is boring, because he sits there all day."


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path) -> Candidate:
    return Candidate(store, clock, Settings(home=tmp_path, _env_file=None))  # type: ignore[call-arg]


def test_a_second_try_is_kept_beside_the_first_and_takes_no_exam_time(mei: Candidate) -> None:
    mei.begins(Mode.PRACTICE)
    mei.types("My name is Mei.")
    mei.types("I am from the north of my country.")
    question = mei.step.step
    assert isinstance(question, Ask)
    mei.types(FIRST)
    following = mei.step.step
    with mei.store.transaction() as tx:
        kept = tx.speaking.test(mei.step.test_id)
        assert kept is not None
        first = tx.speaking.turns(kept.id)[-1]
        spent = kept.test.seconds()
    mei.does(f"again-{first.id}", kept.id)
    again = mei.step.step
    assert isinstance(again, Ask)
    assert (again.prompt, again.text) == (question.prompt, question.question)
    mei.types(SECOND)
    assert mei.step.step == following, "then the test goes on where it was"
    with mei.store.transaction() as tx:
        after = tx.speaking.test(kept.id)
        turns = tx.speaking.turns(kept.id)
    assert after is not None
    assert after.test.seconds() == spent
    said = {each.heard.turn: each.heard for each in turns}
    notice = turn_heard(after, turns[-1], said)
    assert notice.again
    assert notice.compared is not None
    assert "First try: 11 words, 1 error" in notice.compared
    assert "no error found" in notice.compared
    assert {FIRST, SECOND} <= {each.transcript.text for each in said.values() if each.transcript}


def test_nobody_is_told_to_give_reasons_for_a_name(mei: Candidate) -> None:
    mei.begins(Mode.PRACTICE)
    mei.types("My name is Mei.")
    with mei.store.transaction() as tx:
        kept = tx.speaking.test(mei.step.test_id)
        (turn,) = tx.speaking.turns(mei.step.test_id)
    assert kept is not None
    notice = turn_heard(kept, turn)
    assert notice.text == "My name is Mei."
    assert (notice.strength, notice.advice, notice.again) == (None, None, False)


def test_nothing_is_tried_again_in_an_exam_and_not_by_somebody_else(mei: Candidate) -> None:
    mei.begins(Mode.EXAM)
    mei.types("My name is Mei.")
    with mei.store.transaction() as tx:
        (turn,) = tx.speaking.turns(mei.step.test_id)
    with pytest.raises(LearnerMistake, match="no-test"):
        mei.does(f"again-{turn.id}", mei.step.test_id)
    with pytest.raises(LearnerMistake, match="no-test"):
        mei.does("again-999999", mei.step.test_id)
    with mei.store.transaction() as tx, pytest.raises(LearnerMistake, match="not-your-test"):
        speaking.own_answer(tx, mei.address, Person(Platform.TELEGRAM, "666"), turn.id)


def test_a_drill_that_is_over_is_begun_again_with_the_same_question(mei: Candidate) -> None:
    mei.drills(Scope.PART_1, "music")
    question = mei.step.step
    mei.types(f"{FIRST} {SECOND}")
    first = mei.step.test_id
    with mei.store.transaction() as tx:
        turn = tx.speaking.turns(first)[0]
    mei.does(f"again-{turn.id}", first)
    assert mei.step.test_id != first
    assert isinstance(question, Ask)
    assert isinstance(mei.step.step, Ask)
    assert mei.step.step.question == question.question


def test_the_better_way_is_heard_with_or_without_ones_own_recording() -> None:
    heard = HeardTurn("t", Transcript(FIRST), Sound(4.0, (Span(0.2, 3.8),), (0.5, 1.0)))
    alone = difference(heard, "Who cooks?", None, EspeakVoice(), 60)
    assert alone.startswith(b"OggS")
    flawless = HeardTurn("t", Transcript("It is nice."), None)
    with pytest.raises(LearnerMistake, match="no-recording"):
        difference(flawless, "Who cooks?", None, EspeakVoice(), 60)
