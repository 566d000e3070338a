"""Reports: what is not in the essay cannot be said about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band
from engine.ielts.reports import BandReport, Correction, CriterionScore, Finding
from engine.ielts.writing import Essay, WritingTask

TEXT = "Peoples are happy. They is at home."
RANGE = Interval(Band(5.0), Band(7.0), 0.8)


def report(bands: tuple[float, float, float, float], **changes: object) -> BandReport:
    task = WritingTask(2)
    finding = Finding("W2.GRA.6.a", "They is", 19, 26, "agreement", TEXT)
    criteria = tuple(
        CriterionScore(criterion, Band(band), RANGE, (finding,))
        for criterion, band in zip(task.criteria, bands, strict=True)
    )
    mean = mean_of([score.band for score in criteria])
    parts: dict[str, object] = {
        "task": task,
        "overall": round_to_band(mean),
        "unrounded": mean,
        "interval": RANGE,
        "criteria": criteria,
        "corrections": (Correction(19, 26, "They is", "They are", "agreement", TEXT),),
        "strengths": ("It can be read.",),
        "next_steps": (),
        "word_count": 7,
        "scorer": "test-1",
    }
    return BandReport(**{**parts, **changes})  # type: ignore[arg-type]


def test_the_overall_band_follows_from_the_criteria() -> None:
    assert report((6.0, 6.0, 6.0, 7.0)).overall == Band(6.5)
    with pytest.raises(ValueError, match="does not follow"):
        report((6.0, 6.0, 6.0, 7.0), overall=Band(6.0))
    with pytest.raises(ValueError, match="not the mean"):
        report((6.0, 6.0, 6.0, 7.0), unrounded=6.5)


def test_the_four_criteria_come_in_the_order_of_the_descriptors() -> None:
    whole = report((6.0, 6.0, 6.0, 6.0))
    with pytest.raises(ValueError, match="four criteria"):
        report((6.0, 6.0, 6.0, 6.0), criteria=whole.criteria[::-1])
    assert whole.criteria[0].criterion is Criterion.TASK_RESPONSE


@given(st.text(max_size=40), st.integers(-3, 45), st.text(min_size=1, max_size=8))
def test_a_finding_that_quotes_what_is_not_there_cannot_be_built(text: str, start: int, quote: str) -> None:
    end = start + len(quote)
    if start >= 0 and text[start:end] == quote and quote.strip():
        assert Finding("W2.LR.6.a", quote, start, end, "why", text).quote == quote
    else:
        with pytest.raises(ValueError, match="not in the text"):
            Finding("W2.LR.6.a", quote, start, end, "why", text)


def test_a_correction_equal_to_the_original_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        Correction(0, 7, "Peoples", "Peoples", "why", TEXT)


def test_a_correction_of_other_words_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="not in the text"):
        Correction(1, 8, "Peoples", "People", "why", TEXT)


def test_a_report_is_checked_against_the_essay_that_it_is_for() -> None:
    whole = report((6.0, 6.0, 6.0, 6.0))
    whole.check_against(Essay(TEXT, WritingTask(2)))
    with pytest.raises(ValueError, match="not in the text"):
        whole.check_against(Essay("Something else entirely was written.", WritingTask(2)))
