"""The language model of a worker: ChatGLM2 converted, or any native causal language model, read on first use."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from engine.errors import OperatorMistake
from engine.models.local.batching import Engine
from engine.models.local.loading import Precision, load, place_of
from engine.models.local.memory import free_memory, rows_that_fit
from engine.models.weights.adapters import AdapterKind, kind_of
from engine.models.weights.promoted import Promotions
from engine.ports import Completion, Prompt, Request


class LocalModel:
    """Weights in this process, a :class:`engine.ports.LanguageModel`. Safe to call from many threads.

    Nothing is read before the first request: a parent that forks its workers stays small and never touches CUDA, and
    a child that inherits this object reads the weights itself.
    """

    def __init__(
        self,
        folder: Path,
        *,
        precision: Precision = "auto",
        adapters: Mapping[str, Path] | None = None,
        rows: int = 16,
        context: int = 8192,
        device: str | None = None,
        promotions: Promotions | None = None,
        exact: bool = False,
    ) -> None:
        self._folder = folder
        self._precision: Precision = precision
        self._adapters = dict(adapters or {})
        self._rows = rows
        self._context = context
        self._device = device
        self._promotions = promotions
        self._exact = exact
        self._engine: Engine | None = None
        self._process = os.getpid()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The folder's name: what an operator called these weights."""
        return self._folder.name

    def room(self, prompt: Prompt) -> int:
        """See :meth:`engine.ports.LanguageModel.room`."""
        return self.engine().room(prompt)

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """See :meth:`engine.ports.LanguageModel.generate`."""
        name = self._version(request.adapter)
        answer = self.engine().generate(dataclasses.replace(request, adapter=name), on_text)
        return dataclasses.replace(answer, adapter=name)

    def rewards(self, folder: Path, prompt: Prompt, answers: Sequence[str], seconds: float) -> tuple[float, ...]:
        """How good each answer to ``prompt`` is by the reward adapter in ``folder``: more is better.

        Raises:
            OperatorMistake: there is no such adapter, or it is another model's.
            TryAgain: that took more than ``seconds``, or there is no memory for it.
        """
        return self.engine().rewards(folder, prompt, answers, seconds)

    def _version(self, name: str | None) -> str | None:
        """Which adapter answers to ``name`` now: the promoted version, else the one that was named at the start.

        Where adapters are promoted, a name that nothing answers to yet is the model's own.
        """
        if name is None or self._promotions is None:
            return name
        found = self._promotions.serving(name)
        if found is None:
            return name if name in self._adapters else None
        version, folder = found
        self._adapters[version] = folder
        return version

    def engine(self) -> Engine:
        """The engine of this process, with the weights read.

        Raises:
            OperatorMistake: the folder cannot be served, or takes more than there is of the card's memory.
            TryAgain: there is no memory for the weights now.
        """
        if self._process != os.getpid():
            self._engine, self._lock, self._process = None, threading.Lock(), os.getpid()
        with self._lock:
            if self._engine is None:
                rows = self.rows()
                loaded = load(self._folder, self._precision, device=self._device)
                self._engine = Engine(loaded, self._adapters, rows=rows, context=self._context, exact=self._exact)
            return self._engine

    def rows(self) -> int:
        """How many answers at once fit, calculated and logged; nothing is read.

        Raises:
            OperatorMistake: the folder holds no model, or one that takes more than there is of the card's memory.
        """
        loras = sum(_is_lora(folder) for folder in self._adapters.values())
        free = free_memory(place_of(self._device))
        return rows_that_fit(self._folder, self._precision, self._rows, free, caches=1 + loras)

    def warm(self) -> None:
        """Reads the weights now, takes the memory, and captures the steps of texts of the usual length.

        Raises:
            OperatorMistake: as :meth:`engine`.
            TryAgain: there is no memory now.
        """
        engine = self.engine()
        for adapter in (None, *self._adapters):
            engine.warm(adapter)

    def close(self) -> None:
        """Gives the weights back; the next request reads them again."""
        with self._lock:
            if self._engine is not None and self._process == os.getpid():
                self._engine.close()
            self._engine = None


def _is_lora(folder: Path) -> bool:
    try:
        return kind_of(folder) is AdapterKind.LORA
    except OperatorMistake:
        return False  # said to whoever asks for it
