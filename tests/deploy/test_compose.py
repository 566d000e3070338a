"""``deploy/compose.yml``: valid to docker compose itself, safe to a linter, and true to our own commands and settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.settings import Settings
from tests.deploy.conftest import ROOT, Tool, is_a_command
from worker.app import QUEUES

COMPOSE = ROOT / "deploy" / "compose.yml"
FILE = yaml.safe_load(COMPOSE.read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]


@pytest.mark.parametrize("profiles", ["", "telegram,cpu", "telegram,discord,scale,vllm,monitoring", "discord,gpu"])
def test_docker_compose_reads_it(profiles: str, tool: Tool) -> None:
    read = tool("docker-compose", "--file", str(COMPOSE), "config", "--quiet", COMPOSE_PROFILES=profiles)
    assert (read.returncode, read.stderr) == (0, "")


def test_recordings_may_have_keys_in_whoever_handles_them(tool: Tool) -> None:
    more = COMPOSE.with_name("compose.recordings.yml")
    files = ("--file", str(COMPOSE), "--file", str(more))
    read = tool("docker-compose", *files, "config", "--quiet", COMPOSE_PROFILES="telegram,discord,cpu,gpu,scale")
    assert (read.returncode, read.stderr) == (0, "")
    ours = {name for name, service in SERVICES.items() if "build" in service} - {"migrate", "metrics"}
    assert set(yaml.safe_load(more.read_text("utf-8"))["services"]) == ours


def test_it_passes_a_security_linter(tool: Tool) -> None:
    linted = tool("compose-lint", "check", "--fail-on", "high", str(COMPOSE))
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_locked_down_and_kept(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert re.fullmatch(r"\d+:\d+", service["user"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["restart"]
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)
    assert not re.search(r":latest|^[^:]+$", service["image"])
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_can_come_true(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert SERVICES[other]["healthcheck"]["test"]
        else:
            assert SERVICES[other]["command"] == ["bandmate", "db", "upgrade"]
    assert set(SERVICES[name].get("secrets", ())) <= set(FILE["secrets"])


def test_commands_settings_and_stages_are_ours() -> None:
    recipe = (ROOT / "deploy" / "images" / "Dockerfile").read_text("utf-8")
    known = {f"BANDMATE_{name.upper()}" for name in Settings.model_fields}
    for service in SERVICES.values():
        if "build" not in service:
            continue
        assert is_a_command(service["command"])
        assert f" AS {service['build']['target']}\n" in recipe
        assert {name.removesuffix("_FILE") for name in service["environment"]} <= known
        for file in (value for name, value in service["environment"].items() if name.endswith("_FILE")):
            assert Path(file).name in service["secrets"]


@pytest.mark.parametrize("profile", ["cpu", "gpu", "scale"])
def test_every_profile_hears_every_queue_and_has_one_schedule(profile: str) -> None:
    heard: list[str] = []
    schedules = 0
    for service in SERVICES.values():
        if profile not in service.get("profiles", ()):
            continue
        command = service["command"]
        whole = command == ["bandmate", "worker"]
        heard += QUEUES if whole else command[command.index("--queues") + 1].split(",")
        schedules += whole or "--beat" in command
    assert (sorted(heard), schedules) == (sorted(QUEUES), 1)
