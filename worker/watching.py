"""Around each task: how long it took is measured, and what is logged meanwhile says which job it is about."""

from __future__ import annotations

import logging
import time
import traceback
from contextlib import ExitStack
from threading import local
from typing import Any

from celery.signals import celeryd_after_setup, setup_logging, task_postrun, task_prerun, worker_ready

from engine.jobs import job_name
from engine.ports import Work
from engine.settings import Settings, read_settings
from engine.telemetry import logs, measured, traces
from engine.telemetry.about import about

_HERE = local()


class _Discreet(logging.Filter):
    """What Celery says of a task that broke, without the error's own words: they may be a learner's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, with the kind of error and where it was raised; whoever counts errors still finds it."""
        if record.exc_info is not None and record.exc_info[0] is not None:
            record.msg, record.args = "a task ended with %s", (record.exc_info[0].__name__,)
            frames = traceback.extract_tb(record.exc_info[2])
            record.exc_text = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        return True


def watch(settings: Settings) -> None:
    """Connect to Celery's signals, before the worker sets its logging up."""
    logging.getLogger("celery.app.trace").addFilter(_Discreet())
    task_prerun.connect(_begins, weak=False)
    task_postrun.connect(_ended, weak=False)
    # Not before logging was set up: that is left undone where there is a handler already.
    celeryd_after_setup.connect(_switch_on, weak=False)
    worker_ready.connect(_answer, weak=False)
    if settings.log == "json":
        setup_logging.connect(_set_logging_up, weak=False)


def _switch_on(**_: object) -> None:
    measured.switch_on(read_settings())
    traces.switch_on("worker")


def _answer(**_: object) -> None:
    measured.answer(read_settings())


def _set_logging_up(**_: object) -> None:
    logs.set_up(read_settings())


def _begins(task: Any = None, args: Any = (), **_: object) -> None:  # noqa: ANN401 - Celery's
    stack = ExitStack()
    name = task.name.removeprefix("bandmate.")
    if task.name in list(Work) and args:
        stack.enter_context(about(job_name(Work(task.name), args[0])))
    tell = stack.enter_context(traces.span(name))
    _HERE.running = (stack, tell, time.perf_counter())


def _ended(task: Any = None, state: str | None = None, **_: object) -> None:  # noqa: ANN401
    stack, tell, began = _HERE.running
    tell(outcome=str(state).lower())
    stack.close()
    measured.job_took(task.name.removeprefix("bandmate."), time.perf_counter() - began)
