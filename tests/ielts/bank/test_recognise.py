"""Teachers' lists are told apart by their form; whatever comes is taken whole or set aside with a reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.bank.recognise import Recognised, essay_type, own_id, recognise_lines, recognise_records
from engine.ielts.bank.rows import item_of
from engine.ielts.bank.tasks import load_tasks

CARD = """Describe a bridge that you know.
You should say:
- where it is
- who uses it
- what it looks like
and explain why you remember it.
Do you often cross it?
Part 3
- Why are bridges important for a town?
- Should old bridges be kept?
- Who should pay for a new bridge?
- How might people cross rivers in the future?"""
LETTER = """You left your umbrella in a friend's car.
Write a letter to your friend. In your letter
• say where you left it
• explain why you need it
• suggest how to get it back
Begin your letter as follows:
Dear Sam,"""
ESSAY = "1. Some people think that rivers should be closed to boats. To what extent do you agree or disagree?"
TOPIC = "Tea\nDo you drink tea?\nWho makes it in your family?\nIs it popular in your country?"


def lines(text: str) -> list[tuple[str, str, bool]]:
    return [(f"line {n}", line, False) for n, line in enumerate(text.splitlines(), 1)]


def read(text: str) -> Recognised:
    return recognise_lines(lines(text), "society")


@pytest.mark.parametrize(
    ("text", "kind", "type_"),
    [(CARD, "card", "object"), (LETTER, "letter", "informal"), (ESSAY, "essay", "opinion"), (TOPIC, "topic", None)],
)
def test_each_form_is_recognised(text: str, kind: str, type_: str | None) -> None:
    found = read(text)
    assert found.unsure == []
    (row,) = found.rows
    assert (row["kind"], row.get("type")) == (kind, type_)
    item_of(row)


def test_a_whole_list_in_any_order() -> None:
    found = read(f"environment\n{ESSAY}\nRemember a pencil.\n{CARD}\n{LETTER}\n{TOPIC}")
    assert [row["kind"] for row in found.rows] == ["essay", "card", "letter", "topic"]
    assert {row["topic"] for row in found.rows} == {"environment"}
    (aside,) = found.unsure
    assert (aside.where, aside.text) == ("line 3", "Remember a pencil.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CARD.replace("and explain why you remember it.\n", ""), "rounding-off"),
        (CARD.partition("Part 3")[0], "Part 3 questions"),
        (LETTER.replace("• say where you left it\n", ""), "2 points"),
        (LETTER.partition("Begin")[0], "Dear"),
        ("What is your name?", "no kind of question"),
        ("Tea\nDo you drink tea?\nIs it good?", "no kind of question"),
    ],
)
def test_half_an_item_is_set_aside(text: str, why: str) -> None:
    found = read(text)
    assert found.rows == []
    assert any(why in each.why for each in found.unsure)


def test_types_of_our_own_questions_are_told_by_their_wording() -> None:
    ours = [task for task in load_tasks() if task.code == "W2"]
    right = sum(essay_type(task.text) == task.type for task in ours)
    assert right / len(ours) >= 0.9


def test_a_table_of_questions() -> None:
    rows = [
        {"Question": ESSAY[3:], "Topic": "环境", "Level": "hard"},
        {"Question": "", "Topic": "food"},
        {"kind": "letter", "situation": "You lost a hat.", "task": "Write a letter to a shop.", "type": "formal",
         "points": "say where|describe it|ask for it", "begin": "Dear Sir or Madam,", "topic": "money"},
        {"kind": "card", "describe": "Describe tea."},
    ]  # fmt: skip
    found = recognise_records(((f"row {n}", row) for n, row in enumerate(rows, 1)), "society")
    essay, letter = found.rows
    assert (essay["topic"], essay["level"]) == ("environment", "hard")
    assert letter["points"] == ["say where", "describe it", "ask for it"]
    assert [each.where for each in found.unsure] == ["row 2", "row 4"]


_words = st.sampled_from(
    [*CARD.splitlines(), *LETTER.splitlines(), ESSAY, *TOPIC.splitlines(), "food", "Part 3", "Dear ", "describe", "?"]
) | st.text(max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(_words, max_size=25))
def test_whatever_stands_in_a_list_ends_and_every_row_is_an_item(texts: list[str]) -> None:
    found = recognise_lines([("here", text, False) for text in texts], "society")
    for row in found.rows:
        item_of(json.loads(json.dumps(row)))


_cells = (
    st.none() | st.integers() | _words | st.lists(st.text(max_size=9), max_size=3) | st.dictionaries(_words, _words)
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("kind id type topic level question questions points say discussion begin valid_from".split()),
        _cells | st.sampled_from(["essay", "letter", "card", "topic", "opinion"]),
    )
)
def test_whatever_stands_in_a_table_is_an_item_or_set_aside(row: dict[str, object]) -> None:
    found = recognise_records([("row 1", row)], "society")
    for each in found.rows:
        item_of(each)


def test_the_same_words_have_the_same_id() -> None:
    assert own_id("Why is tea green?") == own_id("  why is TEA green")
    assert own_id("Why?") != own_id("How?")
