"""Migrated databases for tests: migrated once a process, then copied, which takes a tenth of the time."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from engine.settings import Settings
from engine.store.migrate import upgrade
from tests.doubles.postgres import own_database

_KEPT = ExitStack()
atexit.register(_KEPT.close)


def migrate(settings: Settings) -> None:
    """As :func:`engine.store.migrate.upgrade` for an embedded database that does not exist yet."""
    path = Path(settings.resolved_database_url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_sqlite(), path)


@contextmanager
def migrated_postgres() -> Iterator[str]:
    """The URL of a migrated database of this test's own; skips where no server answers."""
    with own_database(template=_postgres().rsplit("/", 1)[1]) as url:
        yield url


@cache
def _sqlite() -> Path:
    folder = Path(_KEPT.enter_context(tempfile.TemporaryDirectory()))
    upgrade(_settings(f"sqlite:///{folder / 'template.db'}", folder))
    return folder / "template.db"


@cache
def _postgres() -> str:
    url = _KEPT.enter_context(own_database())
    upgrade(_settings(url, Path(tempfile.gettempdir())))
    return url


def _settings(url: str, home: Path) -> Settings:
    return Settings(database_url=url, home=home, _env_file=None)  # type: ignore[call-arg]
