"""Bands over time as a learner reads them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bots.replies.notices import reply_to
from engine.ielts.bands import Band, Interval
from engine.ielts.learner_notices import History
from engine.ielts.learners import Goal, Reader
from engine.ielts.progress import Marked, Series, Skill


def series(skill: Skill, *bands: float, **more: object) -> Series:
    marked = tuple(
        Marked(date(2026, 5, 1) + timedelta(days=day), Band(band), band, Interval(Band(band - 1), Band(band + 1), 0.8))
        for day, band in enumerate(bands)
    )
    return Series(skill, marked, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "noise", "up"), [("en", "within the noise", "Up from"), ("zh-hans", "误差范围", "升到")]
)
def test_each_skill_by_itself_with_what_may_be_said_of_it(language: str, noise: str, up: str) -> None:
    goal = Reader(goal=Goal(Band(7.0), 12))
    notice = History(
        (series(Skill.TASK_2, 5.5, 6.0), series(Skill.TASK_1, 5.0), series(Skill.SPEAKING, *([5.0] * 9), *([7.0] * 9))),
        reader=goal,
    )
    text = reply_to(notice, language).plain
    assert noise in text
    assert up in text
    assert text.count("2026-05-") == 2 + 1 + 8, "the last eight of each"
    assert "7.0" in text.splitlines()[2]
    assert "12" in text.splitlines()[2]


def test_the_kinds_that_were_corrected_most_have_names() -> None:
    notice = History((series(Skill.TASK_2, 5.5, commonest=(("article", 7), ("agreement", 3))),))
    english, chinese = (reply_to(notice, language).plain for language in ("en", "zh-hans"))
    assert "articles (7)" in english
    assert "冠词" in chinese


def test_nothing_to_look_back_on() -> None:
    assert "nothing to look back on" in reply_to(History(())).plain
    assert "no history kept" in reply_to(History((), off=True)).plain
