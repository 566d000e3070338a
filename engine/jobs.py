"""A job by its name and state, for whoever need not open a database to speak of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from engine.ports import Work


class JobKind(StrEnum):
    """What a job is about: with the row's number it names the job."""

    ESSAY = "essay"
    TURN = "turn"
    TEST = "test"
    ANSWER = "answer"
    QUESTION = "question"


_KIND_OF = {
    Work.MARK: JobKind.ESSAY,
    Work.HEAR: JobKind.TURN,
    Work.RATE: JobKind.TEST,
    Work.REACT: JobKind.ANSWER,
    Work.ANSWER: JobKind.QUESTION,
}


def job_name(work: Work, row_id: int) -> str:
    """The name of the job to which a worker is called, such as ``essay:12``."""
    return f"{_KIND_OF[work]}:{row_id}"


class JobState(StrEnum):
    """How a job stands. One that was given up stays that way until it is tried again by hand."""

    WAITING = "waiting"
    WORKING = "working"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Job:
    """One job: ``since`` is when it came, ``next_try`` when it may be had, if that is not now."""

    kind: JobKind
    id: int
    state: JobState
    attempts: int
    since: datetime | None
    next_try: datetime | None

    @property
    def name(self) -> str:
        """As the commands take it, such as ``essay:12``."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Depth:
    """How many jobs of a kind stand in each state, and how long the first of those that wait has waited."""

    counts: Mapping[JobState, int]
    oldest: timedelta
