"""What every test stands on: no network but loopback, no settings of the machine, the development data if it is here."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest
from pytest_socket import socket_allow_hosts

from engine.settings import Settings

# A red run is about the change, not about today's draw: BANDMATE_FUZZ=1 draws anew.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("fuzz", deadline=None, print_blob=True)
hypothesis.settings.load_profile("fuzz" if os.environ.get("BANDMATE_FUZZ") else "same")


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in a hook of its own, which otherwise comes before
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """``make test`` stays within minutes: what proves the same once more, elsewhere or for longer, is run on demand.

    Tests of whole processes stand or fall with how long a loaded machine keeps a process waiting. Each may fail once;
    it is run again, and the first failure is printed whole, as it may be a fault that needs a certain moment.
    """
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.flaky(reruns=1))
        if not item.get_closest_marker("xdist_group") and _builds_for_its_file(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        if item.get_closest_marker("again") and not os.environ.get("BANDMATE_LONG"):
            item.add_marker(pytest.mark.skip(reason="the same on other servers or for longer: BANDMATE_LONG=1"))
    # They mostly wait, so they come while mypy has work for a processor, and no long one is left for the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _builds_for_its_file(item: pytest.Item) -> bool:
    """Whether the test asks for something that its file builds once: in one process that is once indeed."""
    if not isinstance(item, pytest.Function):
        return False
    found = [each[-1] for each in item._fixtureinfo.name2fixturedefs.values()]
    return any(each.scope == "module" and each.func.__module__.startswith("tests.") for each in found)


def pytest_runtest_setup() -> None:
    """Only loopback and local sockets: a test that reaches further is a mistake."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keep = {"BANDMATE_DEV_DATA", "BANDMATE_WHISPER", "BANDMATE_KILL_ROUNDS"}
    for name in [name for name in os.environ if name.startswith("BANDMATE_") and name not in keep]:
        if not name.startswith("BANDMATE_TEST_"):  # which servers tests may use
            monkeypatch.delenv(name)
    monkeypatch.setenv("BANDMATE_HOME", str(tmp_path / "home"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The embedded default in a folder of this test's own."""
    return Settings(home=tmp_path / "home", _env_file=None)  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def dev_data() -> Path:
    """The development data: BANDMATE_DEV_DATA, or ``shared/data`` beside the checkout."""
    root = Path(__file__).parents[1]
    path = Path(os.environ.get("BANDMATE_DEV_DATA", root.parent / "shared" / "data"))
    if not (path / "ielts_essays_dev.jsonl").exists():
        pytest.skip("the development data is not here; set BANDMATE_DEV_DATA")
    return path
