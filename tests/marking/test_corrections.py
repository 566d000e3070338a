"""Corrections change what is wrong, say why, and leave names, numbers and right words alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.reports import Correction
from engine.marking.corrections import corrections
from engine.marking.grammar import check
from engine.marking.lint import Lint
from engine.marking.slips import slips


def correct(text: str) -> tuple[Correction, ...]:
    return corrections(text, (*slips(text), *check(text)))


def lint(text: str, wrong: str, *better: str, kind: str = "Grammar", rule: str = "Any", message: str = "Why.") -> Lint:
    start = text.index(wrong)
    return Lint(start, start + len(wrong), rule, kind, message, better)


def test_a_learner_s_sentence() -> None:
    text = "The goverment should spend more mony on schools, becouse the disadvantages is serious."
    found = {each.original: each.replacement for each in correct(text)}
    assert found["goverment"] == "government"
    assert found["becouse"] == "because"
    assert found["disadvantages is"] == "disadvantages are"


def test_offsets_hold_after_emoji_and_windows_line_ends() -> None:
    text = "😀 Hello 世界.\r\n\r\nThey did not went to the goverment office 😀."
    for each in correct(text):
        assert text[each.start : each.end] == each.original
    assert {each.original for each in correct(text)} >= {"did not went", "goverment"}


def test_never_equal_to_the_original() -> None:
    text = "Cars are bad."
    assert corrections(text, [lint(text, "bad", "bad")]) == ()


def test_overlapping_lints_give_one_correction_and_the_first_counts() -> None:
    text = "It could led to problems."
    found = corrections(text, [lint(text, "could led", "could lead"), lint(text, "could", "could be")])
    assert [each.replacement for each in found] == ["could lead"]


def test_in_order_of_place() -> None:
    text = "Aaa is here and bbb is there."
    found = corrections(text, [lint(text, "bbb", "ccc"), lint(text, "Aaa", "Ddd")])
    assert [each.start for each in found] == sorted(each.start for each in found)


@pytest.mark.parametrize(
    ("text", "wrong", "better", "kind"),
    [
        ("I met Ribiero there.", "Ribiero", "Ribeiro", "Spelling"),
        ("It rose to 45 in 2010.", "45", "46", "Grammar"),
        ("They say 你好 there.", "你好", "hello", "Usage"),
        ("Cars, and also bikes.", "and also", "and", "Redundancy"),
        ("It is very good.", "very good", "excellent", "Enhancement"),
    ],
)
def test_names_numbers_other_scripts_and_taste_are_left_alone(text: str, wrong: str, better: str, kind: str) -> None:
    assert corrections(text, [lint(text, wrong, better, kind=kind)]) == ()


def test_a_company_called_a_is_no_article() -> None:
    assert correct("The figures of company A and B rose.") == ()


def test_a_plural_inside_a_longer_subject_is_no_error() -> None:
    text = "I think that using only private cars is easier."
    assert corrections(text, [lint(text, "cars is", "cars are", message="A plural subject takes “are”.")]) == ()


def test_a_space_is_shown_with_the_words_around_it() -> None:
    text = "We like cars ,but not noise."
    found = correct(text)
    assert all(each.original.strip() and any(char.isalpha() for char in each.original) for each in found)
    assert "cars, but" in {each.replacement for each in found}


def test_british_and_american_spelling_are_both_right() -> None:
    assert correct("The colour of the theatre is grey; the color of the theater is gray.") == ()


@settings(deadline=None, max_examples=60)  # the first call loads the checker
@given(st.text(alphabet="abc ,.\n😀é你is are the goverment", max_size=80))
def test_whatever_the_text_a_correction_is_of_what_is_there(text: str) -> None:
    found = correct(text)
    ends = [0]
    for each in found:
        assert text[each.start : each.end] == each.original != each.replacement
        assert each.start >= ends[-1]
        ends.append(each.end)
