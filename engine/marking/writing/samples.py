"""Sample answers of our own, with their questions: what a newcomer's first report is about."""

from __future__ import annotations

from importlib.resources import files

from engine.ielts.submissions import task_of
from engine.ielts.writing import Essay

SAMPLES = ("W2", "W1A", "W1G")


def sample_essay(code: str = "W2") -> Essay:
    """Our sample for a task. A file holds the question, a line of three hyphens, and the answer.

    Raises:
        FileNotFoundError: there is no sample for this task.
    """
    text = files("engine.data").joinpath("samples", f"{code}.txt").read_text("utf-8")
    prompt, _, answer = text.partition("\n---\n")
    return Essay(answer.strip(), task_of(code, prompt.strip()))
