"""A task that breaks says which error and where, and not a word of what it worked on."""

from __future__ import annotations

import logging

import pytest

WORDS = "Marmalade elephants"


def test_a_task_that_breaks_shows_no_words(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from worker import tasks

    def breaks(*_: object) -> bool:
        raise ValueError(WORDS)

    monkeypatch.setattr(tasks, "mark_essay", breaks)
    monkeypatch.setattr(tasks, "_store", lambda: None)
    monkeypatch.setattr(tasks, "_marker", lambda: None)
    with caplog.at_level(logging.ERROR):
        tasks.mark.apply(args=[7])
    assert WORDS not in caplog.text
    assert "a task ended with ValueError" in caplog.text
    assert "breaks" in caplog.text, "where it was"
    (record,) = (each for each in caplog.records if each.name == "celery.app.trace")
    assert record.exc_info is not None, "errors are counted by it"
