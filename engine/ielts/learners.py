"""What a learner chose: languages, goal, examiner, reminders, and what may be kept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from engine.ielts.bands import Band
from engine.ielts.writing import Module

SPEEDS = (0.8, 0.9, 1.0, 1.1)
"""Paces of the examiner's voice that may be chosen; 1 is the voice's own."""
_LATE = timedelta(hours=3)


class Kept(StrEnum):
    """What may be kept or used only with a learner's consent, each asked for by itself."""

    HISTORY = "history"
    RECORDINGS = "recordings"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a learner lets us do; only history is on from the start.

    ``history``: essays, transcripts and reports stay until they are old; ``recordings``: sound is kept once it has been
    measured; ``training``: what was written may teach a model.
    """

    history: bool = True
    recordings: bool = False
    training: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """``None`` is always "not chosen".

    ``language`` and ``feedback`` (of reports) are names of locales; ``voice`` is an accent; ``speed`` is one of
    :data:`SPEEDS`; ``reminder`` is a time of the day in ``zone``, an IANA name.
    """

    language: str | None = None
    feedback: str | None = None
    module: Module | None = None
    target: Band | None = None
    exam: date | None = None
    voice: str | None = None
    speed: float | None = None
    reminder: time | None = None
    zone: str | None = None

    def reads(self, app: str | None) -> str | None:
        """The language of reports and of answers about them; ``app`` is what the learner's app is in."""
        return self.feedback or self.language or app

    def today(self, now: datetime) -> date:
        """The date where the learner is."""
        return now.astimezone(ZoneInfo(self.zone or "UTC")).date()

    def days_left(self, now: datetime) -> int | None:
        """Days until the exam; ``None``: no date is set, or it has passed."""
        days = None if self.exam is None else (self.exam - self.today(now)).days
        return days if days is not None and days >= 0 else None


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a learner wants to get, and how many days are left."""

    target: Band | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a notice: the languages that they chose for what the bot says and for reports, and their goal.

    A language that was not chosen is the app's, which front ends know.
    """

    language: str | None = None
    feedback: str | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How the examiner speaks: an accent and a pace, where the learner chose them."""

    voice: str | None = None
    speed: float | None = None


USUAL = Manner()
"""Nothing was chosen: the operator's voice and pace."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the examiner says, and how."""

    text: str
    manner: Manner


def reader_of(preferences: Preferences, now: datetime) -> Reader:
    """How to speak to a learner with these preferences."""
    days = preferences.days_left(now)
    goal = None if preferences.target is None and days is None else Goal(preferences.target, days)
    return Reader(preferences.language, preferences.reads(None), goal)


def changed(
    preferences: Preferences,
    key: str,
    value: str,
    today: date,
    languages: Collection[str],
    voices: Collection[str],
) -> Preferences:
    """The preferences with one of them set from what a learner typed or pressed; ``off`` unsets it.

    Raises:
        ValueError: the value cannot be understood; its message is the preference's name.
        KeyError: there is no such preference.
    """
    read = _reading(today, languages, voices)[key]
    off = value.strip().lower() == "off"
    try:
        values: dict[str, Any] = {key: None if off else read(value.strip())}
        return replace(preferences, **values)
    except (ValueError, KeyError) as wrong:
        raise ValueError(key) from wrong


def _reading(today: date, languages: Collection[str], voices: Collection[str]) -> dict[str, Callable[[str], object]]:
    return {
        "language": lambda text: _one_of(languages, text),
        "feedback": lambda text: _one_of(languages, text),
        "module": lambda text: Module(text.lower()),
        "target": lambda text: _target(float(text.replace(",", "."))),
        "exam": lambda text: _coming(date.fromisoformat(text), today),
        "voice": lambda text: _one_of(voices, text),
        "speed": lambda text: {each: each for each in SPEEDS}[float(text)],
        "reminder": _clock,
        "zone": lambda text: _one_of(available_timezones(), text),
    }


def _one_of(names: Collection[str], text: str) -> str:
    return {name.casefold(): name for name in names}[text.casefold()]


def _target(band: float) -> Band:
    if band < 4:
        raise ValueError("nobody aims that low")
    return Band(band)


def _coming(day: date, today: date) -> date:
    if not timedelta(0) <= day - today <= timedelta(days=1000):
        raise ValueError("not a date to come")
    return day


def _clock(text: str) -> time:
    hours, colon, minutes = text.partition(":")
    if not colon or not (hours + minutes).isdecimal() or len(minutes) != 2:
        raise ValueError("not a time of the day")
    return time(int(hours), int(minutes))


def next_reminder(after: datetime, at: time, zone: str) -> datetime:
    """The first moment later than ``after`` at which a clock in ``zone`` shows ``at``, in UTC.

    A time that the clock skips in spring comes as much later as the clock was put forward; one that it shows twice in
    autumn comes the first time only.
    """
    there = ZoneInfo(zone)
    day = after.astimezone(there).date() - timedelta(days=1)
    while True:
        moment = datetime.combine(day, at, there).astimezone(UTC)
        if moment > after:
            return moment
        day += timedelta(days=1)


def still_worth_it(due: datetime, now: datetime) -> bool:
    """Whether a reminder that is late should still be given: the evening's is no use at night."""
    return now - due <= _LATE
