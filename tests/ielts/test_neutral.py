"""A model's wording of a question: what judges, praises, corrects or has opinions is refused, what asks may be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluate.speaking.conduct import sorts_of_breach
from engine.ielts.speaking.followups import MORE, WHY
from engine.ielts.speaking.neutral import examiner_may_say
from engine.ielts.speaking.questions import load_bank

WORDINGS = Path(__file__).parents[1] / "data" / "examiner"
"""Ours. Of the last 20 of each, written after the patterns, 18 were refused and 19 let through before they were mended."""


def lines(name: str) -> list[str]:
    return (WORDINGS / name).read_text("utf-8").splitlines()


def of_the_bank() -> list[str]:
    bank = load_bank()
    questions = [question for topic in bank.topics for question in topic.questions]
    questions += [question for card in bank.cards for question in (*card.rounding_off, *card.discussion)]
    return [text for each in questions for text in (each.ask, each.why, each.other_words) if text is not None]


def test_no_question_of_the_banks_is_refused_or_counted_as_a_breach() -> None:
    asked = [*of_the_bank(), *WHY, *MORE, *lines("asked.txt")]
    assert len(asked) > 1500
    assert [text for text in asked if not examiner_may_say(text)] == []
    assert [text for text in asked if sorts_of_breach(text)] == []


def test_no_verdict_or_opinion_gets_through() -> None:
    assert len(lines("refused.txt")) > 100
    assert [text for text in lines("refused.txt") if examiner_may_say(text)] == []


def test_a_verdict_is_seen_behind_any_question_of_the_banks() -> None:
    """What is said before a question does not hide in it."""
    heads = ("Good. ", "That was right, and ", "You are right. ", "Well done. ", "I agree. ", "Your English is fine. ")
    for text in of_the_bank()[::7]:
        assert not any(examiner_may_say(head + text) for head in heads)


@pytest.mark.parametrize(
    "text",
    [
        "Why? And how?",
        "Tell me about it.",
        "Compare it. Describe it.",
        "Why?",
        "Why do people\nhurry?",
        "Why " + "do " * 50 + "they?",
    ],
)
def test_what_is_not_one_short_question_is_refused(text: str) -> None:
    assert not examiner_may_say(text)
