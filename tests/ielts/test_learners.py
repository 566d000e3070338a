"""What a learner may choose, and when a reminder is due: across clock changes, and never twice."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bands import Band
from engine.ielts.learners import Consent, Goal, Preferences, changed, next_reminder, reader_of, still_worth_it
from engine.ielts.writing import Module

TODAY = date(2026, 5, 4)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu")


def chosen(key: str, value: str) -> Preferences:
    return changed(Preferences(), key, value, TODAY, ("en", "zh-Hans"), ("british", "american"))


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("language", "ZH-hans", "zh-Hans"), ("feedback", "en", "en"), ("module", "General", Module.GENERAL),
        ("target", "6,5", Band(6.5)), ("exam", "2026-06-01", date(2026, 6, 1)), ("exam", "2026-05-04", TODAY),
        ("voice", "american", "american"), ("speed", "0.9", 0.9), ("reminder", "8:30", time(8, 30)),
        ("zone", "asia/shanghai", "Asia/Shanghai"), ("zone", "off", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(key: str, typed: str, kept: object) -> None:
    assert getattr(chosen(key, typed), key) == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("language", "fr"), ("module", "both"), ("target", "6.3"), ("target", "3"), ("target", "ten"), ("target", "nan"),
        ("exam", "2026-05-03"), ("exam", "soon"), ("exam", "2036-01-01"), ("voice", "martian"), ("speed", "3"),
        ("reminder", "25:00"), ("reminder", "8"), ("reminder", "8:5"), ("zone", "Mars/Olympus"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named(key: str, typed: str) -> None:
    with pytest.raises(ValueError, match=key):
        chosen(key, typed)


@given(st.sampled_from(["language", "module", "target", "exam", "speed", "reminder", "zone"]), st.text(max_size=40))
def test_no_text_breaks_a_setting(key: str, typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert getattr(chosen(key, typed), key) is not None or typed.strip().lower() == "off"


def test_only_history_is_kept_unless_somebody_says_so() -> None:
    assert Consent() == Consent(history=True, recordings=False, training=False)


def test_days_are_counted_where_the_learner_is() -> None:
    late = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)  # the 5th in Shanghai
    there = Preferences(exam=date(2026, 5, 6), zone="Asia/Shanghai", target=Band(7.0))
    assert there.days_left(late) == 1
    assert Preferences(exam=date(2026, 5, 6)).days_left(late) == 2
    assert reader_of(there, late).goal == Goal(Band(7.0), 1)
    assert Preferences(exam=date(2026, 5, 1)).days_left(late) is None
    assert reader_of(Preferences(language="zh-Hans"), late).feedback == "zh-Hans"


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is added
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(moments, times, st.sampled_from(ZONES))
def test_the_next_reminder_is_within_a_day_or_so_and_at_the_time_of_the_clock(
    now: datetime, at: time, zone: str
) -> None:
    due = next_reminder(now, at, zone)
    assert timedelta(0) < due - now <= timedelta(hours=25, minutes=1)
    shown = due.astimezone(ZoneInfo(zone))
    skipped = datetime.combine(shown.date(), at, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone)).time() != at
    assert shown.time() == at or skipped


@given(moments, times, st.sampled_from(ZONES))
def test_one_reminder_a_day(now: datetime, at: time, zone: str) -> None:
    days = []
    for _ in range(4):
        now = next_reminder(now, at, zone)
        days.append(now.astimezone(ZoneInfo(zone)).date())
    assert days == [days[0] + timedelta(days=number) for number in range(4)]


def test_a_time_that_the_clock_skips_or_shows_twice() -> None:
    spring = next_reminder(datetime(2026, 3, 8, 1, tzinfo=UTC), time(2, 30), "America/New_York")
    assert spring.astimezone(ZoneInfo("America/New_York")).time() == time(3, 30)
    autumn = next_reminder(datetime(2026, 11, 1, 1, tzinfo=UTC), time(1, 30), "America/New_York")
    assert autumn == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    again = next_reminder(autumn, time(1, 30), "America/New_York")
    assert again.astimezone(ZoneInfo("America/New_York")).date() == date(2026, 11, 2)


def test_a_reminder_of_this_morning_is_no_use_at_night() -> None:
    due = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
    assert still_worth_it(due, due + timedelta(hours=1))
    assert not still_worth_it(due, due + timedelta(hours=10))
