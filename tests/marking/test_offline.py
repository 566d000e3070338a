"""The offline scorer: what always holds of its bands, the exam's own limits, and faults that its peers have."""

from __future__ import annotations

import math
import random
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.bands import Band, Criterion, mean_of, round_to_band
from engine.ielts.submissions import task_of
from engine.ielts.writing import Essay
from engine.marking.offline import OfflineScorer, around, spread_over
from engine.marking.samples import SAMPLES, sample_essay

SCORER = OfflineScorer.load()
W2 = sample_essay("W2")


@pytest.mark.parametrize("code", SAMPLES)
def test_the_overall_band_is_the_rounded_mean_and_lies_in_its_range(code: str) -> None:
    scores = SCORER.score(sample_essay(code))
    bands = [each.band for each in scores.criteria]
    assert scores.unrounded == pytest.approx(mean_of(bands))
    assert scores.overall == round_to_band(scores.unrounded)
    assert scores.overall in scores.interval
    assert all(each.band in each.interval for each in scores.criteria)
    assert abs(scores.unrounded - scores.target) <= 0.125


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["W1A", "W1G", "W2"]))
def test_any_text_gets_bands(text: str, code: str) -> None:
    scores = SCORER.score(Essay(text, task_of(code)))
    assert 0 <= float(scores.overall) <= 9
    assert tuple(each.criterion for each in scores.criteria) == task_of(code).criteria


@given(st.lists(st.floats(0, 9), min_size=4, max_size=4), st.floats(0, 9))
def test_criteria_stay_next_to_what_was_wanted(wanted: list[float], target: float) -> None:
    bands = spread_over(wanted, [9.0] * 4, target)
    assert all(abs(float(band) - want) <= 0.5 for band, want in zip(bands, wanted, strict=True))
    best = min(
        abs(sum(four) / 4 - target)
        for four in product(*[{math.floor(2 * want) / 2, min(math.floor(2 * want) / 2 + 0.5, 9)} for want in wanted])
    )
    assert abs(mean_of(bands) - target) <= best + 1e-6


@given(st.integers(0, 18), st.floats(0, 9), st.floats(0.1, 2))
def test_a_range_always_holds_its_band(halves: int, centre: float, width: float) -> None:
    band = Band(halves / 2)
    assert band in around(band, centre, width, 0.8)


def test_the_same_text_always_has_the_same_bands() -> None:
    assert [SCORER.score(W2) for _ in range(3)] == [SCORER.score(W2)] * 3


def test_twenty_words_or_fewer_are_band_one_on_everything() -> None:
    twenty = " ".join(W2.text.split()[:20])
    assert {float(each.band) for each in SCORER.score(Essay(twenty, W2.task)).criteria} == {1.0}
    assert float(SCORER.score(Essay(" ".join(W2.text.split()[:60]), W2.task)).overall) > 1.0


def test_nothing_is_band_zero() -> None:
    assert float(SCORER.score(Essay("", W2.task)).overall) == 0.0


def test_bands_below_four_are_given() -> None:
    weak = (
        "peoples go supermarket becouse cheep. i go to and buy many thing. small shop is close and man no have job he sad."
        " so i think it bad but also good becouse cheep and have car park. my mother like small shop he speak with woman."
    )
    assert 1.0 < float(SCORER.score(Essay(weak, W2.task)).overall) < 4.5


def test_paragraph_breaks_reach_the_scorer() -> None:
    one_block = " ".join(W2.text.split())
    with_breaks, without = SCORER.score(W2), SCORER.score(Essay(one_block, W2.task))
    cohesion = {each.criterion: float(each.band) for each in without.criteria}[Criterion.COHERENCE]
    assert cohesion <= 5.0
    assert without.overall <= with_breaks.overall


def test_there_is_no_penalty_by_the_word() -> None:
    """Dropping words one by one from the end moves the unrounded band by steps too small to be a rule."""
    words = W2.text.split(" ")
    at = [SCORER.score(Essay(" ".join(words[: len(words) - cut]), W2.task)).target for cut in range(12)]
    assert max(abs(a - b) for a, b in pairwise(at)) < 0.5


def test_more_errors_never_help() -> None:
    dice = random.Random(5)
    words = W2.text.split(" ")
    for index in dice.sample(range(len(words)), 25):
        words[index] = words[index][::-1] if len(words[index]) > 4 else words[index]
    assert SCORER.score(Essay(" ".join(words), W2.task)).overall < SCORER.score(W2).overall


def test_a_translated_question_is_not_held_against_the_answer() -> None:
    translated = task_of(
        "W2", "在许多城市，人们现在大多在大型超市购买食品，而不是在当地小商店。这种发展的优点是否大于缺点？"
    )
    assert SCORER.score(Essay(W2.text, translated)).overall == SCORER.score(Essay(W2.text, task_of("W2"))).overall
