"""A whole test with real sound, rated and opened view by view; who may open it, and what happens when words change."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import av
import pytest
from PIL import Image

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.ielts.learners import Kept
from engine.ielts.opinions import About, Subject
from engine.ielts.speaking.notices import SpeakingRated, SpeakingUnrated, SpeakingView, WordsKept
from engine.ielts.speaking.steps import Finish, Prepare, ShowCard
from engine.marking.speaking.marker import OfflineSpeakingMarker
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from engine.ports import Work
from engine.practice import delivery, preferences, privacy, speaking_views
from engine.practice.hearing import Ears
from engine.practice.rating import rate
from engine.practice.recordings import decode
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.doubles.once import EARS
from tests.practice.candidate import Candidate, speech

# Rows are the same in both databases (test_speaking.py, tests/store), and what is drawn from them takes half a minute.
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]
SAID = (
    "I come from Hanoi and I am a nurse, and every day he go to the hospital with me by bus.",
    "Well, I usually do it in the evening, because I am tired after work and I want to rest for a while.",
    "I think it depends on the person, but most of my friends like it, since it is cheap and easy to do.",
)


def sits(candidate: Candidate, folder: Path, *, words: bool = True) -> int:
    """A whole test with one voice; the test's id."""
    notes = SpokenNotes(EspeakVoice("en-us"), folder, 1.0)
    spoken = {text: notes.note(text) for text in (*SAID, " ".join(SAID * 2))}
    candidate.begins()
    for turn in range(80):
        step = candidate.step.step
        if isinstance(step, Finish):
            break
        if isinstance(step, ShowCard):
            candidate.waits()
        elif isinstance(step, Prepare):
            candidate.does("ready")
        else:
            text = " ".join(SAID * 2) if step.id.startswith("p2.talk") else SAID[turn % 3]
            note = candidate.says(spoken[text].seconds, data=spoken[text].ogg)
            if words:
                candidate.types(text, reply_to=note)
    return candidate.step.test_id


@pytest.fixture(autouse=True)
def _each_recording_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each decoding is a process of its own."""
    monkeypatch.setattr("engine.practice.hearing.decode", cache(decode))


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path) -> Candidate:
    settings = Settings(home=tmp_path, _env_file=None)  # type: ignore[call-arg]
    return Candidate(store, clock, settings)


def told(candidate: Candidate) -> list[object]:
    due = delivery.due(candidate.store, Platform.TELEGRAM, 50, timedelta(seconds=5))
    return [parcel.notice for parcel in due if parcel.address == candidate.address]


@pytest.mark.timeout(900)
def test_every_view_of_a_test_with_kept_recordings(mei: Candidate, tmp_path: Path) -> None:
    with mei.store.transaction() as tx:
        privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=True)
    test_id = sits(mei, tmp_path / "voice")
    mei.worker_listens(EARS)
    assert rate(mei.store, OfflineSpeakingMarker.load(), mei.settings, test_id)
    (report,) = [notice for notice in told(mei) if isinstance(notice, SpeakingRated)]
    assert report.recorded
    assert not report.report.typed, "words below a voice note are no typed answers"
    with mei.store.transaction() as tx:
        shown, *_ = preferences.thumb(tx, mei.address, mei.person, Subject(About.TEST, test_id), liked=True)
        assert isinstance(shown, SpeakingView)
        assert shown.liked is True
        opened = speaking_views.open_report(tx, mei.address, mei.person, test_id)
        assert speaking_views.view(opened, "short", None) == shown, "the thumb is up whenever it is opened"
    voice = EspeakVoice()
    for name in ("fluency", "pauses"):
        picture = speaking_views.view(opened, name, None).content
        assert picture is not None
        assert Image.open(io.BytesIO(picture)).width >= 600
    sound = speaking_views.view(opened, "hear", voice).content
    assert sound is not None
    with av.open(io.BytesIO(sound)) as both:
        assert sum(frame.samples / frame.sample_rate for frame in both.decode(audio=0)) > 4
    transcript = speaking_views.view(opened, "transcript", None).content
    assert transcript is not None
    assert "every day he go to the hospital" in transcript.decode()
    full = speaking_views.view(opened, "full", None).content
    assert full is not None
    assert "Nobody has published recordings" in full.decode(), "the report says what its bands rest on"

    # Somebody else, or another chat, opens nothing.
    stranger = Person(Platform.TELEGRAM, "666")
    with mei.store.transaction() as tx, pytest.raises(LearnerMistake, match="not-your-test"):
        speaking_views.open_report(tx, mei.address, stranger, test_id)
    with mei.store.transaction() as tx, pytest.raises(LearnerMistake, match="no-such-report"):
        speaking_views.open_report(tx, ChatAddress(Platform.TELEGRAM, "-1"), mei.person, test_id)

    # A word is put right: the report that quoted it is renewed, and comes again.
    with mei.store.transaction() as tx:
        first = tx.speaking.turns(test_id)[0].message_id
    (kept,) = mei.types("My name is Mei and I come from Hue.", reply_to=first) or ()
    assert isinstance(kept, WordsKept)
    assert kept.renewed
    mei.worker_listens(replace(EARS, align=None))
    assert (Work.RATE, test_id) in mei.calls
    assert rate(mei.store, OfflineSpeakingMarker.load(), mei.settings, test_id)
    assert any(isinstance(notice, SpeakingRated) for notice in told(mei))


def test_without_words_there_is_no_band_and_with_them_there_is(mei: Candidate, tmp_path: Path) -> None:
    test_id = sits(mei, tmp_path / "voice", words=False)
    deaf = Ears(lambda _: speech(8.0))
    mei.worker_listens(deaf)
    assert mei.step.wordless > 10
    assert not rate(mei.store, OfflineSpeakingMarker.load(), mei.settings, test_id), "words may still come"
    mei.clock.move(minutes=2, seconds=1)
    assert rate(mei.store, OfflineSpeakingMarker.load(), mei.settings, test_id)
    (unrated,) = [notice for notice in told(mei) if isinstance(notice, SpeakingUnrated)]
    assert unrated.reason == "no-words"
    with mei.store.transaction() as tx:
        turns = tx.speaking.turns(test_id)
    assert unrated.missing == len(turns) > 10
    mei.calls.clear()
    for number, turn in enumerate(turns):
        (kept,) = mei.types(SAID[number % 3], reply_to=turn.message_id) or ()
        assert isinstance(kept, WordsKept)
        assert kept.missing == len(turns) - number - 1
    assert mei.calls[-1] == (Work.RATE, test_id), "the last words start the rating"
    mei.worker_listens(deaf)
    assert rate(mei.store, OfflineSpeakingMarker.load(), mei.settings, test_id)
    assert any(isinstance(notice, SpeakingRated) for notice in told(mei))


def test_the_second_report_says_what_changed(mei: Candidate) -> None:
    for _ in range(2):
        mei.begins()
        mei.sits_on(say=SAID[1])
        assert rate(mei.store, OfflineSpeakingMarker.load(), mei.settings, mei.step.test_id)
    first, second = [notice for notice in told(mei) if isinstance(notice, SpeakingRated)]
    assert first.changes == ()
    assert "cannot be compared" in second.changes[0], "one sentence, again and again, gave no band either time"
    assert second.report.typed
