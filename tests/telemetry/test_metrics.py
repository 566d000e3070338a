"""What Prometheus reads is right, holds nothing of a learner's, and is what dashboard and rules ask for."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import threading
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.errors import OperatorMistake
from engine.ielts.chat import Platform
from engine.practice.delivery import due
from engine.settings import Settings
from engine.store.store import Store
from engine.telemetry.durations import durations
from engine.telemetry.exposition import serve
from engine.wiring import open_store
from tests.doubles.migrated import migrate
from tests.telemetry.conftest import MEI, SENTENCE

pytest.importorskip("prometheus_client", reason="the metrics extra is not installed")

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
WORKER = """
import logging, os
from engine.errors import ModelMisbehaved, OperatorMistake
from engine.ports import Completion, Prompt, Request, Stopped
from engine.settings import Settings
from engine.telemetry import measured

class Model:
    name = "tiny"
    def room(self, prompt): return 1
    def generate(self, request, on_text=None): return Completion("Marmalade", Stopped.END, 7, 3)

settings = Settings()
measured.switch_on(settings)
measured.job_took("mark", 0.3)
measured.measured(Model()).generate(Request(Prompt("", "Marmalade elephants gather quietly."), 5, 5.0))
log = logging.getLogger("engine.x")
log.warning("no report: %s", ModelMisbehaved("Marmalade elephants gather quietly."))
log.error("turn %d: %s", 3, OperatorMistake("mei-the-learner"))
log.error("a fault of ours")
"""


def measure(settings: Settings) -> None:
    """Some work in a process of its own, because the library is told by the environment where to write."""
    environment = {"BANDMATE_HOME": str(settings.home), "BANDMATE_METRICS_LISTEN": "127.0.0.1:0", "PATH": ""}
    subprocess.run([sys.executable, "-c", WORKER], env=environment, check=True, stderr=subprocess.DEVNULL)


def shown(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """What an HTTP client gets from the port."""
    import prometheus_client

    ports: list[int] = []
    start, stop = prometheus_client.start_http_server, threading.Event()

    def started(*args: Any) -> Any:
        server, thread = start(*args)
        ports.append(server.server_address[1])
        return server, thread

    monkeypatch.setattr(prometheus_client, "start_http_server", started)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")  # so that what is set is taken back
    serving = threading.Thread(target=serve, args=(settings, store, stop))
    serving.start()
    try:
        while not ports:
            assert serving.is_alive()
            stop.wait(0.01)
        with urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/metrics", timeout=60) as answer:
            return str(answer.read().decode())
    finally:
        stop.set()
        serving.join()


def asked_for() -> set[str]:
    """Every metric that the dashboard or a rule names."""
    dashboard = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text("utf-8"))
    exprs = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    exprs += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    return {name for expr in exprs for name in re.findall(r"\bbandmate_\w+", expr)}


def test_what_is_shown_is_right_and_holds_nobody(measuring: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(measuring)
    measure(measuring)
    store = open_store(measuring)
    text = shown(measuring, store, monkeypatch)
    store.close()
    lines = set(text.splitlines())
    assert {
        "bandmate_database_up 1.0",
        'bandmate_jobs{kind="essay",state="waiting"} 1.0',
        'bandmate_jobs{kind="essay",state="given-up"} 1.0',
        'bandmate_notices_waiting{platform="telegram"} 1.0',
        'bandmate_job_seconds_count{task="mark"} 2.0',
        'bandmate_model_tokens_total{direction="read",model="tiny"} 14.0',
        'bandmate_errors_total{family="model"} 2.0',
        'bandmate_errors_total{family="operator"} 2.0',
        'bandmate_errors_total{family="fault"} 2.0',
    } <= lines
    for secret in ("Marmalade", SENTENCE, MEI.user_id):
        assert secret not in text
    assert [(took.what, took.count) for took in durations(measuring)] == [("mark", 2), ("tiny", 2)]
    assert all(took.median <= took.p95 <= 0.5 for took in durations(measuring))
    # Reports exist once something was marked; every other metric that is asked for is there already.
    named = {re.split(r"[{ ]", line)[0] for line in lines if line and not line.startswith("#")}
    families = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert asked_for() <= named | families


ALONE = """
import sys, urllib.request
import prometheus_client
from engine.settings import Settings
from engine.telemetry import measured

started, start = [], prometheus_client.start_http_server
def remembering(*words):
    started.append(start(*words))
    return started[-1]
prometheus_client.start_http_server = remembering

settings = Settings()
measured.switch_on(settings)
measured.job_took("mark", 0.3)
measured.answer(settings)
measured.answer(settings)  # a worker that was connected again
((server, _),) = started
with urllib.request.urlopen(f"http://127.0.0.1:{server.server_address[1]}/metrics", timeout=60) as answer:
    sys.stdout.write(answer.read().decode())
assert not (settings.home / "metrics").exists()
"""


def test_in_containers_each_process_answers_for_itself(measuring: Settings) -> None:
    environment = {"BANDMATE_HOME": str(measuring.home), "BANDMATE_METRICS_LISTEN": "127.0.0.1:0", "PATH": ""}
    said = subprocess.run(
        [sys.executable, "-c", ALONE], env=environment | {"BANDMATE_METRICS_OF": "process"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert 'bandmate_job_seconds_count{task="mark"} 1.0' in said
    assert "process_resident_memory_bytes" in said


def test_then_the_command_shows_the_database_alone(measuring: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(measuring)
    text = shown(measuring.model_copy(update={"metrics_of": "process"}), store, monkeypatch)
    store.close()
    assert "bandmate_database_up 1.0" in text
    assert "bandmate_job_seconds" not in text


def test_a_parcel_says_which_job_it_is_about(measuring: Settings) -> None:
    store = open_store(measuring)
    (parcel,) = due(store, Platform.TELEGRAM, 5, timedelta(minutes=1))
    store.close()
    assert parcel.job == "essay:2"


@pytest.mark.parametrize("listen", [None, "9464", "127.0.0.1:http", "203.0.113.1:9464"])
def test_an_address_that_cannot_be_used_is_the_operators(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, listen: str | None
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    migrate(settings)
    store = open_store(settings)
    with pytest.raises(OperatorMistake, match="BANDMATE_METRICS_LISTEN"):
        serve(settings.model_copy(update={"metrics_listen": listen}), store, threading.Event())
    store.close()


def test_nothing_is_measured_unless_it_is_asked_for(settings: Settings) -> None:
    from engine.telemetry import measured

    handlers = list(logging.getLogger().handlers)
    measured.switch_on(settings)
    assert logging.getLogger().handlers == handlers
    assert not (settings.home / "metrics").exists()
