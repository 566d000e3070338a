"""The offline scorer: what always holds of its bands, the exam's own limits, and faults that its peers have."""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.bands import Band, Criterion, mean_of, round_to_band
from engine.ielts.submissions import task_of
from engine.ielts.writing import Essay
from engine.marking.writing.band_model import shipped
from engine.marking.writing.measures.collect import measure
from engine.marking.writing.offline import OfflineScorer, around, spread_over
from engine.marking.writing.samples import SAMPLES, sample_essay
from tests.planting import planted

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
    means = [
        sum(four) / 4
        for four in product(*[{math.floor(2 * want) / 2, min(math.floor(2 * want) / 2 + 0.5, 9)} for want in wanted])
    ]
    rounded_alike = [mean for mean in means if round_to_band(mean) == round_to_band(target)]
    best = min(abs(mean - target) for mean in rounded_alike or means)
    if rounded_alike:
        assert abs(mean_of(bands) - target) <= best + 1e-6


def test_rounding_gives_no_half_band_away() -> None:
    """Means come in eighths and one that ends in .25 goes up: an eighth of all answers would get half a band too much."""
    targets = [4 + number / 100 for number in range(400)]
    given = [float(round_to_band(mean_of(spread_over([target] * 4, [9.0] * 4, target)))) for target in targets]
    assert sum(given) / 400 - sum(targets) / 400 == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("code", ["W2", "W1A"])
def test_planted_errors_lower_grammar_most(code: str) -> None:
    """Ten errors in a hundred words cost Grammar a band, and no criterion more."""
    essay = sample_essay(code)
    before = SCORER.score(essay)
    lost: dict[Criterion, float] = Counter()
    for seed in range(3):
        after = SCORER.score(Essay(planted(essay.text, 10, seed), essay.task))
        for one, other in zip(before.criteria, after.criteria, strict=True):
            lost[one.criterion] += (float(one.band) - float(other.band)) / 3
    assert lost[Criterion.GRAMMAR] >= 1
    assert lost[Criterion.GRAMMAR] == max(lost.values())


def test_the_range_is_wider_for_a_text_unlike_those_of_the_fit() -> None:
    model = shipped()
    strange = Essay("Ha. " + " ".join(["Go! Now! Why? No?"] * 12), W2.task)
    assert model.reach(measure(strange), 2) > 1.5 * model.reach(measure(W2), 2) >= 1.5 * model.width[1]


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
