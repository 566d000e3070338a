"""Is an answer of the sort that its question asks for? Counted on answers of which half were not seen when the rules were made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.ielts.speaking.attention.question_type import missed
from engine.marking.speaking.answers import answers_of
from tests.marking.speaking.candidates import middling, strong, weak

ROWS = Path(__file__).parents[1] / "data" / "question_types.tsv"
TOLD = ("why", "often", "where", "when", "who", "amount")


@dataclass(frozen=True)
class Row:
    type: str
    right: bool
    seen: bool
    question: str
    answer: str


def rows() -> list[Row]:
    places: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for line in ROWS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, right, question, answer = line.split("\t")
            found.append(Row(kind, right == "right", places[kind, right] % 2 == 0, question, answer))
            places[kind, right] += 1
    return found


def test_of_answers_that_were_not_seen_none_of_the_right_sort_is_accused_and_most_others_are_found() -> None:
    unseen = [row for row in rows() if not row.seen and row.type in TOLD]
    right = [row for row in unseen if row.right]
    wrong = [row for row in unseen if not row.right]
    assert [row.answer for row in right if missed(row.answer, row.question)] == []
    found = [row for row in wrong if missed(row.answer, row.question) == row.type]
    assert len(found) >= 0.8 * len(wrong)


def test_sorts_that_would_accuse_the_innocent_are_left_alone() -> None:
    others = [row for row in rows() if row.type not in TOLD]
    assert others
    assert not any(missed(row.answer, row.question) in ("compare", "would") for row in others)


def test_no_answer_of_three_candidates_is_accused() -> None:
    answers = [answer for sat in (weak, middling, strong) for answer in answers_of(*sat())]
    assert len(answers) > 80
    assert [answer.said for answer in answers if missed(answer.said, answer.question)] == []


@pytest.mark.parametrize("answer", ["", "Sorry?", "I don't know.", "It depends on my work.", "I'm not sure, really."])
def test_who_says_that_they_cannot_say_is_not_accused(answer: str) -> None:
    assert missed(answer, "How often do you use it?") is None
    assert missed(answer, "Why do people enjoy making things?") is None
