"""What somebody means by ``/daily`` and the words after it. Pure; nothing here knows who may do what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time

from engine.errors import LearnerMistake
from engine.ielts.groups.schedule import WEEK, WORKDAYS, Level, PromptKind, QuietHours, Schedule
from engine.ielts.groups.zones import find_zone

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_SPAN = re.compile(r"(\d{1,2}[:.]\d\d)\s*(?:-|–|to)\s*(\d{1,2}[:.]\d\d)")
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NAMED_DAYS = {"daily": WEEK, "everyday": WEEK, "weekdays": WORKDAYS, "workdays": WORKDAYS, "weekends": (5, 6)}
_KINDS = {kind.value: kind for kind in PromptKind} | {"vocab": PromptKind.VOCABULARY, "words": PromptKind.VOCABULARY}
_LEVELS = {level.value: level for level in Level}
_LISTED = {"": "list", "list": "list", "help": "list", "preview": "preview", "me": "me", "resume": "resume"}
LAST_BAND = 9.0


@dataclass(frozen=True, slots=True)
class Daily:
    """One order: ``verb`` is ``set``, ``list``, ``preview``, ``pause``, ``resume``, ``delete``, ``quiet`` or ``me``.

    ``zone`` is ``None`` where the group's own is meant. ``number`` is a place in the list, from 1; ``None``: all.
    """

    verb: str
    at: time | None = None
    zone: str | None = None
    kind: PromptKind = PromptKind.MIXED
    level: Level | None = None
    days: tuple[int, ...] = WEEK
    number: int | None = None
    quiet: QuietHours | None = None

    def schedule(self, zone: str) -> Schedule:
        """The schedule that is set, in ``zone`` where the order names none.

        Raises:
            ValueError: the order sets nothing.
        """
        if self.at is None:
            raise ValueError("this order sets no time")
        return Schedule(self.at, self.zone or zone, self.kind, self.level, self.days)


def parse_daily(text: str) -> Daily:
    """The order in the words after ``/daily``: ``08:30 Asia/Shanghai speaking 6 weekdays``, ``pause``, ``delete 2``, ...

    Raises:
        LearnerMistake: ``daily-usage``, ``daily-time``, ``daily-zone``, ``daily-which`` (no number in the list is meant)
            or ``daily-quiet``.
    """
    words = text.strip().lower().replace("，", ",").split()
    verb = words[0] if words else ""
    if verb in ("pause", "resume", "delete", "remove", "stop"):
        number = _number(words[1:])
        verb = {"remove": "delete", "stop": "pause"}.get(verb, verb)
        if verb == "delete" and number is None and words[1:] != ["all"]:
            raise LearnerMistake("daily-which")
        return Daily(verb, number=number)
    if verb == "preview":
        return replace(_set(words[1:], text.split()[1:]), verb="preview", at=None) if words[1:] else Daily("preview")
    if verb == "quiet":
        return Daily("quiet", quiet=_quiet(" ".join(words[1:])))
    if verb in _LISTED:
        return Daily(_LISTED[verb])
    if not _TIME.fullmatch(verb):
        raise LearnerMistake("daily-time" if verb[0].isdigit() else "daily-usage")
    return _set(words, text.split())


def _set(words: list[str], typed: list[str]) -> Daily:
    order = Daily("set")
    for word, as_typed in zip(words, typed, strict=True):
        if (clock := _time(word)) is not None and order.at is None:
            order = replace(order, at=clock)
        elif word in _KINDS:
            order = replace(order, kind=_KINDS[word])
        elif (level := _level(word)) is not None:
            order = replace(order, level=level)
        elif (days := _days(word)) is not None:
            order = replace(order, days=days)
        elif order.zone is None and (zone := find_zone(as_typed)) is not None:
            order = replace(order, zone=zone)
        else:
            raise LearnerMistake("daily-zone" if "/" in word or order.zone is None else "daily-usage")
    return order


def _time(word: str) -> time | None:
    found = _TIME.fullmatch(word)
    return time(int(found[1]), int(found[2])) if found else None


def _level(word: str) -> Level | None:
    """A level's name, or the band that is aimed at."""
    if word in _LEVELS:
        return _LEVELS[word]
    band = re.fullmatch(r"(?:band)?([4-9](?:\.[05])?)", word)
    if band is None or float(band[1]) > LAST_BAND:
        return None
    return Level.EASY if float(band[1]) < 6 else Level.MEDIUM if float(band[1]) < 7 else Level.HARD


def _days(word: str) -> tuple[int, ...] | None:
    if word in _NAMED_DAYS:
        return _NAMED_DAYS[word]
    first, dash, last = word.partition("-")
    if dash:
        start, end = _day(first), _day(last)
        return tuple(range(start, end + 1)) if start is not None and end is not None and start <= end else None
    days = [_day(name) for name in word.split(",") if name]
    return tuple(sorted({day for day in days if day is not None})) if days and None not in days else None


def _day(name: str) -> int | None:
    """``mon`` or ``Monday``, from 0."""
    return next((at for at, day in enumerate(_DAYS) if len(name) >= 3 and day.startswith(name)), None)


def _number(words: list[str]) -> int | None:
    if not words or words == ["all"]:
        return None
    if len(words) > 1 or not words[0].isascii() or not words[0].isdecimal() or not 1 <= len(words[0]) <= 3:
        raise LearnerMistake("daily-which")
    return int(words[0])


def _quiet(text: str) -> QuietHours | None:
    """Quiet hours; ``None``: none are wanted."""
    if text in ("off", "none", "no"):
        return None
    found = _SPAN.fullmatch(text)
    start, end = (None, None) if found is None else (_time(found[1]), _time(found[2]))
    if start is None or end is None or start == end:
        raise LearnerMistake("daily-quiet")
    return QuietHours(start, end)
