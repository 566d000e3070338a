"""Which job what is done here is about, so that log lines and spans can say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_JOB: ContextVar[str | None] = ContextVar("job", default=None)


@contextmanager
def about(job: str | None) -> Iterator[None]:
    """What is done inside is about this job, such as ``essay:12``; ``None``: about none."""
    before = _JOB.set(job)
    try:
        yield
    finally:
        _JOB.reset(before)


def current_job() -> str | None:
    """The job that this is about."""
    return _JOB.get()
