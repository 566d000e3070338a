"""Bots and workers that share a broker and a database and nothing else: cut off, frozen, and with the broker restarted.

Each process has a home of its own, as on machines of their own, and every worker has a schedule of its own. Nobody is
killed here, so every essay is answered exactly once, whichever bot took it in and whichever shows the report. A backup
that is made in the middle of it holds every essay that was answered by then. A group's prompt is due all the while, and all
schedules together post it once.
BANDMATE_MACHINE_ROUNDS sets the number of rounds (1 unless set); from two on there are four workers.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from engine.backup.dump import dump
from engine.backup.file import write_lines
from engine.backup.restore import restore
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.groups.schedule import PromptKind, Schedule
from engine.marking.writing.samples import sample_essay
from engine.pulse import listen
from engine.settings import Settings
from engine.store.group_tables import PostRow, ScheduleRow
from engine.store.migrate import upgrade
from engine.store.session import open_engine
from engine.store.store import Store
from tests.doubles.partition import Network
from tests.e2e.test_kill import Process, environment, lines, redis_url, wait_for

__all__ = ["redis_url"]
ROUNDS = int(os.environ.get("BANDMATE_MACHINE_ROUNDS", "1"))
BOTS, ESSAYS = ("bot-1", "bot-2"), 2
FROZEN_SECONDS = 5.0  # the lease is four
pytestmark = [pytest.mark.slow, pytest.mark.timeout(700 * (ROUNDS + 1)), pytest.mark.xdist_group("kill")]


def test_every_essay_is_answered_once(
    tmp_path: Path,
    redis_url: tuple[str, list[str]],
    own_postgres: str,
) -> None:
    redis = Process("redis", redis_url[1], environment(tmp_path), tmp_path / "redis.log")
    settings = Settings(database_url=own_postgres, home=tmp_path, _env_file=None)
    upgrade(settings)
    due_now(own_postgres)
    with Network(int(redis_url[0].split(":")[2].split("/")[0])) as network:
        brokers = [f"redis://127.0.0.1:{network.port}/0"] + [redis_url[0]] * (3 if ROUNDS > 1 else 1)
        workers = [
            machine(tmp_path, f"worker-{number}", own_postgres, broker, "bots.cli", "worker")
            for number, broker in enumerate(brokers, 1)
        ]
        bots = [
            machine(tmp_path, name, own_postgres, redis_url[0], "tests.doubles.scripted_bot", str(tmp_path / name))
            for name in BOTS
        ]
        processes = [redis, *workers, *bots]
        try:
            for process in processes:
                process.start()
            for worker in workers:
                home = tmp_path / worker.name
                wait_for(lambda home=home: bool(listen(home)), "the worker hears the broker", tmp_path)
            for number in range(ROUNDS):
                one_round(tmp_path, number, network, workers, redis, settings)
        finally:
            for process in reversed(processes):
                process.kill()
    shown = Counter(line["submission"] for name in BOTS for line in lines(tmp_path / name, "deliveries"))
    assert set(shown.values()) == {1}, "an essay was answered twice"
    assert all(line["kind"] == "report" for name in BOTS for line in lines(tmp_path / name, "deliveries"))
    engine = open_engine(own_postgres)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(PostRow)).scalar_one() == 1, "asked twice or never"
    engine.dispose()


def due_now(database: str) -> None:
    """A group whose prompt is due, on a platform that no bot here serves: each worker's schedule sees it."""
    store = Store.open(database)
    with store.transaction() as tx:
        group = tx.groups.open(ChatAddress(Platform.DISCORD, "1"), "UTC", "en")
        tx.groups.add(group.id, Schedule(time_of_day(8, 30), "UTC", PromptKind.MIXED))
    store.close()
    engine = open_engine(database)
    with engine.begin() as connection:
        connection.execute(update(ScheduleRow).values(next_at=datetime.now(UTC) - timedelta(seconds=1)))
    engine.dispose()


def machine(folder: Path, name: str, database: str, broker: str, *module: str) -> Process:
    home = folder / name
    home.mkdir()
    (home / "inbox.jsonl").touch()
    # No bot dies here, so none has to take a report from another that is only slow.
    env = environment(home, BANDMATE_DATABASE_URL=database, BANDMATE_BROKER_URL=broker, BANDMATE_DELIVERY_LEASE="600")
    return Process(name, [sys.executable, "-m", *module], env, folder / f"{name}.log")


def one_round(
    folder: Path, number: int, network: Network, workers: list[Process], redis: Process, settings: Settings
) -> None:
    learners_write(folder)
    network.cut()
    answered(folder, "while one worker is cut off from the broker")
    network.mend()

    answers = {line["submission"] for name in BOTS for line in lines(folder / name, "deliveries")}
    file = folder / f"{number}.backup"
    learners_write(folder)
    tell(workers[1:2], signal.SIGSTOP)
    began = time.monotonic()
    write_lines(file, dump(settings), None)
    answered(folder, "by the worker that was cut off, while the other is frozen")
    time.sleep(max(0.0, began + FROZEN_SECONDS - time.monotonic()))
    tell(workers[1:2], signal.SIGCONT)

    redis.kill()  # it keeps nothing: whatever was in it is gone
    redis.start()
    for alone in workers:  # each of them hears the broker again
        others = [worker for worker in workers if worker is not alone]
        tell(others, signal.SIGSTOP)
        learners_write(folder)
        answered(folder, f"by {alone.name} alone, after the broker was restarted, empty")
        tell(others, signal.SIGCONT)

    there = Settings(home=folder / f"restored-{number}", _env_file=None)
    assert restore(there, file).contents.rows["reports"] >= len(answers)


def tell(workers: list[Process], what: signal.Signals) -> None:
    for worker in workers:
        assert worker.now is not None
        os.killpg(worker.now.pid, what)


def written(folder: Path) -> int:
    return sum(len(lines(folder / name, "inbox")) for name in BOTS)


def learners_write(folder: Path) -> None:
    sample, first = sample_essay(), written(folder)
    for index in range(first, first + ESSAYS):
        line = {"chat": str(index + 1), "id": str(index), "text": f"{sample.task.prompt}\n\n{sample.text}"}
        with (folder / BOTS[index % 2] / "inbox.jsonl").open("a", encoding="utf-8") as inbox:
            inbox.write(json.dumps(line) + "\n")


def answered(folder: Path, when: str) -> None:
    def all_are() -> bool:
        return sum(len(lines(folder / name, "deliveries")) for name in BOTS) >= written(folder)

    wait_for(all_are, f"every essay is answered {when}", folder)
