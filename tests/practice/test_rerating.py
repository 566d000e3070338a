"""Recordings stay until the report has come, so that a test can be rated again; then they go, unless they are to be kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.errors import LearnerMistake, ModelMisbehaved
from engine.ielts.chat import Platform
from engine.ielts.learners import Kept
from engine.ielts.speaking.heard import Origin, Transcript
from engine.ielts.speaking.notices import RatedAgain
from engine.ielts.speaking.plan import Scope
from engine.ports import Work
from engine.practice import hearing, privacy
from engine.practice.hearing import Ears, hear
from engine.settings import Settings
from engine.store.hearing import RATED, TURN
from engine.store.speaking import Hearing, KeptTurn, Standing
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.practice.candidate import Candidate, ScriptedRecogniser, speech


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Candidate:
    monkeypatch.setattr(hearing, "decode", lambda data, **_: data)
    return Candidate(store, clock, Settings(home=tmp_path, whisper=str(with_ears(tmp_path)), _env_file=None))


def with_ears(folder: Path) -> Path:
    """What looks like a recogniser's files, so that recordings are for workers to hear."""
    ready = folder / "whisper"
    ready.mkdir()
    for name in ("config.json", "model.bin", "tokenizer.json"):
        (ready / name).write_bytes(b"{}")
    return ready


def ears(text: str) -> Ears:
    return Ears(lambda _: speech(), ScriptedRecogniser(text))


def sits(mei: Candidate, *, keeps: bool = False) -> int:
    """A test of two answers, heard by a poor recogniser; its id."""
    if keeps:
        with mei.store.transaction() as tx:
            privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=True)
    mei.begins()
    mei.says()
    mei.says()
    mei.does("stop")
    mei.worker_listens(ears("I leave in annoy."))
    return mei.step.test_id


def rated(mei: Candidate, test_id: int) -> None:
    with mei.store.transaction() as tx:
        claim = tx.hearing.claim_test(test_id, timedelta(seconds=60))
        assert claim is not None
        assert tx.hearing.rated(claim, "scorer", 6.0, "{}")


def delivered(mei: Candidate) -> None:
    with mei.store.transaction() as tx:
        for waiting in tx.outbox.take(Platform.TELEGRAM, 10, timedelta(seconds=60)):
            assert waiting.kind == RATED or waiting.kind.startswith(f"{TURN}:")
            tx.outbox.delivered(waiting.id)


def turns(mei: Candidate, test_id: int) -> tuple[KeptTurn, ...]:
    with mei.store.transaction() as tx:
        return tx.speaking.turns(test_id)


def words(mei: Candidate, test_id: int) -> list[str | None]:
    return [None if turn.heard.transcript is None else turn.heard.transcript.text for turn in turns(mei, test_id)]


def test_recordings_go_when_the_report_has_come_and_not_before(mei: Candidate) -> None:
    test_id = sits(mei)
    assert all(turn.recorded for turn in turns(mei, test_id))
    rated(mei, test_id)
    assert all(turn.recorded for turn in turns(mei, test_id)), "written, but nobody has it yet"
    delivered(mei)
    assert not any(turn.recorded for turn in turns(mei, test_id))


def test_recordings_go_when_the_report_can_never_come(mei: Candidate) -> None:
    test_id = sits(mei)
    rated(mei, test_id)
    with mei.store.transaction() as tx:
        (waiting,) = tx.outbox.take(Platform.TELEGRAM, 10, timedelta(seconds=60))
        tx.outbox.give_up(waiting.id, "blocked")
    assert not any(turn.recorded for turn in turns(mei, test_id))


