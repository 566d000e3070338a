"""JSON lines follow a job through the processes, and tell of an error nothing that a learner wrote."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bots.desk.enqueueing import enqueue
from engine.ports import Work
from engine.telemetry.about import about
from engine.telemetry.logs import JsonLines
from worker.watching import _begins, _ended


class Captured(logging.Handler):
    """Lines as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def captured() -> Captured:
    return Captured()


def record(name: str, message: str, *, error: bool = False) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "x.py", 1, message, None, sys.exc_info() if error else None)


class Jobs:
    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        pass


class Task:
    name = str(Work.MARK)


def test_one_job_is_followed_through_bot_and_worker(captured: Captured) -> None:
    logger = logging.getLogger("bots.desk.enqueueing")
    logger.addHandler(captured)
    logger.setLevel(logging.INFO)
    try:
        enqueue(Jobs(), [(Work.MARK, 12)])
        _begins(task=Task, args=(12,))
        logger.info("submission %d: marked", 12)
        _ended(task=Task)
        logger.info("another matter")
    finally:
        logger.removeHandler(captured)
        logger.setLevel(logging.NOTSET)
    assert [line.get("job") for line in captured.lines] == ["essay:12", "essay:12", None]


def test_an_errors_own_words_are_not_told(captured: Captured) -> None:
    try:
        raise ValueError("Marmalade elephants")
    except ValueError:
        captured.emit(record("celery.app.trace", "Task raised ValueError('Marmalade elephants')", error=True))
        captured.emit(record("bots.courier", "courier: trouble", error=True))
    assert "Marmalade" not in json.dumps(captured.lines)
    assert [line["error"] for line in captured.lines] == ["ValueError", "ValueError"]
    assert captured.lines[1]["message"] == "courier: trouble"
    assert str(captured.lines[0]["where"]).count("test_logs.py") == 1


def test_what_is_inside_another_job_goes_back_to_it(captured: Captured) -> None:
    with about("essay:1"):
        with about("test:2"):
            captured.emit(record("bots.x", "in"))
        captured.emit(record("bots.x", "out"))
    assert [line["job"] for line in captured.lines] == ["test:2", "essay:1"]
