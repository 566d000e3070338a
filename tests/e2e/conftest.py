"""Servers that only some machines have, each test's own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.postgres import own_database
from tests.e2e.telegram_house import free_port


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[str]:
    """The URL of a Redis that runs for this test and keeps nothing."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("there is no redis-server on this machine")
    port = str(free_port())
    keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    process = subprocess.Popen(
        [binary, "--port", port, "--bind", "127.0.0.1", *keep_nothing], stdout=subprocess.DEVNULL
    )
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.fixture
def own_postgres() -> Iterator[str]:
    """The URL of a database that exists for this test only."""
    with own_database() as url:
        yield url
