"""Measures: word classes, errors, a marker's comment, and what says nothing of a kind of text."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.submissions import task_of
from engine.ielts.text import Text
from engine.ielts.writing import Essay
from engine.marking.errors.error import Kind, Reading, ReadWord
from engine.marking.text.remarks import is_about_the_answer
from engine.marking.words.classes import class_of, possible
from engine.marking.words.lexis import hdd, maas, quantile
from engine.marking.writing.measures.collect import measure
from engine.marking.writing.measures.errors import errors, style
from engine.marking.writing.samples import SAMPLES, sample_essay


@pytest.mark.parametrize(
    ("word", "classes"),
    [
        ("countries", {"NS"}), ("goes", {"VZ"}), ("went", {"VP"}), ("spoken", {"VN"}), ("becoming", {"VG"}),
        ("increases", {"NS", "VZ"}), ("furniture", {"NM"}), ("quickly", {"R"}), ("people", {"NS"}),
    ],
)  # fmt: skip
def test_a_word_has_its_classes(word: str, classes: set[str]) -> None:
    assert possible(word) >= classes


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_word_has_a_class(word: str) -> None:
    assert class_of(word.lower())


@pytest.mark.parametrize(
    "comment",
    [
        "This is a very good essay. The vocabulary is rich and the paragraphs are well organised. It would get band 8.",
        "The writer's position is clear, paragraphs follow logically, and only a few errors in spelling remain.",
        "Examiner's comment: a fair attempt.",
        "Overall, this response covers the task, is easy to follow and seems worthy of Band 8.",
    ],
)
def test_a_markers_comment_is_known(comment: str) -> None:
    assert is_about_the_answer(comment)


@pytest.mark.parametrize(
    "text",
    [
        "This essay will discuss both views, and I will give examples to support my opinion and my arguments.",
        "The author of a book has the right to be paid, and the writer is often poor.",
        "Children who read have a rich vocabulary and make few errors in grammar and spelling.",
        "In conclusion, this essay argues that the government should act.",
    ],
)
def test_a_learners_own_paragraph_is_not_taken_for_one(text: str) -> None:
    assert not is_about_the_answer(text)


@pytest.mark.parametrize("code", SAMPLES)
def test_no_sample_of_ours_is_taken_for_a_comment(code: str) -> None:
    assert not any(is_about_the_answer(paragraph.text) for paragraph in Text(sample_essay(code).text).paragraphs)


def test_what_says_nothing_of_a_text_is_not_a_number() -> None:
    text = sample_essay("W2").text
    numbers = {code: measure(Essay(text, task_of(code))).numbers for code in ("W1A", "W1G", "W2")}
    assert not any(math.isnan(value) for value in numbers["W1A"].values())
    assert math.isnan(numbers["W2"]["describing.overview"])
    assert math.isnan(numbers["W1G"]["layout.short_paragraphs"])
    assert not math.isnan(numbers["W2"]["layout.short_paragraphs"])


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["W1A", "W1G", "W2"]))
def test_every_number_is_finite_or_says_nothing(text: str, code: str) -> None:
    numbers = measure(Essay(text, task_of(code, "Some people like cars."))).numbers
    assert not any(math.isinf(value) for value in numbers.values())
    assert set(numbers) == set(measure(Essay("A car.", task_of(code))).numbers)


def test_diversity() -> None:
    rich, poor = [str(i) for i in range(100)], ["a", "b"] * 50
    assert hdd(rich) == pytest.approx(1.0)
    assert hdd(poor) == pytest.approx(2 / 42)
    assert maas(100, 100) == 0.0 < maas(100, 2)
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([], 0.5) == 0.0


def reading_of(text: str, wrong: dict[str, tuple[Kind, float]]) -> Reading:
    """A reading in which each word of ``wrong`` has the kind and probability given, and no other word is wrong."""
    words = []
    for word in Text(text).words:
        kind, probability = wrong.get(word.text, (Kind.ARTICLE, 0.0))
        shares = tuple(probability * (each is kind) for each in Kind)
        words.append(ReadWord(word.start, word.end, probability, shares))
    return Reading(text, (), tuple(words), (), np.arange(3, dtype=np.float32))


CLEAN = "We saw a house. It was old and grey. They liked it very much indeed."


def test_errors_are_counted_by_kind_and_by_sentence() -> None:
    text = Text(CLEAN)
    clean = errors(text, reading_of(CLEAN, {}))
    one = errors(text, reading_of(CLEAN, {"house": (Kind.SPELLING, 0.9)}))
    assert (clean["errors.clean_sentences"], clean["errors.sentences_right"]) == (1.0, 0.0)
    assert one["errors.sentences_without_sure"] == pytest.approx(2 / 3)
    assert one["errors.spelling"] > clean["errors.spelling"]
    assert one["errors.article"] == clean["errors.article"]


def test_doubts_add_up() -> None:
    """Three words of which each is wrong with a probability of 0.3 count nearly as much as one that is surely wrong."""
    text = Text(CLEAN)
    doubts = errors(text, reading_of(CLEAN, dict.fromkeys(("house", "grey", "much"), (Kind.NUMBER, 0.3))))
    sure = errors(text, reading_of(CLEAN, {"house": (Kind.NUMBER, 0.9)}))
    assert doubts["errors.expected"] == pytest.approx(sure["errors.expected"])
    assert doubts["errors.likely"] < sure["errors.likely"]


def test_the_tenth_error_says_less_than_the_first() -> None:
    text, words = Text(CLEAN), [word.text for word in Text(CLEAN).words]
    at = [
        errors(text, reading_of(CLEAN, dict.fromkeys(words[:count], (Kind.NUMBER, 0.99))))["errors.expected"]
        for count in (0, 1, 9, 10)
    ]
    assert at[1] - at[0] > at[3] - at[2] > 0


def test_the_state_of_the_encoder_is_a_measure() -> None:
    assert style(reading_of(CLEAN, {})) == {"hidden.000": 0.0, "hidden.001": 1.0, "hidden.002": 2.0}


def test_an_essay_is_read_once() -> None:
    essay = sample_essay("W2")
    read: list[str] = []

    class Counting:
        def read(self, text: str) -> Reading:
            read.append(text)
            return reading_of(text, {})

    found = measure(essay, finder=Counting())
    assert read == [found.own.text.raw] == [found.reading.text]
