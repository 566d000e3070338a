"""Agreement, against numbers worked out by hand and against what must hold of any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.metrics import agreement, quadratic_weighted_kappa

bands = st.lists(st.integers(0, 18).map(lambda half: half / 2), min_size=2, max_size=40)


def test_by_hand() -> None:
    found = agreement(np.array([6.0, 6.5, 7.0, 5.0]), np.array([6.0, 7.0, 6.0, 5.5]))
    assert found.exact == 0.25
    assert found.within_half == 0.75
    assert found.within_one == 1.0
    assert found.mse == pytest.approx((0 + 0.25 + 1 + 0.25) / 4)
    assert found.mean_error == pytest.approx(0.5)
    assert found.bias == pytest.approx(0.0)


@given(bands)
def test_perfect_agreement_is_one(given_bands: list[float]) -> None:
    same = np.array(given_bands)
    found = agreement(same, same)
    assert found.rmse == 0
    assert found.exact == 1
    assert found.qwk == (1.0 if len(set(given_bands)) > 1 else 0.0)


@given(bands, st.randoms())
def test_kappa_is_symmetric_and_at_most_one(given_bands: list[float], dice: object) -> None:
    other = list(given_bands)
    dice.shuffle(other)  # type: ignore[attr-defined]
    a, b = np.array(given_bands), np.array(other)
    assert quadratic_weighted_kappa(a, b) == pytest.approx(quadratic_weighted_kappa(b, a))
    assert quadratic_weighted_kappa(a, b) <= 1


def test_the_mean_for_everybody_agrees_no_better_than_chance() -> None:
    assert quadratic_weighted_kappa(np.full(4, 6.0), np.array([5.0, 6.0, 7.0, 6.0])) == pytest.approx(0.0)


def test_like_prompts_are_one_group_and_no_group_is_divided() -> None:
    prompts = [
        "Some people think that zoos are cruel and should be closed. To what extent do you agree?",
        "Some people think that zoos are cruel and should be closed down. To what extent do you agree or disagree?",
        "The chart below shows visitors to three museums in London over ten years.",
    ] * 4
    groups = prompt_groups(prompts)
    assert groups[0] == groups[1] != groups[2]
    fold = folds(groups, seed=3, count=2)
    assert len({int(fold[i]) for i in range(len(prompts)) if groups[i] == groups[0]}) == 1


def test_nothing_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        agreement(np.array([]), np.array([]))
