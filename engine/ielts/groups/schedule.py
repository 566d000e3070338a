"""When a group's prompt is due: at a local time on some weekdays, whatever the clocks do; and the group's quiet hours.

A time that a clock change leaves out is due when it would have come had the clock not changed (02:30 becomes 03:30
that day); one that comes twice is due at the first. So each local day that is meant has one prompt and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.ielts.groups.zones import zone_of

WEEK = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = (0, 1, 2, 3, 4)
LATE = timedelta(minutes=10)
"""A prompt that comes later than this was missed: only the newest of a group's missed prompts is made up for."""
_SEARCHED = 9


class PromptKind(StrEnum):
    """What a schedule asks for; ``mixed`` takes turns."""

    SPEAKING = "speaking"
    WRITING = "writing"
    VOCABULARY = "vocabulary"
    MIXED = "mixed"


class Level(StrEnum):
    """How hard a prompt may be: for a target below band 6, below band 7, or from band 7."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A prompt of ``kind`` at the local time ``at`` of ``zone`` on ``days`` (0 is Monday); no level: any.

    Raises:
        ValueError: there is no such zone, no day, or the time has seconds.
    """

    at: time
    zone: str
    kind: PromptKind
    level: Level | None = None
    days: tuple[int, ...] = WEEK

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if not self.days or list(self.days) != sorted(set(self.days)) or not set(self.days) <= set(WEEK):
            raise ValueError("days are 0 (Monday) to 6, in order, and there is at least one")
        if self.at.second or self.at.microsecond or self.at.tzinfo is not None:
            raise ValueError("a time of day has hours and minutes and no zone of its own")

    def next_after(self, moment: datetime) -> datetime:
        """The first moment (UTC) after ``moment`` at which a prompt is due."""
        zone = zone_of(self.zone)
        today = moment.astimezone(zone).date()
        for days in range(-1, _SEARCHED):
            day = today + timedelta(days=days)
            if day.weekday() in self.days and (due := _moment(day, self.at, zone)) > moment:
                return due
        raise AssertionError("a week has every weekday")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` until ``end``, local time, nothing is posted unasked; over midnight where ``end`` is earlier.

    Raises:
        ValueError: both are the same time.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours end at another time than they start")

    def over_at(self, moment: datetime, zone: str) -> datetime:
        """``moment`` itself where it is not quiet, else the moment (UTC) at which the quiet ends."""
        place = zone_of(zone)
        local = moment.astimezone(place)
        now = local.time().replace(tzinfo=None)
        if self.start < self.end:
            quiet, day = self.start <= now < self.end, local.date()
        else:
            quiet, day = now >= self.start or now < self.end, local.date() + timedelta(days=int(now >= self.start))
        # Between two readings of one time a clock change may put the end before the moment: then it is over.
        return max(_moment(day, self.end, place), moment) if quiet else moment


@dataclass(frozen=True, slots=True)
class Due:
    """A schedule, by its id, whose prompt was due at ``at``."""

    schedule_id: int
    at: datetime


def to_post(due: Sequence[Due], now: datetime) -> frozenset[int]:
    """Ids of the schedules of one group that post now: those in time, and of those that were missed the newest.

    After an hour or a month without a worker a group gets one late prompt, never a burst; none at all where another
    is in time just now.
    """
    in_time = {each.schedule_id for each in due if now - each.at <= LATE}
    if in_time or not due:
        return frozenset(in_time)
    newest = max(due, key=lambda each: (each.at, each.schedule_id))
    return frozenset({newest.schedule_id})


def local_day(moment: datetime, zone: str) -> date:
    """The date on a clock in ``zone``."""
    return moment.astimezone(zone_of(zone)).date()


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).replace(fold=0).astimezone(UTC)
