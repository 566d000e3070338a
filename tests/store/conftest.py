"""A store on each database that exists here, in a database of this test's own, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.doubles.postgres import own_database


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; PostgreSQL's server is BANDMATE_TEST_POSTGRES or the one on this machine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with own_database() as url:
        yield url


@pytest.fixture
def store(database_url: str, tmp_path: Path, clock: MovedClock) -> Iterator[Store]:
    """A migrated store."""
    upgrade(Settings(database_url=database_url, home=tmp_path, _env_file=None))  # type: ignore[call-arg]
    opened = Store.open(database_url, clock)
    yield opened
    opened.close()
