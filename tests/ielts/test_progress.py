"""Noise is never called progress."""

from __future__ import annotations

import random
from datetime import date

from engine.ielts.bands import Band, Interval, round_to_band
from engine.ielts.progress import Marked, Way, trend


def marked(*means: float, half: float = 1.0) -> list[Marked]:
    def interval(mean: float) -> Interval:
        return Interval(round_to_band(max(0, mean - half)), round_to_band(min(9, mean + half)), 0.8)

    return [Marked(date(2026, 5, 1), round_to_band(mean), mean, interval(mean)) for mean in means]


def test_one_report_is_no_trend() -> None:
    assert trend(marked(6.0)) is None
    assert trend([]) is None


def test_a_band_more_than_last_time_is_within_the_noise() -> None:
    found = trend(marked(5.5, 6.5))
    assert found is not None
    assert found.way is Way.NOISE
    assert found.margin > 1.0


def test_what_is_more_than_noise_is_said_in_both_directions() -> None:
    ways = [
        trend(marked(*means)) for means in ((5.0, 7.0), (7.0, 5.0), (5.0,) * 8 + (6.0,) * 8, (5.0,) * 2 + (6.0,) * 2)
    ]
    assert [each.way for each in ways if each is not None] == [Way.UP, Way.DOWN, Way.UP, Way.NOISE]


def test_learners_who_do_not_move_are_seldom_told_that_they_do() -> None:
    """Errors of the size that the interval says: it holds 80 %, so a difference leaves its margin one time in five."""
    chance = random.Random(1)
    said = 0
    for _ in range(1000):
        found = trend(marked(*(6 + chance.gauss(0, 1 / 1.2816) for _ in range(8))))
        said += found is not None and found.way is not Way.NOISE
    assert said < 250


def test_bands_are_bands() -> None:
    assert all(isinstance(each.band, Band) for each in marked(4.2, 8.8))
