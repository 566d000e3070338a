"""A store on each database that exists here, in a database of this test's own, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate, migrated_postgres
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


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: MovedClock) -> Iterator[Store]:
    """A migrated store."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'test.db'}"
            migrate(Settings(database_url=url, home=tmp_path, _env_file=None))  # type: ignore[call-arg]
        else:
            url = stack.enter_context(migrated_postgres())
        opened = Store.open(url, clock)
        yield opened
        opened.close()