def test_a_better_recogniser_hears_it_all_again(mei: Candidate) -> None:
    test_id = sits(mei, keeps=True)
    rated(mei, test_id)
    delivered(mei)
    mei.calls.clear()
    assert mei.does("rerate") == (RatedAgain(test_id, 2),)
    assert [work for work, _ in mei.calls] == [Work.HEAR, Work.HEAR]
    with mei.store.transaction() as tx:
        assert tx.hearing.claim_test(test_id, timedelta(seconds=60)) is None, "it is rated when all was heard"
    mei.worker_listens(ears("I live in Hanoi."))
    assert words(mei, test_id) == ["I live in Hanoi."] * 2
    assert (Work.RATE, test_id) in mei.calls
    rated(mei, test_id)
    delivered(mei)
    assert all(turn.recorded for turn in turns(mei, test_id)), "by consent"


def test_what_the_learner_wrote_stands(mei: Candidate) -> None:
    test_id = sits(mei, keeps=True)
    first, _ = turns(mei, test_id)
    mei.types("I live in Hue.", reply_to=first.message_id)
    mei.worker_listens(ears("I leave in who."))
    rated(mei, test_id)
    assert mei.does("rerate") == (RatedAgain(test_id, 1),)
    mei.worker_listens(ears("I live in Hanoi."))
    assert words(mei, test_id) == ["I live in Hue.", "I live in Hanoi."]
    transcript = turns(mei, test_id)[0].heard.transcript
    assert transcript is not None
    assert transcript.origin is Origin.CORRECTED


def test_without_recordings_the_words_are_rated_again(mei: Candidate) -> None:
    test_id = sits(mei)
    rated(mei, test_id)
    delivered(mei)
    mei.calls.clear()
    assert mei.does("rerate") == (RatedAgain(test_id, 0),)
    assert mei.calls == [(Work.RATE, test_id)]
    rated(mei, test_id)
    with mei.store.transaction() as tx:
        assert [each.kind for each in tx.outbox.take(Platform.TELEGRAM, 10, timedelta(seconds=60))] == [RATED]


def test_a_worker_that_died_while_listening_again_costs_nothing(mei: Candidate) -> None:
    test_id = sits(mei, keeps=True)
    rated(mei, test_id)
    mei.calls.clear()
    mei.does("rerate")
    ((_, first), (_, second)) = mei.calls
    with mei.store.transaction() as tx:
        assert tx.hearing.claim_turn(first, timedelta(seconds=60)) is not None
    mei.clock.move(seconds=61)
    for turn_id in (first, second):
        assert hear(mei.store, ears("I live in Hanoi."), mei.settings, turn_id) is not None
    assert words(mei, test_id) == ["I live in Hanoi."] * 2
    rated(mei, test_id)


def test_what_cannot_be_rated_again(mei: Candidate) -> None:
    with pytest.raises(LearnerMistake, match="no-test-over"):
        mei.does("rerate")
    mei.drills(Scope.PART_1)
    mei.says()
    with pytest.raises(LearnerMistake, match="no-test-over"):
        mei.does("rerate")
    test_id = sits(mei)
    with pytest.raises(LearnerMistake, match="already-rating"):
        mei.does("rerate")
    rated(mei, test_id)
    mei.does("rerate")
    with mei.store.transaction() as tx:
        kept = tx.speaking.test(test_id)
    assert kept is not None
    assert kept.standing is Standing.ENDED
    with pytest.raises(LearnerMistake, match="already-rating"):
        mei.does("rerate")


def test_names_that_the_learner_wrote_are_hints_from_then_on(mei: Candidate) -> None:
    heard = ScriptedRecogniser("My friend is LaiYai.")
    mei.begins()
    note = mei.says()
    mei.worker_listens(Ears(lambda _: speech(), heard))
    mei.types("My friend is Li Wei, and we live in Chengdu.", reply_to=note)
    mei.says()
    mei.worker_listens(Ears(lambda _: speech(), heard))
    assert "Li Wei" not in heard.hints[0].words
    assert heard.hints[-1].words[:2] == ("Li Wei", "Chengdu")


