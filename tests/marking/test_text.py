"""Cutting a text: every part is where it says it is, and nothing with letters is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.text import Text


@given(st.text(max_size=300))
def test_every_part_is_at_its_place(raw: str) -> None:
    text = Text(raw)
    for part in (*text.paragraphs, *text.sentences, *text.words):
        assert raw[part.start : part.end] == part.text


@given(st.text(max_size=300))
def test_sentences_lie_in_order_inside_paragraphs(raw: str) -> None:
    text = Text(raw)
    ends = [sentence.end for sentence in text.sentences]
    assert all(a <= b.start for a, b in zip(ends, text.sentences[1:], strict=False))
    for sentence in text.sentences:
        assert any(p.start <= sentence.start and sentence.end <= p.end for p in text.paragraphs)


@given(st.text(alphabet="ab .!?\n,'", max_size=120))
def test_no_word_falls_between_sentences(raw: str) -> None:
    text = Text(raw)
    assert sum(len(words) for words in text.sentence_words) == len(text.words)


@pytest.mark.parametrize(
    ("raw", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It costs 3.5 dollars, e.g. in Rome. Yes.", ["It costs 3.5 dollars, e.g. in Rome.", "Yes."]),
        ("The end.However, it goes on.", ["The end.", "However, it goes on."]),
        ("no stop at all", ["no stop at all"]),
        ("He said “Go.” Then he left.", ["He said “Go.”", "Then he left."]),
        ("---\nText here.", ["Text here."]),
    ],
)
def test_where_sentences_end(raw: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in Text(raw).sentences] == sentences
