"""What the examiner does next: data for a front end to show, speak or wait for.

A step's ``id`` is unique in its test and stays the same until something happens, so that a step is shown once however
often it is asked for. ``text`` is what the examiner says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.questions import CueCard
from engine.ielts.speaking.recollection import Fact


class End(StrEnum):
    """How a test may end."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask and wait for an answer to ``prompt``; ``question`` is the text without what leads over to it.

    ``listens`` is how many seconds of an answer count. ``feedback_on`` (practice mode) is the turn to give feedback on
    before this step. ``recalls`` is the earlier answer that the question is built on. ``stop_at``: see :class:`Stop`.
    """

    id: str
    stage: Stage
    prompt: str
    text: str
    question: str
    listens: float
    feedback_on: str | None = None
    recalls: Fact | None = None
    stop_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show the card, as text and picture, and say that it has been shown: the minute begins then."""

    id: str
    text: str
    card: CueCard
    feedback_on: str | None = None


@dataclass(frozen=True, slots=True)
class Prepare:
    """The candidate prepares ``until`` then; a button skips the rest. A note begins the long turn at once."""

    id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """The two minutes of the long turn are over; the note is still to come."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OnBreak:
    """The candidate takes a break; an answer or a command ends it."""

    id: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The test has ended."""

    id: str
    text: str
    end: End
    feedback_on: str | None = None


Step = Ask | ShowCard | Prepare | Stop | OnBreak | Finish
