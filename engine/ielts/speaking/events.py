"""What can happen in a Speaking test. A test is its plan and these, in the order in which they were taken in."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.ielts.speaking.exam_clock import typed_seconds
from engine.ielts.speaking.followups import Request
from engine.ielts.writing import count_words

_NOTHING_SAID = 1.0


class Form(StrEnum):
    """How an answer came. A typed one is marked without pronunciation."""

    VOICE = "voice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer. ``id`` is the caller's own, unique in the test; ``at`` is when it arrived, with a time zone.

    ``seconds`` is the recording's length (for a typed answer, what saying it would have taken). ``transcript`` is
    ``None`` until the recogniser has answered: the test goes on without it. ``answers`` is the id of the prompt that
    the candidate answered, where the front end knows; else it is the one that is open.

    Raises:
        ValueError: a length that is none, a time without a zone, or a typed answer without text.
    """

    id: str
    at: datetime
    seconds: float
    form: Form = Form.VOICE
    transcript: str | None = None
    answers: str | None = None

    def __post_init__(self) -> None:
        if not self.id or not (math.isfinite(self.seconds) and self.seconds >= 0):
            raise ValueError("a turn needs an id and a length")
        _zoned(self.at)
        if self.form is Form.TEXT and self.transcript is None:
            raise ValueError("a typed answer is its text")

    @classmethod
    def typed(cls, turn_id: str, at: datetime, text: str, answers: str | None = None) -> Turn:
        """A typed answer."""
        return cls(turn_id, at, typed_seconds(text), Form.TEXT, text, answers)

    @property
    def silent(self) -> bool:
        """Nothing was said, as far as is known: without a word, or where nobody knows the words too short for one."""
        return self.brief if self.transcript is None else count_words(self.transcript) == 0

    @property
    def brief(self) -> bool:
        """It lasted no longer than a breath."""
        return self.seconds < _NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Answered:
    """The candidate spoke or wrote."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A turn was heard, or its transcript was corrected by the learner."""

    turn: str
    transcript: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The candidate has the step with this id: time that is the candidate's begins to run."""

    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PreparationSkipped:
    """The candidate is ready before the minute is over."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Requested:
    """The candidate asked, by button or command, to hear the question again or in other words."""

    what: Request
    at: datetime


@dataclass(frozen=True, slots=True)
class Worded:
    """A model has worded the open Part 3 question; the rule's wording stands where this one may not be said."""

    prompt: str
    text: str


@dataclass(frozen=True, slots=True)
class Paused:
    """A break, until :class:`Resumed` or the next answer."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Resumed:
    """The break is over."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Stopped:
    """The candidate ends the test."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Retried:
    """Practice: the candidate wants to answer ``prompt`` once more. Both answers are kept; the second is not rated."""

    prompt: str
    at: datetime


Event = Retried | Answered | Transcribed | Shown | PreparationSkipped | Requested | Worded | Paused | Resumed | Stopped
_KINDS: dict[str, type[Event]] = {
    "answered": Answered,
    "transcribed": Transcribed,
    "shown": Shown,
    "skipped": PreparationSkipped,
    "requested": Requested,
    "worded": Worded,
    "paused": Paused,
    "resumed": Resumed,
    "stopped": Stopped,
    "retried": Retried,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def dump_event(event: Event) -> str:
    """An event as one line of JSON, without loss."""
    return json.dumps({"event": _NAMES[type(event)], **asdict(event)}, default=datetime.isoformat, ensure_ascii=False)


def load_event(text: str) -> Event:
    """The event that :func:`dump_event` wrote.

    Raises:
        ValueError: it is not one.
    """
    try:
        row = json.loads(text)
        kind = _KINDS[row.pop("event")]
        return kind(**{field.name: _read(field.name, row.pop(field.name)) for field in fields(kind)}, **row)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError("not an event") from wrong


def _read(name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "at":
        return _zoned(datetime.fromisoformat(value))
    if name == "what":
        return Request(value)
    if name == "turn" and isinstance(value, dict):
        turn = Turn(**{**value, "at": datetime.fromisoformat(value["at"])})
        return replace(turn, form=Form(turn.form))
    return value


def _zoned(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time without a time zone")
    return at
