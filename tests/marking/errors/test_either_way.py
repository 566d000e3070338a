"""What is right in two ways is called wrong in neither."""

from __future__ import annotations

import pytest

from engine.marking.errors.either_way import follows_several_in_one, is_list_comma
from engine.marking.errors.error import Kind
from engine.marking.errors.finder import shipped
from engine.marking.errors.words import words_of


@pytest.mark.parametrize(
    ("text", "word", "listed"),
    [
        ("We saw buses, trams and trains.", "and", True),
        ("We saw buses, trams or trains.", "or", True),
        ("It was late and they went home.", "and", False),
        ("On Monday, when it had rained all day long and nobody came, we left.", "and", False),
        ("We saw buses, trams but no trains.", "but", False),
    ],
)
def test_the_comma_before_the_last_of_a_list_is_a_matter_of_taste(text: str, word: str, listed: bool) -> None:
    words = words_of(text)
    assert is_list_comma(words, [each.text for each in words].index(word)) is listed


def test_a_noun_for_several_in_one_takes_either_number() -> None:
    words = words_of("The data show that prices fell.")
    assert follows_several_in_one(words, 2, Kind.AGREEMENT)
    assert not follows_several_in_one(words, 2, Kind.WRONG_WORD)
    assert not follows_several_in_one(words, 5, Kind.AGREEMENT)


@pytest.mark.parametrize(
    "text",
    [
        "They run courses, lend tools and give people a warm place to work in.",
        "The graph has three areas in a country, the coast, the mountains and the lakes.",
        "The data compare the figures of three years and show that more people travelled by train.",
        "Reading helps us to relax and destress after work.",
    ],
)
def test_nothing_of_it_is_shown(text: str) -> None:
    assert shipped().read(text).errors == ()
