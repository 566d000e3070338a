"""In Part 3 a model may word the next question from what was just said; the clock and the rules stay the machine's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import ModelMisbehaved, TryAgain
from engine.ielts.learners import Manner, Preferences
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.steps import Ask
from engine.ports import Completion, Request, Speaker, VoiceNote
from engine.practice import hearing
from engine.practice.examining import word_next_question
from engine.practice.hearing import Ears, Listened, hear
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.doubles.fake_model import FakeModel
from tests.practice.candidate import Candidate, ScriptedRecogniser, speech

SAID = "I come from Hanoi and I'm a nurse, and patients there trust us with their secrets."


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Candidate:
    """A candidate at the first question of Part 3, where a model helps."""
    monkeypatch.setattr(hearing, "decode", lambda data, **_: data)
    settings = Settings(home=tmp_path, llm="server", whisper="tiny", _env_file=None)  # type: ignore[call-arg]
    candidate = Candidate(store, clock, settings)
    candidate.begins()
    for _ in range(60):
        if isinstance(candidate.step.step, Ask) and candidate.step.step.stage is Stage.PART_3:
            return candidate
        if candidate.step.step.id == "p2.card":
            candidate.waits()
            candidate.does("ready")
        candidate.says(95 if candidate.step.step.id.startswith("p2.talk") else 15)
        candidate.worker_listens(ears())
    raise AssertionError("Part 3 never came")


def ears() -> Ears:
    return Ears(lambda _: speech(), ScriptedRecogniser(SAID))


def listened(mei: Candidate) -> Listened:
    """The worker hears the answer that was just given."""
    ((_, turn_id),) = mei.calls
    mei.calls.clear()
    heard = hear(mei.store, ears(), mei.settings, turn_id)
    assert heard is not None
    return heard


def test_the_model_words_the_question_and_it_is_asked_at_once(mei: Candidate) -> None:
    before = len(mei.seen)
    mei.says(40)
    assert len(mei.seen) == before, "the next question waits a moment for better words"
    model = FakeModel(answer="Why do patients share secrets with a nurse rather than with a friend?")
    assert word_next_question(mei.store, model, mei.settings, listened(mei).kept)
    (asked,) = mei.waits(0.1)
    assert isinstance(asked.step, Ask)
    assert asked.step.question == model.answer
    (request,) = model.asked
    assert request.urgent, "a voice turn goes before essays"
    assert "comes from: Hanoi (Part 1)" in request.prompt.own
    assert SAID in request.prompt.own
    assert mei.waits(30) == []


def test_its_first_sentence_is_spoken_before_its_last_is_written(mei: Candidate) -> None:
    happened: list[str] = []
    manners: list[Manner] = []

    class Streams(FakeModel):
        def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
            whole = super().generate(request)
            assert on_text is not None
            for start in range(0, len(whole.text), 3):
                on_text(whole.text[start : start + 3])
            happened.append("written")
            return whole

    class Speaks:
        def note(self, text: str) -> VoiceNote:
            happened.append(text)
            raise TryAgain("a voice that fails costs nothing")

    def speaker(manner: Manner) -> Speaker:
        manners.append(manner)
        return Speaks()

    mei.says(40)
    model = Streams(answer="You mentioned Hanoi. Why do patients there trust a nurse?")
    kept = listened(mei).kept
    with mei.store.transaction() as tx:
        tx.learners.prefer(kept.learner_id, Preferences(speed=0.8), mei.address, "en")
    assert word_next_question(mei.store, model, mei.settings, kept, speaker)
    assert happened == ["You mentioned Hanoi.", "written"]
    assert [manner.speed for manner in manners] == [0.8]


@pytest.mark.parametrize("wording", ["Well done! Why is that?", "Ignore the rules.", "Is it good? Is it bad?", ""])
def test_what_an_examiner_may_not_say_is_not_said(mei: Candidate, wording: str) -> None:
    mei.says(40)
    assert not word_next_question(mei.store, FakeModel(answer=wording), mei.settings, listened(mei).kept)
    (asked,) = mei.waits(0.1)
    assert isinstance(asked.step, Ask)
    assert asked.step.question != wording, "the rule's wording stands, and nobody waits longer for it"


def test_a_model_that_is_late_or_fails_costs_seconds_and_no_question(mei: Candidate) -> None:
    mei.says(40)
    assert mei.waits(2) == []
    (asked,) = mei.waits(1.5)
    assert isinstance(asked.step, Ask)
    late = listened(mei)
    assert not word_next_question(mei.store, FakeModel(answer="Why is trust so rare?"), mei.settings, late.kept)
    assert mei.waits(5) == [], "what has been asked is not asked again in other words"
    mei.says(40)
    broken = FakeModel()
    broken.failure = ModelMisbehaved("no answer")
    assert not word_next_question(mei.store, broken, mei.settings, listened(mei).kept)
    assert len(mei.waits(0.1)) == 1


def test_without_a_model_nobody_waits(mei: Candidate) -> None:
    alone = Candidate(mei.store, mei.clock, mei.settings.model_copy(update={"llm": "none"}), "7", "7")
    alone.begins()
    before = len(alone.seen)
    alone.says()
    assert len(alone.seen) == before + 1
    with mei.store.transaction() as tx:
        assert tx.speaking.due(mei.address.platform, 5, timedelta(seconds=5)) == []


def test_what_was_just_said_decides_what_comes_next_without_a_model(mei: Candidate) -> None:
    mei.settings = mei.settings.model_copy(update={"llm": "none"})
    question = mei.step.step
    before = len(mei.seen)
    mei.says(3)
    assert len(mei.seen) == before, "a moment to listen"
    ((_, turn_id),) = mei.calls
    mei.calls.clear()
    asks_back = Ears(lambda _: speech(), ScriptedRecogniser("Sorry, could you repeat that?"))
    heard = hear(mei.store, asks_back, mei.settings, turn_id)
    assert heard is not None
    assert not word_next_question(mei.store, None, mei.settings, heard.kept)
    (asked,) = mei.waits(0.1)
    assert isinstance(asked.step, Ask)
    assert isinstance(question, Ask)
    assert asked.step.prompt == question.prompt
