"""Celery's worker reads the weights and marks with them: from a chat message to a delivered report."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("llguidance", reason="needs the llm extra")

from bots.desk.frontdesk import FrontDesk
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.notices import ReportReady
from engine.marking.writing.offline import SCORER
from engine.marking.writing.samples import sample_essay
from engine.settings import Settings
from tests.doubles.migrated import migrate
from worker.app import worker_argv

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def delivered(desk: FrontDesk) -> ReportReady | None:
    for parcel in desk.due(Platform.CONSOLE):
        if isinstance(parcel.notice, ReportReady):
            return parcel.notice
    return None


def test_the_worker_marks_with_the_model(native: Path, settings: Settings, tmp_path: Path) -> None:
    migrate(settings)
    home = {"BANDMATE_HOME": str(settings.home)}
    chosen = {"BANDMATE_LLM": "chatglm2", "BANDMATE_LLM_PATH": str(native), "BANDMATE_LLM_PRECISION": "float32"}
    calm = {"OMP_NUM_THREADS": "1"}  # see conftest.py
    with (tmp_path / "worker.log").open("wb") as log:
        env = os.environ | home | chosen | calm
        worker = subprocess.Popen(
            worker_argv(settings), cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    desk = FrontDesk.open(settings)
    sample = sample_essay()
    person = Person(Platform.CONSOLE, "learner")
    text = f"{sample.task.prompt}\n\n{sample.text}"
    try:
        address = ChatAddress(Platform.CONSOLE, "1")
        desk.text(ChatMessage(address, person, "1", text, datetime.now(UTC)))
        found = None
        while found is None and worker.poll() is None:
            time.sleep(0.2)
            found = delivered(desk)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        desk.close()
    assert found is not None, (tmp_path / "worker.log").read_text("utf-8", "replace")
    assert found.report.scorer == f"{SCORER} + {native.name}, never measured"
    assert found.report.criteria
