"""``deploy/compose.yml`` without containers: each service a process with a home of its own, its own command and settings.

Secrets come from files, each process is asked for its health and its metrics, and one essay is one trace.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.marking.writing.samples import sample_essay
from engine.telemetry.traces import trace_of
from tests.doubles.otlp_collector import Collector, collecting
from tests.doubles.telegram_api import TelegramApi
from tests.e2e.telegram_house import ROOT, free_port

COMPOSE: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text("utf-8"))["services"]
SERVING = ("telegram", "voice", "essay", "beat", "metrics")
PROGRAMS = {"bandmate": "bots.cli", "celery": "celery"}

pytestmark = [pytest.mark.slow, pytest.mark.again]


class Project:
    """Services as processes; ``secrets`` are files in a folder."""

    def __init__(self, folder: Path, broker: str, more: dict[str, str]) -> None:
        self._folder = folder
        self._broker = broker
        self._more = more
        self.ports = {name: free_port() for name in SERVING}
        self.running: dict[str, asyncio.subprocess.Process] = {}

    def environment(self, name: str) -> dict[str, str]:
        """What the service's own says, but for addresses that are containers' names."""
        said = {key: str(value) for key, value in COMPOSE[name]["environment"].items()}
        for key, value in said.items():
            said[key] = value.replace("/run/secrets", str(self._folder / "secrets"))
        moved = {
            "BANDMATE_BROKER_URL": self._broker,
            "BANDMATE_METRICS_LISTEN": f"127.0.0.1:{self.ports.get(name, 0)}",
            "BANDMATE_HOME": str(self._folder / name),
            "BANDMATE_LOG": "json",
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
        }
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("BANDMATE_")}
        return inherited | said | moved | self._more

    async def does(self, name: str, *words: str) -> asyncio.subprocess.Process:
        """Start the service's own command, or another one where it runs."""
        program, *rest = words or COMPOSE[name]["command"]
        home = self._folder / name
        home.mkdir(exist_ok=True)
        with (home / f"{len(words)}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", PROGRAMS[program], *rest,
                cwd=home, env=self.environment(name), stdout=log, stderr=log,
            )  # fmt: skip

    async def up(self) -> None:
        """The database's shape first, then everything."""
        migrate = await self.does("migrate")
        assert await migrate.wait() == 0
        for name in SERVING:
            self.running[name] = await self.does(name)

    async def is_healthy(self, name: str) -> None:
        """Until the image's own health check is content."""
        while await (await self.does(name, "bandmate", "doctor", "--live")).wait() != 0:
            assert self.running[name].returncode is None, name
            await asyncio.sleep(1)

    async def metrics(self, name: str) -> str:
        """What Prometheus would read."""

        def read() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/metrics", timeout=10) as answer:
                return str(answer.read().decode())

        return await asyncio.to_thread(read)

    async def down(self) -> dict[str, int]:
        """End all politely; how each ended."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        return {name: await process.wait() for name, process in self.running.items()}

    def written(self) -> str:
        return "".join(path.read_text("utf-8", "replace")[-3000:] for path in self._folder.glob("*/*.log"))


@contextlib.asynccontextmanager
async def project(folder: Path, broker: str, database: str, collector: Collector) -> AsyncIterator[Any]:
    (folder / "secrets").mkdir()
    async with TelegramApi() as api:
        (folder / "secrets" / "database_url").write_text(f"{database}\n", "utf-8")
        (folder / "secrets" / "telegram_token").write_text(f"{api.token}\n", "utf-8")
        more = {"BANDMATE_TELEGRAM_API_URL": api.url, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
        built = Project(folder, broker, more)
        try:
            yield api, built
        except BaseException:
            sys.stderr.write(built.written())
            raise
        finally:
            await built.down()


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> str:
    """A Redis of this test's own, or the RabbitMQ that BANDMATE_TEST_RABBITMQ names, which nobody else may use."""
    if request.param == "redis":
        return str(request.getfixturevalue("own_redis"))
    if not (url := os.environ.get("BANDMATE_TEST_RABBITMQ")):
        pytest.skip("no RabbitMQ for tests: set BANDMATE_TEST_RABBITMQ")
    return url


async def test_an_essay_goes_through_all_of_them(tmp_path: Path, broker: str, own_postgres: str) -> None:
    pytest.importorskip("prometheus_client", reason="the metrics extra is not installed")
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="the otel extra is not installed")
    essay = sample_essay()
    with collecting() as collector:
        async with project(tmp_path, broker, own_postgres, collector) as (api, built):
            await built.up()
            for name in SERVING:
                await built.is_healthy(name)
            learner = api.private_chat("Mei")
            await learner.says(f"{essay.task.prompt}\n\n{essay.text}")
            await learner.sees("band 6.0")
            assert 'bandmate_job_seconds_count{task="mark"}' in await built.metrics("essay")
            assert 'bandmate_job_seconds_count{task="sweep"}' in await built.metrics("beat")
            assert 'bandmate_reports{band="6.0",exam="writing"} 1.0' in await built.metrics("metrics")
            for name in SERVING:
                assert "process_resident_memory_bytes" in await built.metrics(name) or name == "metrics"
            assert set((await built.down()).values()) == {0}
        ours = [
            (service, span.name)
            for service, span in collector.spans
            if span.trace_id.hex() == f"{trace_of('essay:1'):032x}"
        ]
    assert {("bandmate-telegram", "enqueue"), ("bandmate-worker", "mark"), ("bandmate-telegram", "deliver")} <= set(
        ours
    )
