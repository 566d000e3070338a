from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.reports import NextStep
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.report import (
    CRITERIA,
    Drill,
    ListenAgain,
    Moment,
    Observation,
    SpeakingReport,
    SpokenFinding,
    SpokenScore,
    clock,
    weakest,
)
from engine.ielts.speaking.report_json import dump_speaking_report, load_speaking_report

SAID = "Well, I has two sister, you know, and they is kind."
RANGE = Interval(Band(5), Band(7), 0.8)


def _moment(quote: str = "I has two sister", second: float | None = 65.4) -> Moment:
    start = SAID.index(quote)
    return Moment("t3", quote, start, start + len(quote), second, SAID)


def _scores(*bands: float) -> tuple[SpokenScore, ...]:
    finding = SpokenFinding("S.GRA.5.a", _moment(), "The verb does not agree.")
    return tuple(
        SpokenScore(criterion, Band(band), RANGE, (finding,) if criterion is Criterion.GRAMMAR else ())
        for criterion, band in zip(CRITERIA, bands, strict=False)
    )


def a_speaking_report(*bands: float, **other: Any) -> SpeakingReport:
    scores = _scores(*bands)
    mean = mean_of([score.band for score in scores])
    report = {
        "overall": round_to_band(mean),
        "unrounded": mean,
        "interval": RANGE,
        "criteria": scores,
        "observations": (Observation(3, "Answers were shorter than in Part 1.", unscripted=True),),
        "strengths": ("Kept going.",),
        "next_steps": (NextStep(Criterion.GRAMMAR, "S.GRA.6.a", "Watch the verb.", "Say five sentences."),),
        "listen_again": (ListenAgain(_moment(), "I have two sisters", "The verb agrees."),),
        "drill": Drill(Scope.PART_1, "family", weakest(scores)[0], "Short answers to begin with."),
        "seconds": 700.0,
        "typed": False,
        "scorer": "offline-1",
    }
    return SpeakingReport(**{**report, **other})


def test_one_rating_over_the_whole_test() -> None:
    report = a_speaking_report(6.0, 6.5, 5.5, 6.0)
    assert report.overall == Band(6.0)
    assert report.drill.criterion is Criterion.GRAMMAR
    assert report.moments[0].at == "01:05"
    report.check_against({"t3": SAID}, load_rubric().by_id)


def test_typed_answers_are_marked_without_pronunciation() -> None:
    assert a_speaking_report(6.0, 6.5, 5.5, typed=True).unrounded == 6.0
    with pytest.raises(ValueError, match="without pronunciation"):
        a_speaking_report(6.0, 6.5, 5.5, 6.0, typed=True)
    with pytest.raises(ValueError, match="in order"):
        a_speaking_report(6.0, 6.5, 5.5)


@given(st.text(max_size=80), st.text(min_size=1, max_size=10), st.integers(-2, 80), st.integers(-2, 90))
def test_a_quote_that_was_not_said_cannot_be_built(transcript: str, quote: str, start: int, end: int) -> None:
    try:
        moment = Moment("t1", quote, start, end, 1.0, transcript)
    except ValueError:
        return
    assert moment.quote in transcript
    assert moment.quote.strip()


@pytest.mark.parametrize("second", [-1.0, float("nan"), float("inf")])
def test_a_moment_is_a_time(second: float) -> None:
    with pytest.raises(ValueError, match="not a moment"):
        _moment(second=second)
    assert _moment(second=None).at is None


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"overall": Band(9)}, "does not follow"),
        ({"unrounded": 6.1}, "not the mean"),
        ({"listen_again": (ListenAgain(_moment(), None, "Good."),) * 6}, "more than 5"),
        ({"drill": Drill(Scope.PART_1, "family", Criterion.LEXICAL, "Why not.")}, "weakest"),
    ],
)
def test_a_report_that_does_not_hold_together_cannot_be_built(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        a_speaking_report(6.0, 6.5, 5.5, 6.0, **change)


@pytest.mark.parametrize("rule", ["W2.GRA.5.a", "S.TA.5.a", "S.GRA.5", ""])
def test_rules_are_those_of_speaking(rule: str) -> None:
    with pytest.raises(ValueError, match="not a rule"):
        SpokenFinding(rule, _moment(), "?")


def test_findings_stay_with_their_criterion_and_drills_with_a_part() -> None:
    with pytest.raises(ValueError, match="another criterion"):
        SpokenScore(Criterion.FLUENCY, Band(6), RANGE, (SpokenFinding("S.GRA.5.a", _moment(), "?"),))
    with pytest.raises(ValueError, match="one part"):
        Drill(Scope.TEST, "family", Criterion.FLUENCY, "?")


def test_what_is_quoted_is_checked_again_when_it_is_read() -> None:
    report = a_speaking_report(6.0, 6.5, 5.5, 6.0)
    with pytest.raises(ValueError, match="not said"):
        report.check_against({"t3": SAID.upper()}, load_rubric().by_id)
    with pytest.raises(ValueError, match="not said"):
        report.check_against({}, load_rubric().by_id)
    odd = replace(report.next_steps[0], rule="S.GRA.9.z")
    with pytest.raises(ValueError, match="not in the rubric"):
        replace(report, next_steps=(odd,)).check_against({"t3": SAID}, load_rubric().by_id)


def test_moments_are_shown_as_minutes_and_seconds() -> None:
    assert [clock(second) for second in (0, 59.9, 60, 754.2)] == ["00:00", "00:59", "01:00", "12:34"]


def test_a_stored_report_comes_back_whole_and_is_checked_against_the_transcripts() -> None:
    report = a_speaking_report(6.0, 6.5, 5.5, 6.0)
    text = dump_speaking_report(report)
    assert load_speaking_report(text, {"t3": SAID}) == report
    for broken, transcripts in ((text, {"t3": "Something else."}), (text, {}), ("{}", {}), ("[]", {}), ("", {})):
        with pytest.raises(ValueError):  # noqa: PT011
            load_speaking_report(broken, transcripts)
