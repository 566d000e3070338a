"""What a language model was asked and what of its answers was used, for whoever listens in the same thread.

Marking and explaining return what a learner reads; a prompt and the model's own words are of use to training alone,
so they go past by the side and through no port.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from engine.ielts.opinions import Served
from engine.ports import Completion, LanguageModel, Prompt

_HEARD: ContextVar[list[Served] | None] = ContextVar("exchanges", default=None)


@contextmanager
def overheard() -> Iterator[list[Served]]:
    """The list to which every exchange in this block is added, in order."""
    heard: list[Served] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def used(model: LanguageModel, prompt: Prompt, answer: Completion) -> None:
    """Tells that this answer was used."""
    heard = _HEARD.get()
    if heard is not None:
        heard.append(Served(prompt.shared, prompt.own, answer.text, model.name, answer.adapter))
