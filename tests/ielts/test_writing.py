"""Tasks and answers: what is asked for, and how words and paragraphs are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Criterion
from engine.ielts.writing import Essay, Module, WritingTask, count_words


def test_task_2_is_never_called_task_achievement() -> None:
    assert WritingTask(2).criteria[0] is Criterion.TASK_RESPONSE
    assert WritingTask(2, Module.GENERAL).criteria[0] is Criterion.TASK_RESPONSE
    assert WritingTask(1).criteria[0] is Criterion.TASK_ACHIEVEMENT


@pytest.mark.parametrize(
    ("task", "code", "words", "minutes"),
    [
        (WritingTask(1, Module.ACADEMIC), "W1A", 150, 20),
        (WritingTask(1, Module.GENERAL), "W1G", 150, 20),
        (WritingTask(2, Module.GENERAL), "W2", 250, 40),
    ],
)
def test_each_task_asks_for_its_own_length(task: WritingTask, code: str, words: int, minutes: int) -> None:
    assert (task.code, task.minimum_words, task.minutes) == (code, words, minutes)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("don't", 1),
        ("don’t well-known 1,000 3.5% e.g. it", 6),
        ("one—two / three", 3),
        ("- a bullet\n- another", 3),
        ("naïve café", 2),
    ],
)
def test_words_are_counted_as_a_person_counts_them(text: str, count: int) -> None:
    assert count_words(text) == count


@given(st.lists(st.text("ab ,.", min_size=1).map(str.strip).filter(bool), max_size=6))
def test_a_line_break_in_a_chat_is_a_paragraph_break(lines: list[str]) -> None:
    assert Essay("\n".join(lines), WritingTask(2)).paragraphs == tuple(lines)
    assert Essay("\r\n \r\n".join(lines), WritingTask(2)).paragraphs == tuple(lines)
