"""A store on each database that exists here, and the settings that name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import Settings
from engine.store.store import Store
from tests.store.conftest import clock, database_url, store

__all__ = ["clock", "database_url", "here", "store"]


@pytest.fixture
def here(store: Store, tmp_path: Path) -> Settings:
    """The settings of an installation in use."""
    url = store._engine.url.render_as_string(hide_password=False)
    return Settings(database_url=url, home=tmp_path, _env_file=None)
