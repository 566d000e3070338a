"""Bands: one rounding rule, checked against the exam's own examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Band, Criterion, Interval, mean_of, round_to_band

halves = st.integers(0, 18).map(lambda step: Band(step / 2))


@pytest.mark.parametrize(
    ("mean", "band"),
    [(6.25, 6.5), (6.75, 7.0), (6.125, 6.0), (5.875, 6.0), (6.2499, 6.0), (0.0, 0.0), (0.25, 0.5), (9.0, 9.0)],
)
def test_a_quarter_goes_up_where_pythons_round_would_go_to_even(mean: float, band: float) -> None:
    assert round_to_band(mean) == Band(band)


@given(st.floats(0, 9))
def test_rounding_moves_a_mean_by_a_quarter_at_most(mean: float) -> None:
    assert abs(float(round_to_band(mean)) - mean) <= 0.25


@given(st.lists(halves, min_size=4, max_size=4))
def test_the_mean_of_bands_can_always_be_rounded(bands: list[Band]) -> None:
    assert min(bands) <= round_to_band(mean_of(bands)) <= max(bands)


@given(halves)
def test_a_band_rounds_to_itself(band: Band) -> None:
    assert round_to_band(float(band)) == band


@pytest.mark.parametrize("value", [-0.5, 9.5, 6.25, math.nan, math.inf])
def test_what_is_no_band_cannot_be_built(value: float) -> None:
    with pytest.raises(ValueError, match="not a band"):
        Band(value)


@pytest.mark.parametrize("mean", [-0.1, 9.1, math.nan])
def test_what_is_no_mean_cannot_be_rounded(mean: float) -> None:
    with pytest.raises(ValueError, match="not a mean"):
        round_to_band(mean)


def test_bands_below_four_exist() -> None:
    assert [str(round_to_band(mean)) for mean in (0.0, 1.0, 2.5, 3.3)] == ["0.0", "1.0", "2.5", "3.5"]


def test_an_interval_holds_its_ends_and_nothing_outside() -> None:
    interval = Interval(Band(5.5), Band(6.5), 0.8)
    assert Band(5.5) in interval
    assert Band(6.5) in interval
    assert Band(7.0) not in interval


@pytest.mark.parametrize(("low", "high", "coverage"), [(6.5, 5.5, 0.8), (5.0, 6.0, 0.0), (5.0, 6.0, 1.0)])
def test_an_interval_that_means_nothing_cannot_be_built(low: float, high: float, coverage: float) -> None:
    with pytest.raises(ValueError, match="not an interval"):
        Interval(Band(low), Band(high), coverage)


def test_every_criterion_has_the_exams_name() -> None:
    assert {criterion.label for criterion in Criterion} >= {"Task Achievement", "Task Response", "Pronunciation"}
