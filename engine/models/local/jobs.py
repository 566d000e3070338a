"""A request on its way through the engine: what waits, what has been produced, and who hears of it."""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer

from engine.errors import BandmateError
from engine.models.local.constrained import Constraint
from engine.models.local.prefix_cache import Beginning
from engine.models.local.prompting import PromptIds
from engine.models.weights.adapters import Prefix
from engine.ports import Choice, Completion, Request, Stopped

#: Tokens after which a character that is still broken is never going to be whole.
_CHARACTER = 8

Event = str | Completion | BandmateError


@dataclass(slots=True)
class Job:
    """A request and the mailbox that its caller reads; ``streams``: piece by piece, for else it is not woken for each."""

    request: Request
    prompt: PromptIds
    number: int
    streams: bool = False
    mailbox: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)
    deadline: float = 0.0
    abandoned: bool = False

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.request.max_seconds

    @property
    def tokens(self) -> int:
        """Of the prompt and of the longest answer together."""
        return len(self.prompt.shared) + len(self.prompt.own) + self.request.max_tokens

    def __lt__(self, other: Job) -> bool:
        """Urgent first, then in the order of arrival."""
        return (not self.request.urgent, self.number) < (not other.request.urgent, other.number)


class Row:
    """One answer being written.

    ``pending`` are tokens whose entries are still to be computed before the next one can be chosen; ``forced`` are
    tokens that the schema already settled and that go in one at a time beside other rows; ``prefix`` is what its adapter
    puts before every text, if it is of that kind.
    """

    def __init__(self, job: Job, constraint: Constraint | None, tokenizer: Tokenizer, prefix: Prefix | None) -> None:
        self.job = job
        self.constraint = constraint
        self.prefix = prefix
        self.pending: list[int] = []
        self.forced: deque[int] = deque()
        self.keep_after = 0
        self.entries = 0
        self.position = 0
        self.produced: list[int] = []
        self.text = ""
        self.choices: list[Choice] = []
        self.dice: torch.Generator | None = None
        self._tokenizer = tokenizer
        self._seen = self._sent = 0

    @property
    def length(self) -> int:
        """The most entries that it can come to."""
        return self.job.tokens + (0 if self.prefix is None else self.prefix.length)

    @property
    def beginning(self) -> Beginning:
        """What it shares with others that are asked likewise."""
        return (None if self.prefix is None else self.job.request.adapter), self.job.prompt.shared

    def choice(self, options: dict[str, float]) -> None:
        """Remembers the ways on that there were at this place."""
        self.choices.append(Choice(len(self.text), options))

    def say(self, tokens: Sequence[int]) -> None:
        """Adds tokens to the answer and sends the caller what became readable: a character may take several tokens."""
        self.produced += tokens
        before = self._decode(self.produced[self._seen : self._sent])
        now = self._decode(self.produced[self._seen :])
        if now.endswith("\ufffd") and len(self.produced) - self._sent < _CHARACTER:
            return
        self._seen, self._sent = self._sent, len(self.produced)
        self._send(now[len(before) :])

    def finish(self, stopped: Stopped) -> None:
        """Sends the whole answer."""
        text, prompt = self._decode(self.produced), self.job.prompt
        if text.startswith(self.text):
            self._send(text[len(self.text) :])
        asked = len(prompt.shared) + len(prompt.own)
        self.job.mailbox.put(Completion(text, stopped, asked, len(self.produced), tuple(self.choices)))

    def _decode(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True))

    def _send(self, piece: str) -> None:
        if piece:
            self.text += piece
            if self.job.streams:
                self.job.mailbox.put(piece)
