"""What the use cases need from outside, each as narrow as it can be; ``engine.wiring`` picks who answers."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from engine.ielts.reports import BandReport
from engine.ielts.writing import Essay


class EssayMarker(Protocol):
    """Marks one answer."""

    @property
    def name(self) -> str:
        """What marks and its version, such as ``offline-1``."""

    def mark(self, essay: Essay) -> BandReport:
        """The examiner's report.

        Raises:
            TryAgain: passing trouble.
            ModelMisbehaved: the answer failed verification.
        """


class Bell(Protocol):
    """Tells a worker that a submission waits. Losing a ring costs time, never a submission: the sweeper rings again."""

    def ring(self, submission_id: int) -> None:
        """Ask for this submission to be worked on.

        Raises:
            TryAgain: the broker is away.
        """


class Clock(Protocol):
    """The time, so that tests can set it."""

    def __call__(self) -> datetime:
        """Now, with a time zone."""
