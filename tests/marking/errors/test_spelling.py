"""Which word was meant, and when it is better to say nothing."""

from __future__ import annotations

import pytest

from engine.marking.errors.spelling import is_built, likeliest, likeliest_and_lead, meant


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
        ("dayes", ["day's"], "days"),
        ("xqzt", [], None),
        ("knowledagble", ["knowledge"], None),
        ("milion", ["mil ion"], "million"),  # one word with a letter wrong, sooner than two that make no sense
        ("mantain", ["manta in"], "maintain"),
        ("nowdays", ["now days"], "nowadays"),
        ("youngesters", ["young esters"], "youngsters"),
        ("infact", ["infant"], "in fact"),
        ("suitation", ["sanitation", "station"], "situation"),  # a letter two places off
    ],
)
def test_only_a_clear_candidate_is_offered(wrong: str, candidates: list[str], meant: str | None) -> None:
    assert likeliest(wrong, candidates) == meant


@pytest.mark.parametrize(
    ("wrong", "word"),
    [("hte", "the"), ("choosed", "chose"), ("teached", "taught"), ("inmany", "in many"), ("dont", "don't")],
)
def test_swaps_regular_pasts_and_words_run_together(wrong: str, word: str) -> None:
    assert meant(wrong)[0][0] == word


def test_the_likeliest_comes_first() -> None:
    scores = [score for _, score in meant("suitation")]
    assert scores == sorted(scores, reverse=True)


def test_a_possessive_of_a_word_is_no_misspelling() -> None:
    assert meant("govern's", ["governs"]) == ()


def test_a_plural_is_not_mended_into_another_word_s_singular() -> None:
    assert meant("exercies")[0][0] == "exercises"


def test_a_word_that_is_only_nearer_than_all_others_is_not_sure() -> None:
    assert likeliest_and_lead("goolife") == ("goalie", 0.0)


@pytest.mark.parametrize(
    ("word", "built"), [("destress", True), ("Overcharge", True), ("dether", False), ("recommand", False)]
)
def test_a_known_word_with_something_before_it_is_a_word(word: str, built: bool) -> None:
    assert is_built(word) is built
