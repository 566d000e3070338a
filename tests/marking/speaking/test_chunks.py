"""Pronunciation heeds how words are grouped: clear words one by one have no rhythm."""

from __future__ import annotations

import pytest

from engine.marking.speaking.measures import measure_test
from engine.marking.speaking.report_text import full_speaking_report
from tests.marking.speaking.candidates import Voice, candidate
from tests.marking.speaking.marked import P, bands, mark
from tests.marking.speaking.transcripts import MIDDLING, STRONG

CLEAR = {"rate": 4.2, "sure": 0.97, "pitch": 6.5}
"""As a synthetic voice speaks: every word is recognised, and the pitch moves."""
HALTS_BEFORE_EVERY_WORD = Voice(within=1.0, between=1.0, **CLEAR)
HALTS_BEFORE_ONE_IN_SIX = Voice(within=0.16, between=1.0, **CLEAR)
FLUENT_VOICE = Voice(within=0.01, between=0.7, **CLEAR)


def test_who_halts_before_every_word_is_told_so_and_gets_no_high_band_however_clear_each_word_is() -> None:
    report = mark(candidate(MIDDLING, HALTS_BEFORE_EVERY_WORD))
    assert bands(report)[P] <= 5.5
    (score,) = (each for each in report.criteria if each.criterion is P)
    assert any("the words stand one by one" in finding.message for finding in score.findings)
    text = full_speaking_report(report, {})
    assert "words run together as they do in English" not in text
    assert "rises and falls with the meaning" not in text


def test_fewer_halts_are_a_higher_band_and_a_fluent_voice_keeps_its_own() -> None:
    every, some, none = (
        bands(mark(candidate(STRONG, voice)))[P]
        for voice in (HALTS_BEFORE_EVERY_WORD, HALTS_BEFORE_ONE_IN_SIX, FLUENT_VOICE)
    )
    assert every < some < 7.0 < 8.0 <= none


def test_a_short_answer_is_one_group_by_right() -> None:
    brief = {prompt: "Yes, I do." if prompt.startswith("p1") else said for prompt, said in STRONG.items()}
    long = {prompt: said for prompt, said in STRONG.items() if not prompt.startswith("p1")}
    with_brief, without = (measure_test(*candidate(each, FLUENT_VOICE)).numbers for each in (brief, long))
    assert with_brief["sound.chunks"] == pytest.approx(without["sound.chunks"], rel=0.1)
    assert with_brief["speech.run"] < without["speech.run"]
