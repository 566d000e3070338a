"""What the examiner says is cut where a voice would breathe, and carries nothing that is a command to an engine."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.models.voices.sentences import LONGEST, spoken_sentences


def test_sentences_in_order() -> None:
    text = "Let's talk about Dr. Smith's advice, e.g. on sleep.  Do you agree?\nWhy?"
    assert spoken_sentences(text) == ("Let's talk about Dr. Smith's advice, e.g. on sleep.", "Do you agree?", "Why?")


def test_nothing_to_say() -> None:
    assert spoken_sentences(" ... \n — ") == ()


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    clause = "when the weather is fine and nobody is in a hurry to be anywhere else at all"
    pieces = spoken_sentences(", ".join([clause] * 12) + ".")
    assert len(pieces) > 1
    assert all(piece.startswith("when") for piece in pieces)


@given(st.text(max_size=1500) | st.text("ab ,.?!\x01\x00\n", max_size=1500))
def test_pieces_are_short_plain_and_lose_no_word(text: str) -> None:
    pieces = spoken_sentences(text)
    assert all(0 < len(piece) <= LONGEST for piece in pieces)
    assert not any(unicodedata.category(char)[0] == "C" for piece in pieces for char in piece)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=30), min_size=1, max_size=200))
def test_no_word_is_lost(words: list[str]) -> None:
    assert " ".join(spoken_sentences(" ".join(words))).split() == words
