"""Of several answers the one that a reward model likes best (best-of-n; Stiennon et al., 2020)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from engine.errors import BandmateError
from engine.models.local.model import LocalModel
from engine.ports import Completion, Prompt, Request, Stopped

log = logging.getLogger(__name__)

_TEMPERATURE = 0.7


class BestOf:
    """A :class:`engine.ports.LanguageModel` that answers ``candidates`` times at once and gives the best answer.

    The first candidate is the likeliest answer and the others are drawn; all share the request's time. Where none of the
    others was finished, or the reward model fails, the first is given. What is streamed or urgent is answered once.
    """

    def __init__(self, model: LocalModel, reward: Path, candidates: int) -> None:
        self._model = model
        self._reward = reward
        self._candidates = candidates

    @property
    def name(self) -> str:
        """The model's own."""
        return self._model.name

    def room(self, prompt: Prompt) -> int:
        """See :meth:`engine.ports.LanguageModel.room`."""
        return self._model.room(prompt)

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """See :meth:`engine.ports.LanguageModel.generate`."""
        if on_text is not None or request.urgent or self._candidates == 1:
            return self._model.generate(request, on_text)
        deadline = time.monotonic() + request.max_seconds
        drawn = [replace(request, temperature=_TEMPERATURE, seed=seed) for seed in range(1, self._candidates)]
        with ThreadPoolExecutor(self._candidates, thread_name_prefix="candidate") as pool:
            first, *others = [pool.submit(self._model.generate, each) for each in (request, *drawn)]
        likeliest = first.result()
        whole = [each.result() for each in others if not isinstance(each.exception(), BandmateError)]
        distinct = {each.text: each for each in (*whole, likeliest) if each.stopped is Stopped.END}
        if len(distinct) < 2:
            return likeliest
        try:
            left = max(deadline - time.monotonic(), 0.0)
            rewards = self._model.rewards(self._reward, request.prompt, tuple(distinct), left)
        except BandmateError as error:
            log.warning("no best of several answers: %s", error)
            return likeliest
        return max(zip(rewards, distinct.values(), strict=True), key=lambda each: each[0])[1]
