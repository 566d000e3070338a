"""A report as JSON: exactly the keys that were promised, and nothing lost in the store."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.reports import BandReport, Correction, CriterionScore, Finding, NextStep, Worth
from engine.ielts.writing import Module, WritingTask
from engine.marking.writing.report_json import dump_report, load_report, to_json
from tests.marking.reports import a_report

bands = st.integers(0, 18).map(lambda n: Band(n / 2))
words = st.text(min_size=1, max_size=20).filter(str.strip)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(bands), draw(bands)))
    return Interval(low, high, draw(st.floats(0.05, 0.95)))


@st.composite
def reports(draw: st.DrawFn) -> BandReport:
    prompt = draw(st.none() | st.text(max_size=30))
    number = draw(st.sampled_from([1, 2]))
    task = WritingTask(1 if number == 1 else 2, draw(st.sampled_from(Module)), prompt)

    def finding() -> Finding:
        before, quote, message = draw(st.text(max_size=10)), draw(words), draw(words)
        return Finding("W2.CC.6.a", quote, len(before), len(before) + len(quote), message, before + quote)

    def correction() -> Correction:
        before, original = draw(st.text(max_size=10)), draw(words)
        replacement = draw(st.none() | st.text(max_size=10).filter(lambda text: text != original))
        return Correction(
            len(before), len(before) + len(original), original, replacement, draw(words), before + original,
            kind=draw(words),
        )  # fmt: skip

    scores = tuple(
        CriterionScore(each, draw(bands), draw(intervals()), tuple(finding() for _ in range(draw(st.integers(0, 3)))))
        for each in task.criteria
    )
    mean = mean_of([score.band for score in scores])
    return BandReport(
        task=task,
        overall=round_to_band(mean),
        unrounded=mean,
        interval=draw(intervals()),
        criteria=scores,
        corrections=tuple(correction() for _ in range(draw(st.integers(0, 3)))),
        strengths=tuple(draw(st.lists(words, max_size=3))),
        next_steps=tuple(
            NextStep(draw(st.sampled_from(Criterion)), "W2.CC.7.b", draw(words), draw(words))
            for _ in range(draw(st.integers(0, 2)))
        ),
        word_count=draw(st.integers(0, 5000)),
        scorer=draw(words),
        clean=draw(st.none() | words),
        worth=tuple(
            Worth(Criterion.GRAMMAR, Band(5.5), Band(6.5), draw(st.integers(1, 30)), tuple(draw(st.lists(words))))
            for _ in range(draw(st.integers(0, 2)))
        ),
    )


@given(reports())
def test_nothing_is_lost_in_the_store(report: BandReport) -> None:
    assert load_report(dump_report(report)) == report


def test_the_keys_are_exactly_those_promised() -> None:
    found = to_json(a_report())
    assert set(found) == {
        "overall", "unrounded", "interval", "criteria", "corrections", "word_count", "scorer", "task",
    }  # fmt: skip
    for score in found["criteria"]:
        assert set(score) == {"criterion", "band", "interval", "findings"}
        for finding in score["findings"]:
            assert set(finding) == {"rule", "quote", "start", "end", "message"}
    for correction in found["corrections"]:
        assert set(correction) == {"start", "end", "original", "replacement", "message", "kind", "level"}
    assert json.loads(json.dumps(found)) == found


def test_a_place_to_look_at_has_no_replacement() -> None:
    report = replace(a_report(), corrections=(Correction(0, 1, "I", None, "Look.", "I", kind="article"),))
    (found,) = to_json(report)["corrections"]
    assert found == {
        "start": 0, "end": 1, "original": "I", "replacement": None, "message": "Look.", "kind": "article",
        "level": "doubtful",
    }  # fmt: skip


def test_the_values_are_plain_numbers_and_names() -> None:
    found = to_json(a_report())
    assert found["overall"] == 6.5  # 6.25 goes up
    assert found["unrounded"] == 6.25
    assert found["interval"] == [6.5, 6.5]
    assert found["task"] == 2
    assert [score["criterion"] for score in found["criteria"]] == [
        "Task Response", "Coherence and Cohesion", "Lexical Resource", "Grammatical Range and Accuracy",
    ]  # fmt: skip


def test_bands_below_four_stay_what_they_are() -> None:
    assert to_json(a_report((3, 2.5, 1, 0)))["overall"] == 1.5


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"task": 2}', "not json"])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"stored report|Expecting"):
        load_report(text)


def test_a_report_that_was_tampered_with_is_refused() -> None:
    found = json.loads(dump_report(a_report()))
    found["overall"] = 9.0
    with pytest.raises(ValueError, match="does not follow"):
        load_report(json.dumps(found))
