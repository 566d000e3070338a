"""What to do next, as every report tells it."""

from __future__ import annotations

from collections.abc import Iterable

from bots.replies.reply import escape
from bots.replies.words import Words
from engine.ielts.reports import NextStep


def step_lines(steps: Iterable[NextStep], say: Words) -> list[str]:
    """A numbered line for each step, and below it its exercise."""
    lines = []
    for number, step in enumerate(steps, 1):
        advice, criterion = " ".join(step.advice.split()), say(f"criterion-{step.criterion}")
        title = say("step-title", advice=advice, criterion=criterion)
        lines.append(f"{number}. {title}\n{say('exercise')} {escape(step.exercise, 600)}")
    return lines
