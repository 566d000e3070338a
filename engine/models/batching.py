"""One thread that owns a model: it takes requests as they come and generates them together.

A worker's threads call :meth:`Engine.generate` and wait. Requests join and leave between two tokens (iteration-level
scheduling; Yu et al., 2022, Orca). Urgent ones, a learner who is speaking, get the next free place, a place of their
own when all are taken, and most of the passes.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import torch

from engine.errors import BandmateError, ModelMisbehaved, TryAgain
from engine.models.constrained import Grammars
from engine.models.hot_adapters import HotAdapters
from engine.models.jobs import Job, Row
from engine.models.lane import Lane
from engine.models.loading import Loaded
from engine.models.prompting import PromptEncoder
from engine.ports import Completion, Prompt, Request

_log = logging.getLogger(__name__)

#: Places kept for urgent requests when all others are taken.
URGENT_PLACES = 2
#: While an urgent request is in hand, every such pass still goes to the others.
_OTHERS_TURN = 4
#: How much longer than its budget a caller waits for the engine's own thread to say so.
_GRACE_SECONDS = 30.0
_NO_MEMORY = ("can't allocate memory", "not enough memory", "out of memory")


class Engine:
    """Generates for many callers with one model; ``rows`` is how many answers at once."""

    def __init__(self, loaded: Loaded, adapters: Mapping[str, Path], *, rows: int, context: int) -> None:
        self._loaded = loaded
        self._encoder = PromptEncoder(loaded.tokenizer)
        self._grammars = Grammars(loaded)
        self._adapters = HotAdapters(loaded, adapters)
        self._places = rows
        self._context = context
        self._lanes: dict[str | None, Lane] = {}
        self._waiting: list[Job] = []
        self._numbers = itertools.count()
        self._turn = 0
        self._bell = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="bandmate-llm", daemon=True)
        self._thread.start()

    def room(self, prompt: Prompt) -> int:
        """Tokens that are left for an answer; see :meth:`engine.ports.LanguageModel.room`."""
        ids = self._encoder.encode(prompt)
        return self._context - len(ids.shared) - len(ids.own)

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """Waits for the answer; see :meth:`engine.ports.LanguageModel.generate`."""
        job = Job(request, self._encoder.encode(request.prompt), next(self._numbers), streams=on_text is not None)
        tokens = len(job.prompt.shared) + len(job.prompt.own) + request.max_tokens
        if tokens > self._context:
            raise ModelMisbehaved(f"prompt and answer take {tokens} tokens; there is room for {self._context}")
        with self._bell:
            if not self._open:
                raise TryAgain("the language model is shutting down")
            heapq.heappush(self._waiting, job)
            self._bell.notify()
        try:
            return _read(job, on_text)
        finally:
            job.abandoned = True

    def saved_tokens(self) -> int:
        """Prompt tokens that were copied from an earlier request, not computed."""
        return sum(lane.prefixes.saved for lane in self._lanes.values())

    def close(self) -> None:
        """Ends the thread; whoever waits is told to try again."""
        with self._bell:
            self._open = False
            self._bell.notify()
        self._thread.join()

    def _run(self) -> None:
        with torch.inference_mode():
            while True:
                with self._bell:
                    while self._open and not self._waiting and not self._busy():
                        self._bell.wait()
                    if not self._open:
                        break
                self._admit()
                self._step()
        for lane in self._lanes.values():
            lane.fail(TryAgain("the language model is shutting down"))
        for job in self._waiting:
            job.mailbox.put(TryAgain("the language model is shutting down"))

    def _busy(self) -> bool:
        return any(lane.rows for lane in self._lanes.values())

    def _admit(self) -> None:
        while True:
            with self._bell:
                taken = sum(len(lane.rows) for lane in self._lanes.values())
                if not self._waiting:
                    return
                places = self._places + (URGENT_PLACES if self._waiting[0].request.urgent else 0)
                if taken >= places:
                    return
                job = heapq.heappop(self._waiting)
            if job.abandoned:
                continue
            if time.monotonic() >= job.deadline:
                job.mailbox.put(TryAgain("the language model is busy", after=timedelta(seconds=30)))
                continue
            try:
                self._start(job)
            except BandmateError as error:
                job.mailbox.put(error)
            except Exception as error:  # noqa: BLE001  (see _step)
                job.mailbox.put(_as_ours(error))

    def _start(self, job: Job) -> None:
        name, schema = job.request.adapter, job.request.schema
        prefix = self._adapters.prefix(name)
        constraint = self._grammars.begin(schema) if schema is not None else None
        row = Row(job, constraint, self._loaded.tokenizer.backend_tokenizer, entries=0)
        if name not in self._lanes:
            self._lanes[name] = Lane(self._loaded, prefix)
        self._lanes[name].admit(row)

    def _step(self) -> None:
        lanes = [(name, lane) for name, lane in self._lanes.items() if lane.rows]
        urgent = [(name, lane) for name, lane in lanes if lane.urgent]
        self._turn += 1
        everyone = not urgent or self._turn % _OTHERS_TURN == 0
        for name, lane in lanes if everyone else urgent:
            try:
                self._adapters.use(name)
                lane.step(beside_urgent=bool(urgent))
            except BandmateError as error:
                lane.fail(error)
            except Exception as error:  # noqa: BLE001  (the top of a thread: it must outlive any error of a library)
                lane.fail(_as_ours(error))
                if self._loaded.device.type == "cuda":
                    torch.cuda.empty_cache()


def _as_ours(error: Exception) -> BandmateError:
    if isinstance(error, torch.OutOfMemoryError) or any(sign in str(error) for sign in _NO_MEMORY):
        return TryAgain("no memory for this answer now", after=timedelta(seconds=30))
    _log.error("the language model failed: %s", type(error).__name__)  # its words may hold a learner's
    return ModelMisbehaved("the model could not compute an answer")


def _read(job: Job, on_text: Callable[[str], None] | None) -> Completion:
    while True:
        left = job.deadline - time.monotonic() + _GRACE_SECONDS
        try:
            event = job.mailbox.get(timeout=max(left, 0.1))
        except queue.Empty as error:
            raise TryAgain("the language model does not answer", after=timedelta(seconds=30)) from error
        if isinstance(event, BandmateError):
            raise event
        if isinstance(event, Completion):
            return event
        if on_text is not None:
            on_text(event)
