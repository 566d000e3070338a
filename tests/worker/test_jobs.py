"""The jobs and the queue: numbers only, quick to notice a broker that is away, nothing left that stops a reader."""

from __future__ import annotations

import base64
import json
import os
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app as cli
from bots.supervisor import Child
from engine import pulse
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings
from worker.app import (
    clear_embedded_queue,
    essays_at_once,
    make_app,
    queue_folder,
    transport_options,
    worker_argv,
)
from worker.jobs import CeleryJobQueue


def test_a_ring_carries_a_number_and_nothing_else(settings: Settings) -> None:
    CeleryJobQueue(settings).enqueue(42)
    (message,) = (queue_folder(settings) / "messages").iterdir()
    body = json.loads(message.read_text("utf-8"))["body"]
    args, kwargs, _ = json.loads(base64.b64decode(body))
    assert (args, kwargs) == ([42], {})


def test_half_a_message_is_thrown_away_before_a_worker_reads(settings: Settings) -> None:
    CeleryJobQueue(settings).enqueue(1)
    folder = queue_folder(settings) / "messages"
    (folder / "9_torn.essay.msg").write_text('{"body": "abc', "utf-8")
    clear_embedded_queue(settings)
    assert list(folder.iterdir()) == []


def test_half_a_message_does_not_stop_a_reader(settings: Settings) -> None:
    """A kill cannot leave one, a full disk can: kombu's own transport ends the worker that reads it."""
    app = make_app(settings)
    CeleryJobQueue(settings).enqueue(7)
    folder = queue_folder(settings)
    (folder / "messages" / "0_torn.essay.msg").write_text('{"body": "abc', "utf-8")
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue(app.amqp.queues["essay"])
        message = queue.get(timeout=60)
        assert json.loads(message.body if isinstance(message.body, str) else message.body.decode())[0] == [7]
        message.ack()
        queue.close()
    assert not [path for path in (folder / "messages").iterdir() if path.name.endswith(".essay.msg")]


def test_a_torn_routing_table_is_made_anew(settings: Settings) -> None:
    with make_app(settings).connection_for_write() as connection, connection.channel() as channel:
        channel._queue_bind("essay", "essay", None, "voice")
        (table,) = (queue_folder(settings) / "control").glob("*.exchange")
        table.write_text("[[", "utf-8")
        assert channel.get_table("essay") == []
        channel._queue_bind("essay", "essay", None, "voice")
        channel._queue_bind("essay", "essay", None, "light")
    assert json.loads(table.read_text("utf-8")) == [["essay", "", "light"], ["essay", "", "voice"]]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_a_broker_that_is_away_is_passing_trouble(tmp_path: Path, url: str) -> None:
    jobs = CeleryJobQueue(Settings(home=tmp_path, broker_url=url, _env_file=None))  # type: ignore[call-arg]
    with pytest.raises(TryAgain):
        jobs.enqueue(1)


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


def test_a_worker_takes_calls_only_from_its_queues(settings: Settings) -> None:
    argv = worker_argv(settings, ("essay",))
    assert argv[argv.index("--queues") + 1] == "essay"
    assert argv[argv.index("--hostname") + 1] == f"essay.{os.getpid()}@%h"  # RabbitMQ lets one worker of a name in
    with pytest.raises(OperatorMistake, match="no queue video: there are voice, essay, light"):
        CliRunner().invoke(cli, ["worker", "--queues", "essay, video"], catch_exceptions=False)


def test_a_worker_that_gives_no_sign_of_life_is_ended_and_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "STUCK_AFTER", 0.3)
    said: list[str] = []
    code = (
        "import sys, time; from pathlib import Path; from engine.pulse import Pulse;"
        "sign = Pulse(Path(sys.argv[1]), 'worker'); time.sleep(99)"
    )
    argv = [sys.executable, "-c", code, str(tmp_path)]

    def say(line: str) -> None:
        said.append(line)
        if "starting it again" in line:
            child.ending.set()

    child = Child("worker", argv, tmp_path / "log", say, is_stuck=lambda pid: pulse.is_stuck(tmp_path, "worker", pid))
    child.start()
    child.keep()
    child.end()
    assert said == ["The worker gives no sign of life; ending it.", "The worker ended (-9); starting it again."]


@pytest.mark.parametrize("lease", [timedelta(seconds=120), timedelta(hours=1)])
def test_redis_waits_longer_than_any_job_before_it_calls_again(settings: Settings, lease: timedelta) -> None:
    redis = settings.model_copy(update={"broker_url": "redis://127.0.0.1/0", "lease": lease})
    assert transport_options(redis)["visibility_timeout"] > redis.longest_job.total_seconds() > lease.total_seconds()


def test_a_voice_note_never_waits_behind_essays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There is a thread more than essays may take, and a crowd of calls does not go round and round."""
    monkeypatch.setenv("BANDMATE_HOME", str(tmp_path))
    from worker import tasks

    settings = Settings(home=tmp_path, llm="server", llm_rows=3, _env_file=None)  # type: ignore[call-arg]
    argv = worker_argv(settings)
    assert int(argv[argv.index("--concurrency") + 1]) > essays_at_once(settings) == 3
    places = threading.BoundedSemaphore(1)
    monkeypatch.setattr(tasks, "_essay_places", lambda: places)
    again: list[tuple[object, object]] = []
    monkeypatch.setattr(tasks.mark, "apply_async", lambda args, countdown: again.append((args, countdown)))
    monkeypatch.setattr(tasks, "_COME_AGAIN", 1e9)  # for as long as this test lasts no other is passed on
    tasks._passing_on.cache_clear()
    called: list[bool] = []
    monkeypatch.setattr(tasks, "_call_for_the_next", lambda: called.append(places.acquire(blocking=False)))
    # Three others come while the first is marked: one is passed on, as another worker may have a place.
    monkeypatch.setattr(tasks, "mark_essay", lambda *_: [tasks.mark(number) for number in (8, 9, 10)])
    tasks.mark(7)
    assert [args for args, _ in again] == [(8,)]
    assert called == [True], "the place is free before the next is called for, so nothing slips between"
    places.release()
    assert places.acquire(blocking=False), "and the place is free again"
