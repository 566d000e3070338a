"""Syllables by spelling, against how words are said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordfreq import top_n_list, word_frequency

from engine.marking.speaking.sound.syllables import syllables

SAID = {
    "I go to school every day": 7,
    "She wanted to be a scientist": 9,
    "The weather's been beautiful, hasn't it?": 10,
    "They lived in a village and worked on a farm": 11,
    "Businesses created opportunities for everybody": 16,
    "It isn't comfortable, I'd rather stay": 11,
    "We watched movies and played games together": 10,
    "the people's favourite chocolate": 8,
    "In 2019 I had 3 cats": 9,
    "1905 and 2000": 8,
    "um": 1,
    "TV": 2,
    "": 0,
    "... !? —": 0,
}


@pytest.mark.parametrize("text", SAID)
def test_sentences(text: str) -> None:
    assert syllables(text) == SAID[text]


def test_against_a_pronouncing_dictionary() -> None:
    """The commonest words that CMUdict knows, weighted by how common they are."""
    import pocketsphinx

    known: dict[str, set[int]] = {}
    for line in (Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict").read_text().splitlines():
        word, *phones = line.split()
        nuclei = sum(phone[0] in "AEIOU" for phone in phones)
        known.setdefault(re.sub(r"\(\d+\)$", "", word), set()).add(nuclei)
    wrong = bias = total = 0.0
    for word in top_n_list("en", 20_000):
        if word in known and re.fullmatch("[a-z']+", word):
            weight = word_frequency(word, "en")
            nearest = min(known[word], key=lambda count: abs(count - syllables(word)))
            total += weight * nearest
            wrong += weight * abs(syllables(word) - nearest)
            bias += weight * (syllables(word) - nearest)
    assert wrong / total < 0.01
    assert abs(bias / total) < 0.005


@given(st.text(max_size=60))
def test_any_text_has_a_count(text: str) -> None:
    assert 0 <= syllables(text) <= 8 * len(text) + 8
    assert syllables(f"{text} house") == syllables(text) + 1
