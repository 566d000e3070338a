"""An examination room: a real worker process with real ears, a real store and queue, and a candidate who only sends sound."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from engine.ielts.speaking.plan import Mode
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.report_json import load_speaking_report
from engine.ielts.speaking.steps import Ask, Finish, Prepare, ShowCard
from engine.ielts.speaking.test import SpeakingTest
from engine.ports import Voice
from engine.practice import speaking
from engine.settings import Settings
from engine.store.speaking import KeptTurn, Standing
from engine.store.store import Store, now_utc
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate
from tests.e2e.by_sound.aloud import Manner, aloud
from tests.marking.speaking.candidates import Say, what_they_prepared
from tests.practice.candidate import Candidate
from worker.jobs import CeleryJobQueue

ROOT = Path(__file__).parents[3]
_PATIENCE = 1200.0
"""Seconds after which a worker is given up, however loaded its machine is."""


class _RealTime(MovedClock):
    """Candidate and worker live in the same time: nobody moves it."""

    def __call__(self) -> datetime:
        return now_utc()

    def move(self, **by: float) -> None:
        """Time passes by itself."""


@dataclass(frozen=True)
class Sat:
    """What came of a test: how it went, what was heard, and the report; ``None``: too little was said for one."""

    test: SpeakingTest
    turns: tuple[KeptTurn, ...]
    report: SpeakingReport | None


@dataclass
class Room:
    """``voice`` speaks for every candidate; ``sat`` counts them."""

    store: Store
    settings: Settings
    voice: Voice
    jobs: CeleryJobQueue
    sat: int = 0

    def sits(self, say: Say, manner: Manner, monkeypatch: pytest.MonkeyPatch) -> Sat:
        """A candidate sits the test that ``say`` is prepared for, in exam mode; every answer is a voice note."""
        self.sat += 1
        monkeypatch.setattr(speaking, "draw_test", lambda *_: what_they_prepared())
        who = Candidate(self.store, _RealTime(), self.settings, who=str(self.sat), chat=str(self.sat))
        who.begins(Mode.EXAM)
        while not isinstance(step := who.step.step, Finish):
            match step:
                case ShowCard():
                    self._until(who.waits)
                case Prepare():
                    who.does("ready")
                case Ask(prompt=prompt, stage=stage):
                    note, seconds = aloud(say(prompt, stage), self.voice, manner)
                    # Who speaks for as long as the answer lasts has been listened to by the next one's end.
                    self._until(lambda: self._heard(who.step.test_id))
                    who.says(seconds, data=note)
                    self._call(who)
                    if who.step.step is step:  # the next one is held until this answer was heard
                        self._until(who.waits)
                case _:
                    raise AssertionError(f"{step} is none of a test's that nobody interrupts")
            self._call(who)
        return self._rated(who.step.test_id)

    def _call(self, who: Candidate) -> None:
        for work, row in who.calls:
            self.jobs.enqueue(row, work)
        who.calls.clear()

    def _heard(self, test_id: int) -> bool:
        with self.store.transaction() as tx:
            return all(turn.heard.sound is not None for turn in tx.speaking.turns(test_id))

    def _rated(self, test_id: int) -> Sat:
        def over() -> bool:
            with self.store.transaction() as tx:
                kept = tx.speaking.test(test_id)
            return kept is not None and kept.standing in (Standing.RATED, Standing.UNRATED)

        self._until(over)
        with self.store.transaction() as tx:
            kept, turns, body = tx.speaking.test(test_id), tx.speaking.turns(test_id), tx.speaking.report(test_id)
        assert kept is not None
        words = {turn.heard.turn: turn.heard.transcript.text for turn in turns if turn.heard.transcript is not None}
        return Sat(kept.test, turns, None if body is None else load_speaking_report(body, words))

    def _until(self, happens: Callable[[], object]) -> None:
        patience = time.monotonic() + _PATIENCE
        while not happens():
            assert time.monotonic() < patience, "the worker was waited for in vain"
            time.sleep(0.1)


@contextmanager
def room(home: Path, whisper: Path, voice: Voice) -> Iterator[Room]:
    """A room in ``home`` whose worker runs until the end."""
    settings = Settings(home=home, whisper=str(whisper), examiner_seconds=_PATIENCE, _env_file=None)  # type: ignore[call-arg]
    migrate(settings)
    store = Store.open(settings.resolved_database_url)
    environment = os.environ | {"BANDMATE_HOME": str(home), "BANDMATE_WHISPER": str(whisper), "OMP_NUM_THREADS": "2"}
    with (home / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-c", "from bots.cli.main import main; main()", "worker"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            yield Room(store, settings, voice, CeleryJobQueue(settings))
        finally:
            worker.terminate()
            worker.wait(30)
            store.close()
