"""A learner presses every button of a report: each opens something in the report's own message, and leads back."""

from __future__ import annotations

from typing import Any

OF_AN_ESSAY = (
    ("Task ", "Task Response:"),
    ("Coherence", "Coherence and Cohesion:"),
    ("Words", "Lexical Resource:"),
    ("Grammar", "Grammatical Range and Accuracy:"),
    ("✏️ Corrections", "Corrections"),
    ("🎯 What next", "Exercise:"),
)
OF_A_SPEAKING_TEST = (
    ("Fluency", "Fluency and Coherence:"),
    ("Words", "Lexical Resource:"),
    ("Grammar", "Grammatical Range and Accuracy:"),
    ("Pronunciation", "Pronunciation"),
    ("🎧 Listen again", "Listen again"),
    ("🎯 What next", "Exercise:"),
    ("🧩 Part by part", "Part 1:"),
)


async def opens_everything(learner: Any, report: Any, buttons: tuple[tuple[str, str], ...], headline: str) -> None:
    """``buttons`` with what each opens; ``headline`` is what the report itself says."""
    for button, title in buttons:
        await learner.presses(button, learner.chat.now[report.id])
        assert (await learner.sees(title)).id == report.id
        await learner.presses("‹ Back")
        assert (await learner.sees(headline)).text == report.text
