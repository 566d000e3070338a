"""A language model that is never asked the same twice and never costs more than it may: for judges on a paid server."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import OperatorMistake
from engine.ports import Completion, LanguageModel, Prompt, Request, Stopped

_CHARS_A_TOKEN = 3.5
_MILLION = 1e6


@dataclass
class Purse:
    """Dollars a million tokens read and written, dollars that may be spent, and those that were."""

    price_in: float
    price_out: float
    budget: float
    spent: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def cost(self, read: float, written: float) -> float:
        """Dollars for so many tokens."""
        return (read * self.price_in + written * self.price_out) / _MILLION


class BudgetSpent(OperatorMistake):
    """The next question would cost more than is left. What was answered is on disk."""


class Thrifty:
    """``model``, its answers kept in ``cache`` (JSON lines); a question that was answered before costs nothing."""

    def __init__(self, model: LanguageModel, cache: Path, purse: Purse) -> None:
        self._model, self._cache, self.purse = model, cache, purse
        self._known = dict(_read(cache))

    @property
    def name(self) -> str:
        """The model's own."""
        return self._model.name

    def room(self, prompt: Prompt) -> int:
        """See :class:`engine.ports.LanguageModel`."""
        return self._model.room(prompt)

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer as it was given before, or a new one that is then kept.

        Raises:
            BudgetSpent: it could cost more than is left.
        """
        asked = json.dumps([self.name, request.prompt.shared, request.prompt.own, request.schema], sort_keys=True)
        key = hashlib.sha256(asked.encode()).hexdigest()
        if key in self._known:
            return Completion(self._known[key], Stopped.END, 0, 0)
        length = (len(request.prompt.shared) + len(request.prompt.own)) / _CHARS_A_TOKEN
        with self.purse.lock:
            if self.purse.spent + self.purse.cost(length, request.max_tokens) > self.purse.budget:
                raise BudgetSpent("The budget is spent; the same command with a larger one goes on.")
        answer = self._model.generate(request, on_text)
        with self.purse.lock:
            self.purse.spent += self.purse.cost(answer.prompt_tokens or length, answer.tokens)
            if answer.stopped is Stopped.END:
                self._known[key] = answer.text
                self._cache.parent.mkdir(parents=True, exist_ok=True)
                with self._cache.open("a", encoding="utf-8") as opened:
                    opened.write(json.dumps({"asked": key, "answer": answer.text}, ensure_ascii=False) + "\n")
        return answer


def _read(cache: Path) -> list[tuple[str, str]]:
    """What was answered before; a line that a killed run left half is none."""
    if not cache.exists():
        return []
    found = []
    for line in cache.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
            found.append((str(row["asked"]), str(row["answer"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
