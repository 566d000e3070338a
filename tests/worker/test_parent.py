"""A worker that is killed takes its schedule with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from engine.settings import Settings
from engine.store.migrate import upgrade
from worker.app import worker_argv


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_killed_worker_leaves_no_schedule_behind(settings: Settings, tmp_path: Path) -> None:
    upgrade(settings)
    env = {**os.environ, "BANDMATE_HOME": str(settings.home)}
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(worker_argv(settings), env=env, cwd=Path(__file__).parents[2], stdout=log, stderr=log)
    try:
        # At the very moment at which the schedule is there: it has had no time to ask to be ended with its parent.
        while not (children := psutil.Process(worker.pid).children(recursive=True)):
            assert worker.poll() is None, "the schedule never started"
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        gone, alive = psutil.wait_procs(children, timeout=60)
        assert alive == []
        assert gone
    finally:
        worker.kill()
        worker.wait()
