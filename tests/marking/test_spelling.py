"""Which word was meant, and when it is better to say nothing."""

from __future__ import annotations

import pytest

from engine.marking.spelling import _distance, likeliest


@pytest.mark.parametrize(
    ("wrong", "candidates", "meant"),
    [
        ("goverment", ["government", "movement"], "government"),
        ("recieve", ["receive", "relieve"], "receive"),
        ("hotest", ["honest", "hottest"], "hottest"),
        ("proportionaly", ["proportional"], "proportionally"),
        ("fluctiation", ["fluctuations"], "fluctuation"),
        ("creats", ["cheats"], "creates"),
        ("didnt", ["didn't", "dint"], "didn't"),
        ("becouse", [], "because"),
        ("waiters", ["waivers"], None),
        ("dayes", ["day's"], None),
        ("xqzt", [], None),
        ("mandams", ["mandamus"], None),
        ("knowledagble", ["knowledge"], None),
    ],
)
def test_only_a_clear_candidate_is_offered(wrong: str, candidates: list[str], meant: str | None) -> None:
    assert likeliest(wrong, candidates) == meant


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("", "", 0), ("a", "", 1), ("form", "from", 1), ("kitten", "sitting", 3), ("abc", "abc", 0)],
)
def test_distance_counts_a_swap_once(a: str, b: str, distance: int) -> None:
    assert _distance(a, b) == _distance(b, a) == distance
