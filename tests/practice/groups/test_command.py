"""``/daily`` as people type it."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import LearnerMistake
from engine.ielts.groups.schedule import WORKDAYS, Level, PromptKind, QuietHours
from engine.practice.groups.command import Daily, parse_daily


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Daily("list")),
        ("LIST", Daily("list")),
        ("08:30", Daily("set", at=time(8, 30))),
        ("8.30 Shanghai", Daily("set", at=time(8, 30), zone="Asia/Shanghai")),
        (
            "08:30 Asia/Shanghai speaking 6 weekdays",
            Daily("set", time(8, 30), "Asia/Shanghai", PromptKind.SPEAKING, Level.MEDIUM, WORKDAYS),
        ),
        ("21:00 vocab band7.5 sat,sun", Daily("set", time(21), None, PromptKind.VOCABULARY, Level.HARD, (5, 6))),
        ("07:15 mon-wed writing easy", Daily("set", time(7, 15), None, PromptKind.WRITING, Level.EASY, (0, 1, 2))),
        ("pause", Daily("pause")),
        ("stop 2", Daily("pause", number=2)),
        ("resume 1", Daily("resume", number=1)),
        ("delete 3", Daily("delete", number=3)),
        ("delete all", Daily("delete")),
        ("preview writing", Daily("preview", kind=PromptKind.WRITING)),
        ("quiet 22:00-07:00", Daily("quiet", quiet=QuietHours(time(22), time(7)))),
        ("quiet off", Daily("quiet")),
        ("me", Daily("me")),
    ],
)
def test_what_is_meant(typed: str, meant: Daily) -> None:
    assert parse_daily(typed) == meant


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("tomorrow", "daily-usage"),
        ("25:00", "daily-time"),
        ("0830 speaking", "daily-time"),
        ("08:30 Nowhere/Land", "daily-zone"),
        ("08:30 speaking grammar", "daily-zone"),
        ("08:30 Asia/Shanghai dancing", "daily-usage"),
        ("delete", "daily-which"),
        ("delete -1", "daily-which"),
        ("pause ²", "daily-which"),
        ("quiet", "daily-quiet"),
        ("quiet 22:00-22:00", "daily-quiet"),
        ("quiet 22-99", "daily-quiet"),
    ],
)
def test_what_is_not_understood_is_said(typed: str, reason: str) -> None:
    with pytest.raises(LearnerMistake) as refused:
        parse_daily(typed)
    assert refused.value.reason == reason


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["08:30", "9:99", "UTC", "mon", "sat-mon", "6", "9.5", "mixed", "quiet", "preview", "-", "７"])
    ).map(" ".join)
)
def test_anything_is_either_understood_or_refused(typed: str) -> None:
    try:
        order = parse_daily(typed)
    except LearnerMistake:
        return
    assert order.at is None or order.schedule("UTC").days