_KILLED = """
import os, signal, sys
from datetime import timedelta
from engine.ielts.chat import Platform
from engine.store.store import Store

store, test_id = Store.open(sys.argv[1]), int(sys.argv[2])
with store.transaction() as tx:
    claim = tx.hearing.claim_test(test_id, timedelta(seconds=60))
    assert tx.hearing.rated(claim, "scorer", 6.0, "{}")
if sys.argv[3] == "showing":
    with store.transaction() as tx:
        assert tx.outbox.take(Platform.TELEGRAM, 10, timedelta(seconds=60))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("killed", ["rating", "showing"])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_killed_between_rating_and_delivery_nothing_is_lost(mei: Candidate, tmp_path: Path, killed: str) -> None:
    """Until somebody has the report, its recordings are there: a better recogniser hears all of them."""
    mei.clock.move(days=(datetime.now(UTC) - mei.clock()).days)  # the process that dies lives by the real clock
    test_id = sits(mei)
    child = [sys.executable, "-c", _KILLED, f"sqlite:///{tmp_path / 'test.db'}", str(test_id), killed]
    assert subprocess.run(child, check=False, timeout=60).returncode == -signal.SIGKILL
    mei.clock.move(days=2)
    assert all(turn.recorded for turn in turns(mei, test_id))
    mei.calls.clear()
    assert mei.does("rerate") == (RatedAgain(test_id, 2),)
    mei.worker_listens(ears("I live in Hanoi."))
    assert words(mei, test_id) == ["I live in Hanoi."] * 2

    delivered(mei)
    assert all(turn.recorded for turn in turns(mei, test_id)), "the old report came; the new one is on its way"
    rated(mei, test_id)
    delivered(mei)
    assert not any(turn.recorded for turn in turns(mei, test_id))


def test_what_killed_its_workers_can_be_heard_when_that_is_mended(mei: Candidate) -> None:
    mei.begins()
    mei.says()
    mei.does("stop")
    test_id = mei.step.test_id
    (turn,) = turns(mei, test_id)
    for _ in range(mei.settings.max_attempts):
        with mei.store.transaction() as tx:
            assert tx.hearing.claim_turn(turn.id, timedelta(seconds=60)) is not None
        mei.clock.move(seconds=61)
        with mei.store.transaction() as tx:
            tx.hearing.sweep_turns(mei.settings.max_attempts, timedelta(seconds=30))
    rated(mei, test_id)
    assert [each.recorded for each in turns(mei, test_id)] == [True]
    mei.calls.clear()
    assert mei.does("rerate") == (RatedAgain(test_id, 1),)
    mei.worker_listens(ears("I live in Hanoi."))
    assert words(mei, test_id) == ["I live in Hanoi."]
    rated(mei, test_id)
    delivered(mei)
    assert not any(each.recorded for each in turns(mei, test_id))


def test_a_recogniser_that_fails_costs_a_test_no_recording_and_a_drill_its_own(mei: Candidate) -> None:
    class Broken:
        name = "broken"

        def transcribe(self, samples: object, hints: object) -> Transcript:
            del samples, hints
            raise ModelMisbehaved("no words")

    def fails() -> tuple[KeptTurn, ...]:
        for _ in range(mei.settings.max_attempts):
            (turn,) = turns(mei, mei.step.test_id)
            assert hear(mei.store, Ears(lambda _: speech(), Broken()), mei.settings, turn.id) is None
            mei.clock.move(minutes=2)
        return turns(mei, mei.step.test_id)

    mei.drills(Scope.PART_1)
    mei.says()
    assert [(each.hearing, each.recorded) for each in fails()] == [(Hearing.FAILED, False)]
    mei.begins()
    mei.says()
    assert [(each.hearing, each.recorded) for each in fails()] == [(Hearing.FAILED, True)]
    mei.clock.move(days=1)
    mei.does("stop")
    mei.clock.move(days=8)
    with mei.store.transaction() as tx:
        tx.hearing.sweep_tests(3, timedelta(seconds=30))
    assert not any(each.recorded for each in turns(mei, mei.step.test_id)), "a week, and no longer"
