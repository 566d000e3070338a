"""Spans for OpenTelemetry: one trace a job, from the bot that took it in to the courier that delivered it.

Switched on by OpenTelemetry's own variables (``OTEL_EXPORTER_OTLP_ENDPOINT``); without them nothing of it is loaded. A
span tells a job's name, a model's, numbers of tokens and an error's type: never words, people's names or messages.

A trace's id is computed from the job's name. So nothing has to be carried through the queue, which may lose a call, nor
kept in the database, and whoever works on ``essay:12`` works in the same trace, its third try included.
"""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from engine.telemetry.about import current_job

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

log = logging.getLogger(__name__)
_NAME = "bandmate"
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
MISSING = 'pip install "bandmate[otel]"'


class Tell(Protocol):
    """Adds facts to a span; where nothing is traced it does nothing."""

    def __call__(self, **facts: str | int) -> None:
        """Each becomes ``bandmate.<name>``."""


@dataclass(frozen=True, slots=True)
class _Tracing:
    provider: TracerProvider
    namespace: str


_tracing: _Tracing | None = None


def asked_for() -> bool:
    """Whether the environment says where spans should go."""
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    return not disabled and any(os.environ.get(name) for name in _ENDPOINTS)


def is_on() -> bool:
    """Whether this process tells of its spans."""
    return _tracing is not None


def switch_on(process: str) -> None:
    """Tell the collector that the environment names what this process does from now on, as ``bandmate-<process>``.

    A library that is missing is said in the log and keeps nobody from starting: these variables are often set for all
    that runs on a machine.
    """
    global _tracing  # noqa: PLW0603 - a process traces or does not
    if _tracing is not None or not asked_for():
        return
    try:
        _tracing = _start(process)
    except ModuleNotFoundError:
        log.warning("no traces: %s", MISSING)


@contextmanager
def span(name: str, **facts: str | int) -> Iterator[Tell]:
    """What happens inside, in the trace of the job that it is about; about no job, nothing is told."""
    job = current_job()
    if _tracing is None or job is None:
        yield _tell_nobody
        return
    from opentelemetry.trace import Status, StatusCode

    tracer = _tracing.provider.get_tracer(_NAME)
    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as here:

        def tell(**more: str | int) -> None:
            here.set_attributes({f"bandmate.{fact}": value for fact, value in more.items()})

        tell(job=job, **facts)
        try:
            yield tell
        except BaseException as error:
            # Its type alone: an error's own words may be a learner's.
            here.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def trace_of(job: str, namespace: str = _NAME) -> int:
    """The 128 bits of a job's trace: a digest of its name and of ``service.namespace``, which parts two installations."""
    return int.from_bytes(sha256(f"{namespace}/{job}".encode()).digest()[:16], "big")


def current_trace() -> str | None:
    """The trace of the job that this is about, as tools write it; None where nothing is traced."""
    job = current_job()
    return None if _tracing is None or job is None else f"{trace_of(job, _tracing.namespace):032x}"


def _tell_nobody(**_: str | int) -> None:
    pass


def _start(process: str) -> _Tracing:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import IdGenerator

    ours = Resource({"service.namespace": _NAME, "service.name": f"{_NAME}-{process}"})
    resource = ours.merge(OTELResourceDetector().detect())  # what the environment names goes first
    namespace = str(resource.attributes["service.namespace"])

    class Ids(IdGenerator):
        def generate_span_id(self) -> int:
            return random.getrandbits(64) or 1

        def generate_trace_id(self) -> int:
            return trace_of(current_job() or "", namespace)

    provider = TracerProvider(resource=resource, id_generator=Ids())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return _Tracing(provider, namespace)
