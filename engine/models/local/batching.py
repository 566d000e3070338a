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
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import torch

from engine.errors import BandmateError, ModelMisbehaved, OperatorMistake, TryAgain
from engine.models.local.attention import use_shared_keys
from engine.models.local.capture import capture_on
from engine.models.local.captures import Captures
from engine.models.local.constrained import Grammars
from engine.models.local.decoding import URGENT_PLACES, DecodingBatch
from engine.models.local.exact import Exactly
from engine.models.local.hot_adapters import HotAdapters
from engine.models.local.jobs import Job, Row
from engine.models.local.loading import Loaded
from engine.models.local.prompting import PromptEncoder
from engine.models.local.reward import reward_of
from engine.models.local.slot_cache import SPAN, Budget
from engine.models.weights.adapters import Prefix
from engine.models.weights.family import TYPICAL_TOKENS
from engine.ports import Completion, Prompt, Request

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: While an urgent request is in hand, every such pass still goes to the others.
_OTHERS_TURN = 4
#: How much longer than its budget a caller waits for the engine's own thread to say so.
_GRACE_SECONDS = 30.0
_NO_MEMORY = ("can't allocate memory", "not enough memory", "out of memory")


class Engine:
    """Generates for many callers with one model; ``rows`` is how many answers at once.

    ``exact``: an answer is the same to the last bit whoever else is answered, and slower; see :mod:`.exact`.

    Raises:
        OperatorMistake: exactness is wanted of weights in eight bits, which look at all rows at once, or of a model whose
            code does not let attention be chosen.
    """

    def __init__(
        self, loaded: Loaded, adapters: Mapping[str, Path], *, rows: int, context: int, exact: bool = False
    ) -> None:
        self._loaded = loaded
        self._encoder = PromptEncoder(loaded.tokenizer)
        self._grammars = Grammars(loaded)
        self._captures = Captures(capture_on(loaded.device))
        if exact and getattr(loaded.model, "is_loaded_in_8bit", False):
            raise OperatorMistake("weights in eight bits cannot be served with BANDMATE_LLM_EXACT: use nf4 or bfloat16")
        if exact and not use_shared_keys(loaded.model, exact=True):
            raise OperatorMistake("this model cannot be served with BANDMATE_LLM_EXACT: its attention is its own")
        self._exact = exact
        self._adapters = HotAdapters(loaded, adapters)
        self._places = rows
        self._context = context
        self._batches: dict[str | None, DecodingBatch] = {}
        self._waiting: list[Job] = []
        self._errands: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._numbers = itertools.count()
        self._turn = 0
        self._jobs = threading.Condition()
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
        if job.tokens > self._context:
            raise ModelMisbehaved(f"prompt and answer take {job.tokens} tokens; there is room for {self._context}")
        with self._jobs:
            if not self._open:
                raise TryAgain("the language model is shutting down")
            heapq.heappush(self._waiting, job)
            self._jobs.notify()
        try:
            return _read(job, on_text)
        finally:
            job.abandoned = True

    def rewards(self, folder: Path, prompt: Prompt, answers: Sequence[str], seconds: float) -> tuple[float, ...]:
        """What a reward adapter gives each answer; see :meth:`engine.models.local.model.LocalModel.rewards`."""
        asked = self._encoder.encode(prompt)
        texts = [
            (*asked.shared, *asked.own, *self._encoder.answer(each).ids, min(self._loaded.ends)) for each in answers
        ]

        def give() -> tuple[float, ...]:
            head = self._adapters.reward(folder)
            padding = self._loaded.tokenizer.pad_token_id
            return tuple(reward_of(self._loaded.model, head, ids, padding) for ids in texts)

        try:
            return self._between_steps(give).result(timeout=seconds)
        except (TimeoutError, CancelledError) as error:
            raise TryAgain("there was no time to choose an answer") from error

    def warm(self, adapter: str | None = None) -> None:
        """Takes the memory for texts through this adapter, and captures the steps that they come to.

        Raises:
            OperatorMistake: there is no such adapter.
            TryAgain: there is no memory for it now, or the engine is shutting down.
        """

        def prepare() -> None:
            batch, _ = self._batch_for(adapter)
            if not batch.rows:
                self._adapters.use(adapter)
                batch.warm()

        try:
            self._between_steps(prepare).result()
        except CancelledError as error:
            raise TryAgain("the language model is shutting down") from error

    def _between_steps(self, errand: Callable[[], T]) -> Future[T]:
        found: Future[T] = Future()
        with self._jobs:
            if not self._open:
                raise TryAgain("the language model is shutting down")
            self._errands.append((found, errand))
            self._jobs.notify()
        return found

    def saved_tokens(self) -> int:
        """Prompt tokens that were copied from an earlier request, not computed."""
        return sum(batch.prefixes.saved for batch in self._batches.values())

    def close(self) -> None:
        """Ends the thread; whoever waits is told to try again."""
        with self._jobs:
            self._open = False
            self._jobs.notify()
        self._thread.join()

    def _run(self) -> None:
        with torch.inference_mode(), Exactly() if self._exact else nullcontext():
            while True:
                with self._jobs:
                    while self._open and not self._waiting and not self._busy() and not self._errands:
                        self._jobs.wait()
                    if not self._open:
                        break
                self._run_errand()
                self._admit()
                self._step()
        for batch in self._batches.values():
            batch.fail(TryAgain("the language model is shutting down"))
        for job in self._waiting:
            job.mailbox.put(TryAgain("the language model is shutting down"))
        for found, _ in self._errands:
            found.cancel()

    def _busy(self) -> bool:
        return any(batch.rows for batch in self._batches.values())

    def _run_errand(self) -> None:
        """Between two steps, for one caller."""
        if not self._errands:
            return
        found, errand = self._errands.popleft()
        if not found.set_running_or_notify_cancel():
            return
        try:
            found.set_result(errand())
        except BandmateError as error:
            found.set_exception(error)
        except Exception as error:  # noqa: BLE001  (see _step)
            found.set_exception(_as_ours(error))

    def _admit(self) -> None:
        while True:
            with self._jobs:
                taken = sum(len(batch.rows) for batch in self._batches.values())
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
                if not self._start(job):
                    with self._jobs:
                        heapq.heappush(self._waiting, job)
                    return
            except BandmateError as error:
                job.mailbox.put(error)
            except Exception as error:  # noqa: BLE001  (see _step)
                job.mailbox.put(_as_ours(error))

    def _start(self, job: Job) -> bool:
        """Takes the job in; False: those in hand leave no room for one so long."""
        batch, prefix = self._batch_for(job.request.adapter)
        length = job.tokens + (0 if prefix is None else prefix.length)
        if not batch.has_room(length, urgent=job.request.urgent):
            return False
        schema = job.request.schema
        constraint = self._grammars.begin(schema) if schema is not None else None
        batch.admit(Row(job, constraint, self._loaded.tokenizer.backend_tokenizer, prefix))
        return True

    def _batch_for(self, adapter: str | None) -> tuple[DecodingBatch, Prefix | None]:
        """Where what an adapter is asked for is generated, and its own entries: these need no weights of their own."""
        prefix = self._adapters.prefix(adapter)
        name = adapter if prefix is None else None
        if name not in self._batches:
            budget = Budget.of(self._places + URGENT_PLACES, TYPICAL_TOKENS, self._context + SPAN)
            self._batches[name] = DecodingBatch(self._loaded, budget, self._captures)
        return self._batches[name], prefix

    def _step(self) -> None:
        batches = [(name, batch) for name, batch in self._batches.items() if batch.rows]
        urgent = [(name, batch) for name, batch in batches if batch.urgent]
        self._turn += 1
        everyone = not urgent or self._turn % _OTHERS_TURN == 0
        for name, batch in batches if everyone else urgent:
            try:
                self._adapters.use(name)
                batch.step(beside_urgent=bool(urgent))
            except BandmateError as error:
                batch.fail(error)
            except Exception as error:  # noqa: BLE001  (the top of a thread: it must outlive any error of a library)
                if not (_is_memory(error) and self._made_do(batch)):
                    batch.fail(_as_ours(error))
                if self._loaded.device.type == "cuda":
                    torch.cuda.empty_cache()

    def _made_do(self, batch: DecodingBatch) -> bool:
        """Finds memory and puts this batch's jobs back; False: there is one answer in hand, and nothing to give back.

        What idle adapters hold goes first, else half of the places.
        """
        taken = sum(len(each.rows) for each in self._batches.values())
        idle = [name for name, each in self._batches.items() if not each.rows]
        if taken < 2 and not idle:
            return False
        with self._jobs:
            for job in batch.hand_back():
                heapq.heappush(self._waiting, job)
        if taken > 1:
            self._places = max(1, min(self._places, taken) // 2)
            _log.warning("no memory for %d answers at once: %d from here on", taken, self._places)
        for name in [name for name, each in self._batches.items() if not each.rows]:
            self._batches.pop(name).release()  # what takes its place is as small as there are places now
        return True


def _is_memory(error: Exception) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or any(sign in str(error) for sign in _NO_MEMORY)


def _as_ours(error: Exception) -> BandmateError:
    if _is_memory(error):
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
