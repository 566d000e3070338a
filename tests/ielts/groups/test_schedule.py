"""When prompts are due: any zone, any weekdays, over every change of the clocks; quiet hours; what was missed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.groups.schedule import (
    LATE,
    WEEK,
    WORKDAYS,
    Due,
    PromptKind,
    QuietHours,
    Schedule,
    local_day,
    to_post,
)
from engine.ielts.groups.streaks import streak
from engine.ielts.groups.zones import find_zone, zone_of, zones_like

ZONES = st.sampled_from(
    "UTC Asia/Shanghai Europe/Berlin America/New_York Australia/Lord_Howe Asia/Kathmandu Pacific/Apia"
    " America/Sao_Paulo Africa/Casablanca Asia/Tehran Europe/London".split()
)
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
MOMENTS = st.integers(1_262_304_000, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC))


def schedule(at: str, zone: str, days: tuple[int, ...] = WEEK) -> Schedule:
    return Schedule(time.fromisoformat(at), zone, PromptKind.MIXED, None, days)


def due(one: Schedule, since: datetime, times: int) -> list[str]:
    found = []
    for _ in range(times):
        since = one.next_after(since)
        found.append(f"{since.astimezone(zone_of(one.zone)):%d %H:%M %z}")
    return found


def test_a_time_that_does_not_exist_comes_when_it_would_have_come() -> None:
    # Clocks in Berlin went from 02:00 to 03:00 on 29 March 2026.
    assert due(schedule("02:30", "Europe/Berlin"), datetime(2026, 3, 27, 12, tzinfo=UTC), 3) == [
        "28 02:30 +0100",
        "29 03:30 +0200",
        "30 02:30 +0200",
    ]


def test_a_time_that_comes_twice_is_due_once() -> None:
    # Clocks in New York went from 02:00 back to 01:00 on 1 November 2026.
    assert due(schedule("01:30", "America/New_York"), datetime(2026, 10, 30, 12, tzinfo=UTC), 3) == [
        "31 01:30 -0400",
        "01 01:30 -0400",
        "02 01:30 -0500",
    ]


def test_local_time_stays_over_a_change() -> None:
    assert due(schedule("08:30", "Europe/London"), datetime(2026, 10, 24, 12, tzinfo=UTC), 2) == [
        "25 08:30 +0000",
        "26 08:30 +0000",
    ]


def test_a_day_that_a_country_left_out_has_no_second_prompt() -> None:
    # Samoa had no 30 December 2011.
    first = schedule("08:30", "Pacific/Apia").next_after(datetime(2011, 12, 29, 20, tzinfo=UTC))
    second = schedule("08:30", "Pacific/Apia").next_after(first)
    assert second - first == timedelta(days=1)


@given(at=CLOCKS, zone=ZONES, days=DAYS, moment=MOMENTS)
def test_what_comes_next_is_later_within_a_week_and_on_a_day_that_is_meant(
    at: time, zone: str, days: tuple[int, ...], moment: datetime
) -> None:
    one = Schedule(at, zone, PromptKind.SPEAKING, None, days)
    following = one.next_after(moment)
    assert moment < following <= moment + timedelta(days=8, hours=2)
    local = following.astimezone(zone_of(zone))
    # An hour or so further, where the clocks left the time out; in Samoa once a whole day.
    meant = local.replace(tzinfo=None) - datetime.combine(local.date(), at)
    assert meant in {timedelta(0), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=-23)} or zone in {
        "Africa/Casablanca",
        "Pacific/Apia",
    }


@given(at=CLOCKS, zone=ZONES, moment=MOMENTS)
def test_no_local_day_has_two(at: time, zone: str, moment: datetime) -> None:
    one = Schedule(at, zone, PromptKind.SPEAKING)
    days: list[date] = []
    for _ in range(10):
        moment = one.next_after(moment)
        days.append(local_day(moment - timedelta(hours=1), zone))
    assert all(timedelta(days=1) <= b - a <= timedelta(days=2) for a, b in pairwise(days))


@given(start=CLOCKS, end=CLOCKS, zone=ZONES, moment=MOMENTS)
def test_quiet_hours_end_and_then_it_is_not_quiet(start: time, end: time, zone: str, moment: datetime) -> None:
    if start == end:
        return
    quiet = QuietHours(start, end)
    over = quiet.over_at(moment, zone)
    assert moment <= over <= moment + timedelta(days=1, hours=3)
    assert over.tzinfo is not None


def test_quiet_over_midnight() -> None:
    quiet = QuietHours(time(22), time(7))
    for hour, ends in ((21, 21), (22, 7), (3, 7), (7, 7)):
        moment = datetime(2026, 5, 4, hour, tzinfo=UTC)
        assert quiet.over_at(moment, "UTC").hour == ends
    assert quiet.over_at(datetime(2026, 5, 4, 23, tzinfo=UTC), "UTC") == datetime(2026, 5, 5, 7, tzinfo=UTC)


@given(st.lists(st.integers(0, 100_000), max_size=8))
def test_never_a_burst(minutes: list[int]) -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    missed = [Due(number, now - LATE - timedelta(minutes=1 + late)) for number, late in enumerate(minutes)]
    chosen = to_post(missed, now)
    assert len(chosen) == min(1, len(missed))
    if missed:
        assert min(minutes) == minutes[next(iter(chosen))]
        in_time = Due(99, now - LATE)
        assert to_post([*missed, in_time], now) == {99}


def test_two_prompts_of_one_minute_are_both_wanted() -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    assert to_post([Due(1, now), Due(2, now)], now) == {1, 2}


@pytest.mark.parametrize(
    ("days", "zone"), [((), "UTC"), ((7,), "UTC"), ((1, 0), "UTC"), ((0,), "Mars/Olympus"), ((0,), "../etc/passwd")]
)
def test_no_such_schedule(days: tuple[int, ...], zone: str) -> None:
    with pytest.raises(ValueError, match=r"days|zone"):
        Schedule(time(8), zone, PromptKind.MIXED, None, days)


def test_zones_as_people_type_them() -> None:
    assert find_zone("asia/shanghai") == find_zone("Shanghai") == "Asia/Shanghai"
    assert find_zone("new york") == "America/New_York"
    assert find_zone("Atlantis") is None
    assert zones_like("shang")[0] == "Asia/Shanghai"
    assert len(zones_like("a")) == 25


def test_streaks_skip_days_without_a_prompt() -> None:
    friday, monday, tuesday = date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5)
    assert streak([friday, monday, tuesday], {friday, monday, tuesday}) == 3
    assert streak([friday, monday, tuesday], {friday, tuesday}) == 1
    assert streak([friday, monday, tuesday], {friday, monday}) == 0
    assert streak([], {friday}) == 0
    assert WORKDAYS == (0, 1, 2, 3, 4)
