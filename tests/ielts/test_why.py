"""Why this band and not the next: from a report alone."""

from __future__ import annotations

import dataclasses

import pytest

from engine.ielts.bands import Band, Criterion
from engine.ielts.rubric import load_rubric
from engine.ielts.why import lowest, why_not_higher
from tests.marking.reports import a_report

RUBRIC = load_rubric()


def test_what_held_it_and_what_comes_next() -> None:
    why = why_not_higher(a_report((6, 6, 6.5, 7)), Criterion.COHERENCE, RUBRIC)
    assert (why.band, why.wanted) == (Band(6), Band(6.5))
    assert [finding.quote for finding in why.held] == ["Moreover"]
    assert not why.limits
    held = RUBRIC.rule(why.held[0].rule)
    assert why.asked[0].aspect == held.aspect, "first what is asked of the aspect that was held against it"
    assert all(rule.side == "positive" and rule.band > 6 for rule in why.asked)
    assert 1 <= len(why.asked) <= 3


def test_where_nothing_was_held_against_it_the_rubric_speaks() -> None:
    why = why_not_higher(a_report((6, 6, 6.5, 7)), Criterion.TASK_RESPONSE, RUBRIC)
    assert not why.held
    assert why.limits
    assert all(rule.side == "negative" and rule.band == 6 for rule in why.limits)


@pytest.mark.parametrize(("band", "next_whole"), [(6.0, 7), (6.5, 7), (7.0, 8), (8.5, 9), (0.0, 1)])
def test_half_a_band_more_has_some_of_the_next_whole_band(band: float, next_whole: int) -> None:
    report = a_report((band, 6, 6, 6))
    why = why_not_higher(report, Criterion.TASK_RESPONSE, RUBRIC)
    positive = {rule for rule in RUBRIC.rules("W2", Criterion.TASK_RESPONSE, next_whole) if rule.side == "positive"}
    assert set(why.asked) <= positive
    assert bool(why.asked) == bool(positive)


def test_nothing_is_above_nine() -> None:
    why = why_not_higher(a_report((9, 9, 9, 9)), Criterion.LEXICAL, RUBRIC)
    assert why.wanted == why.band == Band(9)
    assert not why.asked


def test_the_lowest_is_the_one_to_ask_about() -> None:
    assert lowest(a_report((6, 5, 6, 5))) is Criterion.COHERENCE
    with pytest.raises(KeyError):
        why_not_higher(dataclasses.replace(a_report()), Criterion.FLUENCY, RUBRIC)
