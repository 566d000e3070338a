"""SIGKILL at random moments under load: every accepted essay is answered, none is lost, none twice but for the gap.

The gap: a bot that is killed between showing a report and writing down that it was shown shows it once more. So a
report may be seen twice only if the bot that showed it first was killed, and this test checks just that.
BANDMATE_KILL_ROUNDS sets the number of rounds (1 unless set).
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay
from engine.settings import Settings
from engine.store.migrate import upgrade
from tests.e2e.telegram_house import free_port

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("BANDMATE_KILL_ROUNDS", "1"))
ESSAYS = 10
pytestmark = [pytest.mark.slow, pytest.mark.timeout(700 * ROUNDS)]


@dataclass
class Process:
    """A process that is killed and started again."""

    name: str
    argv: list[str]
    env: dict[str, str]
    log: Path
    cwd: Path = ROOT
    now: subprocess.Popen[bytes] | None = None
    killed: list[int] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.now = subprocess.Popen(
                self.argv, cwd=self.cwd, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        if self.now is not None and self.now.poll() is None:
            self.killed.append(self.now.pid)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.now.pid, signal.SIGKILL)
            self.now.wait()


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BANDMATE_")}
    return {
        **clean,
        "BANDMATE_HOME": str(folder),
        "BANDMATE_LEASE": "4",
        "BANDMATE_DELIVERY_LEASE": "3",
        "BANDMATE_WAKE_AGAIN": "2",
        "BANDMATE_MAX_ATTEMPTS": "50",
        "BANDMATE_ESSAYS_PER_DAY": "10000",
        "BANDMATE_ESSAYS_PER_DAY_CHAT": "10000",
        "BANDMATE_ESSAYS_WAITING": "10000",
        "OMP_NUM_THREADS": "1",
        **more,
    }


@pytest.fixture
def redis_url(tmp_path: Path) -> tuple[str, list[str]]:
    """A Redis of our own to kill, on a free port, that keeps nothing on disk."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("there is no redis-server on this machine")
    port = free_port()
    argv = [
        binary,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(tmp_path),
    ]
    return f"redis://127.0.0.1:{port}/0", argv


@pytest.mark.xdist_group("kill")
def test_the_embedded_default_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survive(tmp_path, environment(tmp_path), [], monkeypatch)


@pytest.mark.xdist_group("kill")
def test_redis_and_postgresql_survive(
    tmp_path: Path, redis_url: tuple[str, list[str]], own_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environment(tmp_path, BANDMATE_BROKER_URL=redis_url[0], BANDMATE_DATABASE_URL=own_postgres)
    survive(tmp_path, env, [Process("redis", redis_url[1], env, tmp_path / "redis.log")], monkeypatch)


def survive(folder: Path, env: dict[str, str], brokers: list[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    """Some rounds of essays while processes die; then what learners saw is compared with what was accepted."""
    for name, value in env.items():
        if name.startswith("BANDMATE_"):
            monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    upgrade(settings)
    (folder / "inbox.jsonl").touch()
    bot_argv = [sys.executable, "-m", "tests.doubles.scripted_bot", str(folder)]
    bot = Process("bot", bot_argv, env, folder / "bot.log")
    worker_argv = [sys.executable, "-m", "bots.cli", "worker"]
    worker = Process("worker", worker_argv, env, folder / "worker.log")
    processes = [*brokers, bot, worker]
    dice = random.Random(20260504)
    try:
        for process in processes:
            process.start()
        for number in range(ROUNDS):
            one_round(folder, number, processes, dice)
            sent = ESSAYS * (number + 1)
            wait_for(
                lambda sent=sent: len(set(submissions(folder, "accepted"))) == sent, "every essay is accepted", folder
            )
            wait_for(
                lambda: set(submissions(folder, "accepted")) <= set(submissions(folder, "deliveries")),
                "answered",
                folder,
            )
    finally:
        for process in reversed(processes):
            process.kill()
    check(folder, bot)


def one_round(folder: Path, number: int, processes: list[Process], dice: random.Random) -> None:
    sample = sample_essay()
    for index in range(ESSAYS):
        chat = str(1000 * number + index + 1)
        text = f"{sample.task.prompt}\n\n{sample.text}"
        with (folder / "inbox.jsonl").open("a", encoding="utf-8") as inbox:
            inbox.write(json.dumps({"chat": chat, "id": f"{number}-{index}", "text": text}) + "\n")
        time.sleep(dice.uniform(0.05, 0.4))
        if dice.random() < 0.5:
            victim = dice.choice(processes)
            victim.kill()
            time.sleep(dice.uniform(0.0, 0.3))
            victim.start()


def check(folder: Path, bot: Process) -> None:
    accepted, delivered = lines(folder, "accepted"), lines(folder, "deliveries")
    by_message: dict[str, set[int]] = {}
    for line in accepted:
        by_message.setdefault(str(line["message"]), set()).add(int(str(line["submission"])))
    assert all(len(found) == 1 for found in by_message.values()), "a message became two submissions"
    assert len(by_message) == ESSAYS * ROUNDS
    assert all(line["kind"] == "report" for line in delivered), "an essay was given up"
    counts = Counter(int(str(line["submission"])) for line in delivered)
    assert set(counts) == {next(iter(found)) for found in by_message.values()}
    for submission, count in counts.items():
        if count > 1:
            shown_by = [int(str(line["pid"])) for line in delivered if line["submission"] == submission]
            assert set(shown_by[:-1]) <= set(bot.killed), "shown twice by a bot that was not killed"
    twice = sum(count - 1 for count in counts.values())
    sys.stderr.write(
        f"\n{len(counts)} essays answered, {twice} shown again after a kill, {len(bot.killed)} bots killed\n"
    )


def lines(folder: Path, name: str) -> list[dict[str, object]]:
    """What was written, without a last line that is only half there."""
    path = folder / f"{name}.jsonl"
    written = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in written.split("\n")[:-1]]


def submissions(folder: Path, name: str) -> list[object]:
    return [line["submission"] for line in lines(folder, name)]


def wait_for(condition: Callable[[], bool], what: str, folder: Path, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    logs = "\n".join(path.read_text("utf-8", "replace")[-1500:] for path in folder.glob("*.log"))
    pytest.fail(f"after {seconds:.0f} s not so: {what}\n{logs}")
