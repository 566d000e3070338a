"""The house that a file's tests share, and servers that only some machines have, each test's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.doubles.postgres import own_database
from tests.e2e.telegram_house import House, free_port

HERE = Path(__file__).parent
_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares a house runs on the event loop where its platform's double serves."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The house of a test should know whether it failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest_asyncio.fixture(loop_scope="module")
async def home(standing_house: House[Any], request: pytest.FixtureRequest) -> AsyncIterator[House[Any]]:
    """The house that this file's tests share; whatever one of them broke is mended before the next, or before it is run again."""
    before = len(standing_house.written)
    yield standing_house
    if request.node.stash.get(_FAILED, False):
        sys.stderr.write(standing_house.written[before:][-6000:])
        await standing_house.ends_all()  # nobody knows what it left
    await standing_house.mends()


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
