"""What reports say of seven candidates, by order and by claim: weak, middling, strong, one-word, memorised, off-topic, silent."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from engine.errors import LearnerMistake
from engine.ielts.speaking.attention.follow_up import Purpose
from engine.ielts.speaking.report import ConcernKind, SpeakingReport
from engine.ielts.speaking.report_json import dump_speaking_report, load_speaking_report
from engine.marking.sentences import Sentences
from engine.marking.speaking.answers import questions_by_turn
from engine.marking.speaking.judgement.compared import compared
from engine.marking.speaking.marker import LEAST_WORDS
from engine.marking.speaking.report_text import full_speaking_report
from tests.marking.speaking.candidates import middling, strong, weak
from tests.marking.speaking.marked import FC, GRA, LR, Sat, bands, mark, transcripts
from tests.marking.speaking.others import (
    MANY_ERRORS,
    SCRIPT,
    flawless,
    many_errors,
    memorised,
    off_topic,
    once_each,
    one_word,
    silent,
)


@cache
def report_of(sat: Callable[[], Sat]) -> SpeakingReport:
    """The report on a candidate, who is marked once."""
    return mark(sat())


def test_three_candidates_come_in_order_on_every_criterion_and_raise_no_concern() -> None:
    low, mid, high = map(report_of, (weak, middling, strong))
    assert low.overall < mid.overall < high.overall
    for criterion in (FC, LR, GRA):
        assert bands(low)[criterion] < bands(mid)[criterion] <= bands(high)[criterion]
    assert not (*low.concerns, *mid.concerns, *high.concerns)
    assert all(score.enough for report in (low, mid, high) for score in report.criteria)


@pytest.mark.parametrize("sat", [one_word, silent])
def test_one_word_and_silence_are_refused_and_get_no_band(sat: Callable[[], Sat]) -> None:
    with pytest.raises(LearnerMistake) as refused:
        mark(sat())
    assert refused.value.reason == "nothing-to-mark"
    assert int(str(refused.value.facts["words"])) < min(LEAST_WORDS.values())


def test_a_memorised_script_is_probed_named_and_proves_nothing() -> None:
    test, heard = memorised()
    report = mark((test, heard))
    assert any(prompt.purpose is Purpose.PROBE for prompt in test.state.asked)
    learnt = [concern for concern in report.concerns if concern.kind is ConcernKind.LEARNT]
    assert learnt
    assert all(concern.moment.at is not None and concern.moment.quote in SCRIPT for concern in learnt)
    assert "double" in learnt[0].why or "coin" in learnt[0].why or "interesting question" in learnt[0].why
    assert report.overall <= report_of(weak).overall, "the script is much better than what is the speaker's own"
    praised = [finding.moment.quote for score in report.criteria for finding in score.findings]
    assert not any("coin" in quote or "Last but not least" in quote for quote in praised)


def test_off_the_topic_is_named_asked_again_and_capped() -> None:
    test, heard = off_topic()
    report = mark((test, heard))
    astray = [concern for concern in report.concerns if concern.kind is ConcernKind.ASTRAY]
    assert any(
        heard_turn.prompt == "p2.talk" for heard_turn in test.state.heard if heard_turn.turn.id == astray[0].moment.turn
    )
    assert any(prompt.purpose is Purpose.AGAIN for prompt in test.state.asked)
    on_topic = bands(report_of(middling))
    assert bands(report)[FC] < on_topic[FC]
    assert bands(report)[LR] <= on_topic[LR]
    assert "astray" not in str(report.strengths)


def test_many_errors_in_simple_sentences_are_between_five_and_six_in_grammar() -> None:
    report = report_of(many_errors)
    assert 5.0 <= bands(report)[GRA] <= 6.0
    assert bands(report_of(weak))[GRA] < bands(report)[GRA] < bands(report_of(middling))[GRA]


def test_accuracy_without_range_stays_below_range_with_errors() -> None:
    simple = bands(report_of(flawless))[GRA]
    assert simple <= 5.5 < bands(report_of(middling))[GRA]


def test_no_praise_lies_over_a_faulty_sentence() -> None:
    for sat in (weak, many_errors):
        for strength in report_of(sat).strengths:
            quote = re.search(r"\(“(.+?)(?: …)?”\)", strength)
            assert quote is None or not re.search(r"\b(?:is many|he like|people is|It have|work in a)\b", quote[1])


def test_too_little_for_a_criterion_is_a_range_and_no_number() -> None:
    report = mark(once_each(MANY_ERRORS[:4]))
    thin = [score for score in report.criteria if not score.enough]
    assert thin
    assert not report.enough
    text = full_speaking_report(report, {})
    assert "too little for a band" in text
    assert f"band {report.overall}" not in text
    assert all(float(score.interval.high) - float(score.interval.low) >= 2 for score in thin)


def test_the_report_tells_what_the_examiner_came_back_to_and_survives_its_row() -> None:
    test, heard = middling()
    report = report_of(middling)
    assert len(report.recalled) == 2
    asked = {prompt.question.ask for prompt in test.state.asked if prompt.recalls}
    assert {each.question for each in report.recalled} == asked
    again = load_speaking_report(dump_speaking_report(report), transcripts(heard))
    assert again == report
    text = full_speaking_report(report, questions_by_turn(test))
    assert "What the examiner came back to" in text
    assert report.recalled[0].moment.quote in text


def test_what_changed_is_told_and_noise_is_not() -> None:
    before, now = report_of(weak), report_of(strong)
    say = Sentences("en")
    told = compared([before, before, before], now, say)
    assert len(told) == 4
    assert any(re.match(r"You speak faster: \d\.\d syllables a second before, \d\.\d now\.", each) for each in told)
    assert "the mean of your last 3 tests" in told[-1]
    assert compared([now], now, say) == ()
    assert compared([], now, say) == ()
