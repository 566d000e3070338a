"""Signs of life: who lives, who is stuck, and who is dead and only left a file."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.pulse import STUCK_AFTER, Pulse, listen

ROOT = Path(__file__).parents[1]


def live(home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "BANDMATE_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "bots.cli", "doctor", "--live"], cwd=ROOT, env=env, capture_output=True, text=True
    )


def test_who_serves_is_heard_and_who_ended_is_not(tmp_path: Path) -> None:
    pulse = Pulse(tmp_path, "bot")
    pulse.beat()
    assert [(each.name, each.stuck) for each in listen(tmp_path)] == [("bot", False)]
    pulse.end()
    assert listen(tmp_path) == ()


def test_a_silent_process_is_stuck_and_a_dead_one_is_swept_up(tmp_path: Path) -> None:
    pulse = Pulse(tmp_path, "worker")
    sign = next((tmp_path / "alive").iterdir())
    left = tmp_path / "alive" / f"{socket.gethostname()}.bot.{os.getpid()}"  # our number, but not ours
    left.touch()
    long_ago = time.time() - STUCK_AFTER - 1
    for path in (sign, left):
        os.utime(path, (long_ago, long_ago))
    assert [(each.name, each.stuck) for each in listen(tmp_path)] == [("worker", True)]
    pulse.beat()
    assert not listen(tmp_path)[0].stuck
    other = Pulse(tmp_path, "bot")
    assert sorted(each.name for each in listen(tmp_path)) == ["bot", "worker"]
    other.end()
    pulse.end()


def test_another_machine_on_the_same_folder_is_not_ours_to_judge(tmp_path: Path) -> None:
    (tmp_path / "alive").mkdir()
    (tmp_path / "alive" / "elsewhere.example.worker.1").touch()
    assert listen(tmp_path, sweep=True) == ()
    assert (tmp_path / "alive" / "elsewhere.example.worker.1").exists()


def test_a_home_that_cannot_be_written_to_is_the_operators_mistake(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(OperatorMistake, match="BANDMATE_HOME"):
        Pulse(tmp_path / "home", "bot")


def test_the_doctor_answers_by_exit_code(tmp_path: Path) -> None:
    nobody = live(tmp_path)
    assert (nobody.returncode, nobody.stdout) == (1, "No bot and no worker runs here. Start one: bandmate run\n")
    pulse = Pulse(tmp_path, "bot")
    pulse.beat()
    assert live(tmp_path).stdout.startswith("bot alive, ")
    os.utime(next((tmp_path / "alive").iterdir()), (0, 0))
    stuck = live(tmp_path)
    assert (stuck.returncode, stuck.stdout[:9]) == (1, "bot STUCK")
    pulse.end()
