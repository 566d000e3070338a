"""An essay on its way: the messages that it came in, and how far it has got."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine.ielts.charts.chart import Chart
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.writing import Essay, Module, WritingTask

_SPLIT = 3_500
_SPLIT_ON_DISCORD = 1_800


def may_be_half(text: str, platform: Platform) -> bool:
    """Whether a message may be one half of a longer text: Telegram's apps cut at 4,096 characters, Discord takes 2,000."""
    return len(text) >= (_SPLIT_ON_DISCORD if platform is Platform.DISCORD else _SPLIT)


class State(StrEnum):
    """How far a submission has got."""

    COLLECTING = "collecting"
    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of a submission; ``part`` is ``essay`` or ``prompt``."""

    message_id: str
    revision: int
    part: str
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything known about one essay. ``task`` is a code (``W1A``, ``W1G``, ``W2``) or not known yet.

    ``typed`` is the visual of an Academic Task 1 as the learner typed its figures.
    """

    id: int
    learner_id: int
    address: ChatAddress
    state: State
    task: str | None
    prompt: str | None
    prompt_settled: bool
    edited: bool
    reply_to: str | None
    pieces: tuple[Piece, ...]
    typed: Chart | None = None

    @property
    def text(self) -> str:
        """The essay's messages, joined."""
        return join([piece.text for piece in self.pieces if piece.part == "essay"], self.address.platform)

    @property
    def last_piece(self) -> Piece | None:
        """The essay's last message."""
        essay = [piece for piece in self.pieces if piece.part == "essay"]
        return essay[-1] if essay else None

    def essay(self) -> Essay:
        """What the marker reads.

        Raises:
            ValueError: the task is not known yet.
        """
        if self.task is None:
            raise ValueError("the task is not known yet")
        return Essay(self.text, replace(task_of(self.task, self.prompt), typed=self.typed))


def task_of(code: str, prompt: str | None = None) -> WritingTask:
    """The task with this code.

    Raises:
        ValueError: there is no such code.
    """
    match code:
        case "W1A":
            return WritingTask(1, Module.ACADEMIC, prompt)
        case "W1G":
            return WritingTask(1, Module.GENERAL, prompt)
        case "W2":
            return WritingTask(2, Module.ACADEMIC, prompt)
    raise ValueError(f"no such task: {code}")


def join(texts: list[str], platform: Platform) -> str:
    """Messages in a row as one text: a new paragraph each, except where a long one was cut inside a sentence."""
    joined = ""
    previous = ""
    for text in texts:
        if joined:
            cut = may_be_half(previous, platform) and not previous.rstrip().endswith((".", "!", "?", '"', "”"))
            joined += " " if cut else "\n\n"
        joined += text
        previous = text
    return joined
