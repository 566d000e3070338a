"""What a learner said in earlier tests counts: compared in the report, avoided in the next test, returned to where it was weak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from bots.desk import speaking as speaking_desk
from bots.replies.notices import reply_to
from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatFile, Person, Platform
from engine.ielts.notices import Notice
from engine.ielts.speaking.heard import Sound, Transcript
from engine.ielts.speaking.notices import ExaminerStep, SpeakingRated
from engine.ielts.speaking.plan import _asked_for_by
from engine.ielts.speaking.questions import CardKind
from engine.ielts.speaking.report_json import load_speaking_report
from engine.ielts.speaking.steps import Ask, Finish, Prepare, ShowCard
from engine.ports import Hints
from engine.practice import hearing, speaking
from engine.practice.hearing import Ears, hear
from engine.practice.rating import rate
from engine.settings import Settings
from engine.store.speaking import KeptTest
from tests.doubles.real_desk import HERE, MEI, RealDesk
from tests.marking.speaking.candidates import MIDDLING_VOICE, STRONG_VOICE, Voice, speak, what_they_prepared
from tests.marking.speaking.marked import MARKER
from tests.marking.speaking.transcripts import MIDDLING
from tests.practice.test_rerating import with_ears

SLOWER = replace(MIDDLING_VOICE, rate=2.9, within=0.16, within_seconds=0.9)
SAYING_LITTLE = (
    "Well, I usually do that with my sister because she is funny, and we go to a small place near the river."
)


class _Heard:
    """Ears that hear what was said: a recording here is its words, and the manner they are said in."""

    name = "exact"

    def __init__(self) -> None:
        self.voice, self.take = MIDDLING_VOICE, 0

    def of(self, data: bytes) -> tuple[Transcript, Sound]:
        return speak(data.decode(), self.voice, str(self.take))

    def measure(self, data: bytes) -> Sound:
        return self.of(data)[1]

    def transcribe(self, samples: bytes, hints: Hints) -> Transcript:
        del hints
        return self.of(samples)[0]


class House:
    """A desk, a worker that hears exactly, and a learner who comes back."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.real, self.ears, self.monkeypatch = RealDesk(settings), _Heard(), monkeypatch
        self.step: ExaminerStep | None = None
        monkeypatch.setattr(hearing, "decode", lambda data, **_: data)
        monkeypatch.setattr(speaking_desk, "seconds_of", lambda data: self.ears.of(data)[1].duration)

    def sits(self, answers: dict[str, str] | None, voice: Voice, who: Person = MEI) -> SpeakingRated:
        """A whole test by voice; the notice with its report, as it is shown."""
        desk = self.real.desk.speaking
        self.ears.voice, self.ears.take = voice, self.ears.take + 1
        self._sees(desk.begin(HERE, who, "exam"))
        while self.step is not None and not isinstance(step := self.step.step, Finish):
            match step:
                case ShowCard():
                    self._waits()
                case Prepare():
                    self._sees(desk.command(HERE, who, "ready"))
                case Ask(prompt=prompt):
                    said = SAYING_LITTLE if answers is None else answers.get(prompt, "")
                    self.real.clock.move(seconds=self.ears.of(said.encode())[1].duration)
                    before = self.step
                    self._sees(desk.voice(self.real.message("", who), ChatFile("a.ogg", said.encode())))
                    self._listens()
                    if self.step is before:  # the next one was held until this answer was heard, or so long
                        self.real.clock.move(seconds=self.real.settings.examiner_seconds)
                        self._waits()
        assert self.step is not None
        assert rate(self.real.store, MARKER, self.real.settings, self.step.test_id)
        shown = self.real.desk.due(Platform.TELEGRAM)
        for parcel in shown:
            self.real.desk.delivered(parcel)
        (notice,) = (parcel.notice for parcel in shown if isinstance(parcel.notice, SpeakingRated))
        self.real.clock.move(days=2)
        return notice

    def kept(self) -> tuple[KeptTest, ...]:
        """Tests, oldest first."""
        with self.real.store.transaction() as tx:
            return tuple(reversed(tuple(tx.speaking.newest(tx.intake.learner(MEI)))))

    def weakest(self, kept: KeptTest) -> Criterion:
        with self.real.store.transaction() as tx:
            turns, body = tx.speaking.turns(kept.id), tx.speaking.report(kept.id)
        words = {turn.heard.turn: turn.heard.transcript.text for turn in turns if turn.heard.transcript is not None}
        assert body is not None
        return load_speaking_report(body, words).drill.criterion

    def _sees(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            if isinstance(notice, ExaminerStep):
                self.step = notice
                self.real.desk.speaking.shown(notice)

    def _waits(self) -> None:
        self._sees(
            tuple(parcel.notice for parcel in self.real.desk.speaking.due(Platform.TELEGRAM, 5, timedelta(seconds=9)))
        )

    def _listens(self) -> None:
        assert self.step is not None
        with self.real.store.transaction() as tx:
            turns = tx.speaking.turns(self.step.test_id)
        for turn in turns:
            if turn.heard.sound is None:
                hear(self.real.store, Ears(self.ears.measure, self.ears), self.real.settings, turn.id)  # type: ignore[arg-type]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    settings = Settings(
        home=tmp_path, whisper=str(with_ears(tmp_path)), voice="none", speaking_per_day=9, _env_file=None
    )  # type: ignore[call-arg]
    opened = House(settings, monkeypatch)
    yield opened
    opened.real.desk.close()
    opened.real.store.close()


def test_a_report_says_in_figures_what_moved_against_the_last_three_tests(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "draw_test", lambda *_: what_they_prepared())
    assert house.sits(MIDDLING, SLOWER).changes == ()
    house.sits(MIDDLING, SLOWER)
    house.sits(MIDDLING, SLOWER)
    told = reply_to(house.sits(MIDDLING, STRONG_VOICE)).plain
    fell = re.search(r"Your pauses fell from (\d+) to (\d+) a minute\.", told)
    assert fell is not None
    assert int(fell[1]) > int(fell[2])
    assert "held against the mean of your last 3 tests" in told


def test_noise_is_never_called_progress_and_bands_by_other_rules_are_not_compared(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "draw_test", lambda *_: what_they_prepared())
    house.sits(MIDDLING, MIDDLING_VOICE)
    (overall,) = house.sits(MIDDLING, MIDDLING_VOICE).changes
    assert overall.startswith("About the same as last time")
    with house.real.store.transaction() as tx:
        tx.intake._session.execute(text("UPDATE speaking_reports SET body = replace(body, 'speaking-4', 'speaking-2')"))
    (rules,) = house.sits(MIDDLING, MIDDLING_VOICE).changes
    assert "other rules" in rules


def test_the_next_test_asks_what_was_not_asked_and_returns_to_what_was_weak(house: House) -> None:
    """Three topics open a test, so three tests can be all new."""
    for _ in range(3):
        house.sits(None, MIDDLING_VOICE)
    tests = house.kept()
    asked = [used for kept in tests for used in kept.test.used]
    assert len(asked) == len(set(asked))
    for before, after in pairwise(tests):
        weak, card = house.weakest(before), after.test.plan.card
        assert card is not None
        assert card.kind in (_asked_for_by(weak) or set(CardKind))
