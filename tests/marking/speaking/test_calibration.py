from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Criterion
from engine.marking.speaking.calibration import LIMITS, Line, parse_calibration, speaking_calibration

TEXT = files("engine.data").joinpath("calibration", "speaking-4.toml").read_text("utf-8")
SHIPPED = speaking_calibration()


def test_what_ships_says_what_is_assumed_and_where_it_comes_from() -> None:
    assert SHIPPED.version == "speaking-4"
    assert set(SHIPPED.limits) == set(LIMITS)
    for criterion in (Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR, Criterion.PRONUNCIATION):
        assert SHIPPED.of(criterion)
    assert all(len(scale.source) > 10 for scale in SHIPPED.scales)
    assert "assumed" in TEXT


@given(st.sampled_from(SHIPPED.scales), st.floats(-10, 400), st.floats(-10, 400))
def test_every_scale_goes_one_way_and_stays_in_its_bands(scale: object, one: float, other: float) -> None:
    line: Line = scale.line  # type: ignore[attr-defined]
    low, high = sorted((one, other))
    rises = line.bands[0] < line.bands[-1]
    if line.values[0] > line.values[-1]:
        rises = not rises
    assert (line.band(low) <= line.band(high)) is rises or line.band(low) == line.band(high)
    assert min(line.bands) <= line.band(one) <= max(line.bands)


def test_a_line_goes_straight_through_its_points() -> None:
    line = Line((4, 6, 7), (1.0, 2.0, 4.0))
    assert [line.band(value) for value in (0, 1, 1.5, 2, 3, 4, 9)] == [4, 4, 5, 6, 6.5, 7, 7]
    falling = Line((4, 6), (10.0, 2.0))
    assert [falling.band(value) for value in (12, 10, 6, 2, 0)] == [4, 4, 5, 6, 6]


@pytest.mark.parametrize(
    ("bands", "values"), [((5,), (1,)), ((5, 6), (1,)), ((5, 5), (1, 2)), ((5, 7, 6), (1, 2, 3)), ((5, 10), (1, 2))]
)
def test_a_line_out_of_order_cannot_be_built(bands: tuple[float, ...], values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"line needs|not in order|not bands"):
        Line(bands, values)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace('source = "As for Part 1."', 'source = " "', 1), "a source"),
        (lambda text: text.replace("weight = 0.25", "weight = 2.5", 1), "weight"),
        (lambda text: text.replace('measure = "speech.run"', 'measure = "speech.rate"'), "two scales"),
        (lambda text: text.replace('criterion = "P"', 'criterion = "LR"'), "every criterion"),
        (lambda text: text.replace("silence = {", "quiet = {"), "every limit"),
        (lambda text: text.replace("coverage = 0.8", "coverage = 1.8"), "coverage"),
        (lambda text: text.replace("width = 1.0", ""), "not a calibration"),
        (lambda text: text.replace('about = "', 'around = "', 1), "not a calibration"),
        (lambda _: "", "not a calibration"),
        (lambda _: "=", "Invalid"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(change: object, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_calibration(change(TEXT))  # type: ignore[operator]


def test_measures_that_could_not_be_taken_leave_their_weight_to_the_others() -> None:
    one = SHIPPED.band(Criterion.FLUENCY, {"speech.rate": 3.0})
    assert one == 7
    assert SHIPPED.band(Criterion.FLUENCY, {"lexis.mtld": 60}) is None
