"""Measures: word classes, grammar that does not fit, a marker's comment, and what says nothing of a kind of text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.submissions import task_of
from engine.ielts.writing import Essay
from engine.marking.measures.collect import measure
from engine.marking.measures.lexis import hdd, maas, quantile
from engine.marking.measures.patterns import patterns
from engine.marking.measures.remarks import is_about_the_answer
from engine.marking.measures.word_classes import class_of, possible, tagged
from engine.marking.samples import SAMPLES, sample_essay
from engine.marking.text import Text


@pytest.mark.parametrize(
    ("word", "classes"),
    [
        ("countries", {"NS"}), ("goes", {"VZ"}), ("went", {"VP"}), ("spoken", {"VN"}), ("becoming", {"VG"}),
        ("increases", {"NS", "VZ"}), ("furniture", {"NM"}), ("quickly", {"R"}), ("people", {"NS"}),
    ],
)  # fmt: skip
def test_a_word_has_its_classes(word: str, classes: set[str]) -> None:
    assert possible(word) >= classes


def test_neighbours_choose_the_class() -> None:
    assert tagged("they study the study of increases".split()) == ["they", "V", "the", "N1", "of", "NS"]
    assert tagged("this increases costs".split())[1] in {"NS", "VZ"}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_word_has_a_class(word: str) -> None:
    assert class_of(word.lower())
    assert len(tagged(Text(word).lower)) == len(Text(word).lower)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("He can goes there.", "modal"),
        ("They want to became rich.", "to"),
        ("A countries must act.", "one_plural"),
        ("There were many problem in the city.", "many_singular"),
        ("They goes home.", "they_s"),
        ("It make no sense.", "it_base"),
        ("Cars is cheap.", "plural_is"),
        ("Because is a bad idea, we left.", "no_subject"),
        ("The weather was cold and wet, it was dark when we came home again.", "spliced"),
        ("A very long road near the sea.", "no_verb"),
        ("because nobody helped them", "small_start"),
    ],
)
def test_what_does_not_fit_is_counted(sentence: str, name: str) -> None:
    assert patterns(Text(sentence))[f"patterns.{name}"] > 0


@pytest.mark.parametrize(
    "sentence",
    [
        "He can go there.",
        "They want to become rich.",
        "There were many problem areas in the city.",
        "I was tired. It helps people make friends.",
        "The number of cars is high.",
        "Although the weather was cold and wet, it was warm in our house by the sea.",
    ],
)
def test_what_fits_is_not(sentence: str) -> None:
    assert patterns(Text(sentence))["patterns.sure"] == 0


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
