"""What this process measures of its own work, for Prometheus. Switched off, or without its library, it costs nothing.

Several processes of one machine (bots, worker) write into files of a folder, and one process shows the sum: the
library's own multi-process mode, which is chosen by the environment before the library is first imported. Containers
have process ids of their own, by which those files are named, so there each process answers for itself.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import LearnerMistake, ModelMisbehaved, OperatorMistake, TryAgain
from engine.ports import Completion, LanguageModel, Prompt, Request
from engine.private_folder import private_folder
from engine.settings import Settings
from engine.telemetry import listening, traces

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300)
_FAMILIES = {LearnerMistake: "learner", TryAgain: "try-again", ModelMisbehaved: "model", OperatorMistake: "operator"}


class Measures:
    """The measures themselves, made once a process."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self.job: Histogram = Histogram(
            "bandmate_job_seconds", "How long workers took, by task.", ["task"], buckets=_SECONDS
        )
        self.model: Histogram = Histogram(
            "bandmate_model_seconds", "How long a language model took for an answer.", ["model"], buckets=_SECONDS
        )
        self.tokens: Counter = Counter(
            "bandmate_model_tokens", "Tokens that a language model read and wrote.", ["model", "direction"]
        )
        self.errors: Counter = Counter(
            "bandmate_errors", "Errors by family: learner, try-again, model, operator, and fault (a mistake of ours).",
            ["family"],
        )  # fmt: skip


_measures = cache(Measures)
_on = False
_answers = False


def switch_on(settings: Settings) -> None:
    """Measure from now on, where the settings ask for metrics.

    Raises:
        OperatorMistake: the library is not installed, or the home folder cannot be written to.
    """
    global _on  # noqa: PLW0603 - a process measures or does not
    if settings.metrics_listen is None or _on:
        return
    if settings.metrics_of == "machine":
        _write_to(settings.home / "metrics")
    try:
        _measures()
    except ModuleNotFoundError as error:
        raise OperatorMistake('BANDMATE_METRICS_LISTEN needs a library: pip install "bandmate[metrics]"') from error
    logging.getLogger().addHandler(_ErrorsSeen(logging.WARNING))
    _on = True


def answer(settings: Settings) -> None:
    """Answer Prometheus for this process from now on, where the settings want each to.

    A worker does so when it has started the schedule, which is a process that would keep the port from the next worker.

    Raises:
        OperatorMistake: the address cannot be used.
    """
    global _answers  # noqa: PLW0603 - as above
    if not _on or _answers or settings.metrics_of == "machine":
        return
    from prometheus_client import REGISTRY

    listening.answer(settings, REGISTRY)
    _answers = True


def _write_to(folder: Path) -> None:
    try:
        private_folder(folder)
    except OSError as error:
        raise OperatorMistake(f"{folder} cannot be made: set BANDMATE_HOME to another folder") from error
    os.environ[FOLDER] = str(folder)


def job_took(task: str, seconds: float) -> None:
    """A task of a worker's took so long."""
    if _on:
        _measures().job.labels(task).observe(seconds)


def measured(model: LanguageModel) -> LanguageModel:
    """The same model, whose time and tokens are counted."""
    return _MeasuredModel(model) if _on or traces.is_on() else model


class _MeasuredModel:
    """A language model and its clock."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    def room(self, prompt: Prompt) -> int:
        return self._model.room(prompt)

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        with traces.span("generate", model=self.name) as tell, _took(self.name):
            answer = self._model.generate(request, on_text)
            tell(tokens_read=answer.prompt_tokens, tokens_written=answer.tokens)
        if _on:
            _measures().tokens.labels(self.name, "read").inc(answer.prompt_tokens)
            _measures().tokens.labels(self.name, "written").inc(answer.tokens)
        return answer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else the model can do
        return getattr(self._model, name)


@contextmanager
def _took(model: str) -> Iterator[None]:
    began = time.perf_counter()
    try:
        yield
    finally:
        if _on:
            _measures().model.labels(model).observe(time.perf_counter() - began)


class _ErrorsSeen(logging.Handler):
    """Counts what is warned of in the log, which is where every error ends that no learner sees."""

    def emit(self, record: logging.LogRecord) -> None:
        _measures().errors.labels(_family(record)).inc()


def _family(record: logging.LogRecord) -> str:
    raised = record.exc_info[1] if record.exc_info else None
    for each in (raised, *(record.args if isinstance(record.args, tuple) else ())):
        for kind, family in _FAMILIES.items():
            if isinstance(each, kind):
                return family
    # A collector of traces that is away is no mistake of ours, and nobody need be woken for it.
    ours = record.levelno >= logging.ERROR and not record.name.startswith("opentelemetry.")
    return "fault" if ours else "try-again"
