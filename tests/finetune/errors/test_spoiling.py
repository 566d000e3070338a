"""Spoilt sentences: every error has its edit, and the edit, carried out, brings the sentence back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.finetune.errors.spoiling import misspelt, run_on, spoil
from engine.marking.errors.edits import applied, carried_out
from engine.marking.errors.error import Kind
from engine.marking.errors.words import words_of

_SENTENCES = [
    line for line in (Path(__file__).parents[2] / "data" / "clean_sentences.txt").read_text("utf-8").split("\n") if line
]
_COME_BACK = 0.8  # of what can be mended: an ending can be one of two ("tables" of what?)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(_SENTENCES), st.integers(0, 10_000))
def test_one_kind_and_one_edit_for_every_word(sentence: str, seed: int) -> None:
    spoilt = spoil([word.text for word in words_of(sentence)], random.Random(seed), clean=0)
    assert len(spoilt.words) == len(spoilt.kinds) == len(spoilt.edits)
    for kind, edit in zip(spoilt.kinds, spoilt.edits, strict=True):
        assert kind is Kind.ORDER or (kind is None) == (edit == "KEEP")


def test_edits_bring_the_sentence_back() -> None:
    rng = random.Random(7)
    back = tried = 0
    for sentence in _SENTENCES:
        words = [word.text for word in words_of(sentence)]
        spoilt = spoil(words, rng, clean=0, mean=0.01)
        at = next((number for number, edit in enumerate(spoilt.edits) if edit not in ("KEEP", "SPELL", "FLAG")), None)
        if at is None:
            continue
        text = " ".join(spoilt.words)
        mend = carried_out(spoilt.edits[at], text, words_of(text), at)
        tried += 1
        back += mend is not None and "".join(applied(text, [mend]).split()).lower() == "".join(words).lower()
    assert tried > 150
    assert back / tried > _COME_BACK


def test_the_same_seed_spoils_the_same_way() -> None:
    words = _SENTENCES[3].split()
    assert spoil(words, random.Random(1)) == spoil(words, random.Random(1))


def test_a_run_on_begins_a_new_sentence_where_it_says() -> None:
    joined = run_on(["It", "rains", "."], ["We", "stay", "."], random.Random(0))
    assert joined is not None
    assert joined.words[joined.edits.index("SPLIT")] == "we"
    assert run_on(["Why", "?"], ["We", "stay", "."], random.Random(0)) is None


@pytest.mark.parametrize("word", ["government", "because", "people"])
def test_a_misspelling_is_near(word: str) -> None:
    rng = random.Random(2)
    assert all(abs(len(misspelt(word, rng)) - len(word)) <= 1 for _ in range(50))
