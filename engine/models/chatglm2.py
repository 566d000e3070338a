"""The language model of a worker: ChatGLM2 converted, or any native causal language model, read on first use."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.models.batching import Engine
from engine.models.loading import Precision, load
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
    ) -> None:
        self._folder = folder
        self._precision: Precision = precision
        self._adapters = dict(adapters or {})
        self._rows = rows
        self._context = context
        self._device = device
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
        return self.engine().generate(request, on_text)

    def engine(self) -> Engine:
        """The engine of this process, with the weights read.

        Raises:
            OperatorMistake: the folder cannot be served.
            TryAgain: there is no memory for the weights now.
        """
        if self._process != os.getpid():
            self._engine, self._lock, self._process = None, threading.Lock(), os.getpid()
        with self._lock:
            if self._engine is None:
                loaded = load(self._folder, self._precision, device=self._device)
                self._engine = Engine(loaded, self._adapters, rows=self._rows, context=self._context)
            return self._engine

    def close(self) -> None:
        """Gives the weights back; the next request reads them again."""
        with self._lock:
            if self._engine is not None and self._process == os.getpid():
                self._engine.close()
            self._engine = None
