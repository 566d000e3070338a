"""The bell and the queue: numbers only, quick to notice a broker that is away, nothing left that stops a reader."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from engine.errors import TryAgain
from engine.settings import Settings
from worker.app import clear_embedded_queue, make_app, queue_folder, worker_argv
from worker.jobs import CeleryBell


def test_a_ring_carries_a_number_and_nothing_else(settings: Settings) -> None:
    CeleryBell(settings).ring(42)
    (message,) = (queue_folder(settings) / "messages").iterdir()
    body = json.loads(message.read_text("utf-8"))["body"]
    args, kwargs, _ = json.loads(base64.b64decode(body))
    assert (args, kwargs) == ([42], {})


def test_half_a_message_is_thrown_away_before_a_worker_reads(settings: Settings) -> None:
    CeleryBell(settings).ring(1)
    folder = queue_folder(settings) / "messages"
    (folder / "9_torn.essay.msg").write_text('{"body": "abc', "utf-8")
    clear_embedded_queue(settings)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_a_broker_that_is_away_is_passing_trouble(tmp_path: Path, url: str) -> None:
    bell = CeleryBell(Settings(home=tmp_path, broker_url=url, _env_file=None))  # type: ignore[call-arg]
    with pytest.raises(TryAgain):
        bell.ring(1)


def test_other_peoples_brokers_are_not_cleared(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, broker_url="redis://127.0.0.1:1/0", _env_file=None)  # type: ignore[call-arg]
    clear_embedded_queue(settings)
    assert not (tmp_path / "queue").exists()


def test_voice_comes_before_essays_and_tasks_are_acknowledged_late(settings: Settings) -> None:
    conf = make_app(settings).conf
    assert [queue.name for queue in conf.task_queues] == ["voice", "essay", "light"]
    assert conf.task_acks_late
    assert conf.worker_prefetch_multiplier == 1
    assert conf.accept_content == ["json"]


def test_the_queue_is_nobody_elses_to_read(settings: Settings) -> None:
    folder = queue_folder(settings)
    assert (folder / "messages").stat().st_mode & 0o077 == 0
    assert "--beat" in worker_argv(settings)
