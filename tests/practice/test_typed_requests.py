"""What is typed in a test and is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.steps import Ask, Prepare
from engine.ielts.speaking.typed_requests import requested
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.practice.candidate import Candidate


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path) -> Candidate:
    return Candidate(store, clock, Settings(home=tmp_path, _env_file=None))  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("I’m ready!", "ready"),
        ("Could you repeat the question, please?", "repeat"),
        ("我准备好了。", "ready"),
        ("I'm ready to move to another city.", None),
        ("I repeat myself often.", None),
        ("", None),
    ],
)
def test_only_a_whole_message_asks(text: str, verb: str | None) -> None:
    assert requested(text) == verb


def test_what_a_button_says_may_be_typed(mei: Candidate) -> None:
    mei.begins()
    asked = mei.step.step
    mei.types("Sorry, could you repeat that?")
    assert isinstance(asked, Ask)
    assert isinstance(mei.step.step, Ask)
    assert mei.step.step.text == asked.question, "it was asked once more, and nothing was taken for an answer"
    mei.types("I'm ready.")
    assert isinstance(mei.step.step, Ask)
    assert mei.step.step.prompt != asked.prompt, "outside the minute it is an answer, and the next question comes"
    with mei.store.transaction() as tx:
        assert [
            turn.heard.transcript.text for turn in tx.speaking.turns(mei.step.test_id) if turn.heard.transcript
        ] == ["I'm ready."]


def test_ready_in_the_minute_ends_it_and_is_no_talk(mei: Candidate) -> None:
    mei.drills(Scope.PART_2)
    mei.waits()
    assert isinstance(mei.step.step, Prepare)
    mei.types("I’m ready!")
    assert isinstance(mei.step.step, Ask)
    assert mei.step.step.stage is Stage.LONG_TURN
    with mei.store.transaction() as tx:
        assert tx.speaking.turns(mei.step.test_id) == ()
