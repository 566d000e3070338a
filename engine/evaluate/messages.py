"""Messages as learners send them, made of a question and an answer: laid out, shouted, bracketed, labelled and cut short.

Each way is one that was seen in real chats. What ends where is known, because it was put there.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_GLUED = re.compile(r"(?<=[a-z\d)])(?=[A-Z][a-z])|(?<=[.?!:])(?=[A-Z“\"])|(?<=[.?!])\s+(?=[A-Z“\"])")
_MINUTES = {1: "You should spend about 20 minutes on this task.", 2: "You should spend about 40 minutes on this task."}
_AT_LEAST = {1: "Write at least 150 words.", 2: "Write at least 250 words."}
_ABOUT = "Write about the following topic:"
_REASONS = "Give reasons for your answer and include any relevant examples from your own knowledge or experience."
_ASKED_AT_THE_END = re.compile(r"\?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Message:
    """``text`` begins with the question, which ends before the offset ``end``; 0: the text is an answer alone."""

    way: str
    text: str
    end: int


def sentences_of(prompt: str) -> list[str]:
    """The sentences of a question, those included that lost the space between them on the way."""
    return [piece.strip() for piece in _GLUED.split(prompt) if piece and piece.strip()]


def _plain(said: list[str], _task: int, _chance: random.Random) -> str:
    return " ".join(said)


def _lines(said: list[str], _task: int, _chance: random.Random) -> str:
    return "\n".join(said)


def _paragraphs(said: list[str], _task: int, _chance: random.Random) -> str:
    return "\n\n".join(said)


def _capitals(said: list[str], _task: int, _chance: random.Random) -> str:
    return " ".join(said).upper()


def _brackets(said: list[str], _task: int, chance: random.Random) -> str:
    opened, closed = chance.choice([("[", "]"), ("(", ")"), ("“", "”"), ('"', '"')])
    return f"{opened}{' '.join(said)}{closed}"


def _whole_paper(said: list[str], task: int, chance: random.Random) -> str:
    """With the instructions that are printed around it."""
    head = [_MINUTES[task], _ABOUT] if task == 2 else [_MINUTES[task]]
    tail = [_REASONS, _AT_LEAST[task]] if task == 2 else [_AT_LEAST[task]]
    kept = [each for each in said if each.rstrip(".:") not in {_ABOUT.rstrip(":"), _REASONS.rstrip(".")}]
    return chance.choice(["\n", "\n\n"]).join([*head, " ".join(kept), *tail])


def _no_marks(said: list[str], _task: int, _chance: random.Random) -> str:
    """Without question marks, and without the last stop."""
    return _ASKED_AT_THE_END.sub(".", " ".join(said)).rstrip(". ")


def _labelled(said: list[str], task: int, chance: random.Random) -> str:
    label = chance.choice(
        ["Question: ", "Topic: ", "Prompt: ", f"Task {task}: ", "Question:\n", f"IELTS Writing Task {task}\n"]
    )
    return label + " ".join(said)


_WAYS: dict[str, Callable[[list[str], int, random.Random], str]] = {
    "a paragraph": _plain,
    "sentences on lines": _lines,
    "several paragraphs": _paragraphs,
    "capitals": _capitals,
    "in brackets or quotes": _brackets,
    "the whole paper": _whole_paper,
    "no question mark": _no_marks,
    "labelled": _labelled,
}
_GAPS = {"blank": "\n\n", "line": "\n"}
_ANSWER_LABELS = ("Answer:\n", "Essay:\n", "My answer:\n\n", "Answer: ", "")


def messages(prompt: str, answer: str, task: int, seed: int) -> list[Message]:
    """Every way of sending this pair, before a blank line and before a line end; glued; and the answer alone."""
    chance = random.Random(seed)
    said = sentences_of(prompt)
    spread = re.sub(r"\n+", "\n\n", answer)
    found = [
        Message("answer alone", answer, 0),
        Message("answer alone, spread", spread, 0),
        Message("answer alone, with an opening of ours", f"{chance.choice(openings())}\n\n{answer}", 0),
    ]
    for name, gap in _GAPS.items():
        for way, laid_out in _WAYS.items():
            head = laid_out(said, task, chance)
            label = chance.choice(_ANSWER_LABELS) if way == "labelled" else ""
            found.append(Message(f"{way}, {name}", f"{head}{gap}{label}{answer}", len(head)))
    head = "".join(said)
    found.append(Message("glued, blank", f"{head}\n\n{answer}", len(head)))
    return found


@cache
def openings() -> tuple[str, ...]:
    """Introductions of ours that speak of questions and are none."""
    return tuple(
        tomllib.loads(files("engine.data").joinpath("samples", "openings.toml").read_text("utf-8"))["openings"]
    )
