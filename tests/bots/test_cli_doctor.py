"""Whatever is broken, the doctor names it and the command or setting that mends it; nothing of it is loaded."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bots.cli.doctor import chats, machine, models, queues, seen, store
from bots.cli.doctor.finding import Finding
from engine.pulse import Pulse
from engine.settings import Settings

TINY = Path(__file__).parents[1] / "data" / "chatglm2-tiny"


class Answering(ThreadingHTTPServer):
    """Answers each path with a status and a body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.answers: dict[str, tuple[int, object]] = {}
        self.headers: list[dict[str, str]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self) -> None:
        self.server.headers.append(dict(self.headers))
        status, body = self.server.answers.get(self.path, (404, {}))
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Answering]:
    server = Answering()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def having(settings: Settings, **said: object) -> Settings:
    """Settings as they are read, with these."""
    return Settings.model_validate({**settings.model_dump(), **said})


def told(finding: Finding) -> tuple[str, str]:
    assert finding.state == "fine" or finding.mend, finding
    return finding.state, f"{finding.detail} | {finding.mend}"


def test_the_home_folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    assert told(machine.home(having(settings, home=tmp_path / "file" / "home")))[0] == "broken"
    monkeypatch.setattr(machine, "_LEAST_FREE", 1e18)
    assert "make room" in told(machine.home(settings))[1]


def test_the_database_and_backups(settings: Settings, tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}", "postgresql+psycopg://127.0.0.1:1/x", "nonsense"):
        state, said = told(store.database(having(settings, database_url=url)))
        assert (state, "BANDMATE_DATABASE_URL" in said) == ("broken", True), said
    assert "--make-key" in told(store.backups(having(settings, backup_key="age1nonsense")))[1]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense://x"])
def test_a_queue_that_is_away_or_not_understood(settings: Settings, url: str) -> None:
    queue = queues.broker(having(settings, broker_url=url))
    assert (queue.state, "BANDMATE_BROKER_URL" in queue.mend) == ("broken", True)


def test_a_worker_here(settings: Settings) -> None:
    assert told(queues.workers(settings))[0] == "off"
    pulse = Pulse(settings.home, "worker")
    assert told(queues.workers(settings))[0] == "fine"
    os.utime(pulse._path, (time.time() - 300,) * 2)
    assert told(queues.workers(settings))[0] == "broken"
    pulse.end()


def test_chats(settings: Settings, server: Answering) -> None:
    ours = having(
        settings, telegram_token="1:word", telegram_api_url=server.url, discord_token="word", discord_api_url=server.url
    )
    assert "BANDMATE_TELEGRAM_TOKEN" in told(chats.telegram(ours))[1]
    server.answers = {"/users/@me": (401, {})}
    assert "BANDMATE_DISCORD_TOKEN" in told(chats.discord(ours))[1]
    server.answers = {"/users/@me": (500, {})}
    assert "500" in told(chats.discord(ours))[1]
    server.answers = {
        "/bot1:word/getMe": (200, {"result": {"username": "coach_bot"}}),
        "/users/@me": (200, {"username": "coach"}),
    }
    assert chats.telegram(ours).detail == "@coach_bot, by polling"
    assert chats.discord(ours).detail == "@coach"
    assert server.headers[-1]["Authorization"] == "Bot word"
    hooked = having(ours, telegram_webhook_url="https://bot.example/telegram")
    assert "BANDMATE_TELEGRAM_WEBHOOK_SECRET" in told(chats.telegram(hooked))[1]
    nowhere = having(ours, telegram_api_url="http://127.0.0.1:1", discord_api_url="http://127.0.0.1:1")
    assert "API_URL" in told(chats.telegram(nowhere))[1]
    assert "API_URL" in told(chats.discord(nowhere))[1]


def test_a_models_server(settings: Settings, server: Answering) -> None:
    pytest.importorskip("openai", reason="the llm extra is not installed")
    ours = having(settings, llm="server", llm_url=f"{server.url}/v1", llm_adapters={"essay": "essay"})
    assert "404" in told(models.language_model(ours))[1]
    server.answers = {"/v1/models": (401, {})}
    assert "BANDMATE_LLM_KEY" in told(models.language_model(ours))[1]
    server.answers = {"/v1/models": (200, {"data": [{"id": "chatglm2"}]})}
    assert "has no essay, but chatglm2" in told(models.language_model(ours))[1]
    server.answers = {"/v1/models": (200, {"data": [{"id": "chatglm2"}, {"id": "essay"}]})}
    assert told(models.language_model(ours))[0] == "fine"
    assert "BANDMATE_LLM_URL" in told(models.language_model(having(ours, llm_url=None)))[1]
    assert "BANDMATE_LLM_URL" in told(models.language_model(having(ours, llm_url="http://127.0.0.1:1")))[1]


def test_weights_here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_LIBRARIES", ())
    ours = having(settings, llm="chatglm2")
    assert "BANDMATE_LLM_PATH" in told(models.language_model(ours))[1]
    assert "models check" in told(models.language_model(having(ours, llm_path=tmp_path)))[1]
    ours = having(ours, llm_path=TINY)
    assert told(models.language_model(ours))[0] == "fine"
    lost = having(ours, llm_adapters={"essay": tmp_path / "lost"})
    assert "BANDMATE_LLM_ADAPTERS" in told(models.language_model(lost))[1]
    monkeypatch.setattr(models, "_LIBRARIES", ("no_such_library",))
    assert "bandmate[llm]" in told(models.language_model(ours))[1]
    with_workers_elsewhere = having(ours, broker_url="redis://127.0.0.1:1/0", llm_path=None)
    assert told(models.language_model(with_workers_elsewhere))[0] == "off"


def test_voice_and_ears(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(models.voice(having(settings, voice="none")))[0] == "off"
    assert told(models.voice(having(settings, voice="piper", voice_path=tmp_path / "lost.onnx")))[0] == "broken"
    ours = having(settings, whisper="small")
    assert told(models.ears(ours))[0] == "broken"
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    assert told(models.ears(having(ours, broker_url="redis://127.0.0.1:1/0")))[0] == "off"


def test_traces(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(seen.traces(settings))[0] == "off"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    monkeypatch.setattr(seen, "find_spec", lambda _: None)
    assert "bandmate[otel]" in told(seen.traces(settings))[1]
    monkeypatch.setattr(seen, "find_spec", lambda _: object())
    assert told(seen.traces(settings))[0] == "fine"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    assert "http/protobuf" in told(seen.traces(settings))[1]
