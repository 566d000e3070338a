"""Up, down and up again; and what the migrations make is what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings
from engine.store.migrate import current, downgrade, upgrade
from engine.store.session import open_engine
from engine.store.tables import Base


def settings_for(url: str, home: Path) -> Settings:
    return Settings(database_url=url, home=home, _env_file=None)  # type: ignore[call-arg]


def test_upgrade_downgrade_upgrade(database_url: str, tmp_path: Path) -> None:
    settings = settings_for(database_url, tmp_path)
    upgrade(settings)
    at, newest = current(settings)
    assert at == newest
    downgrade(settings)
    assert current(settings)[0] is None
    engine = open_engine(database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    upgrade(settings)
    assert current(settings)[0] == newest


def test_the_migrations_make_the_tables(database_url: str, tmp_path: Path) -> None:
    upgrade(settings_for(database_url, tmp_path))
    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_sqlite_is_set_up_for_many_processes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 15000}


def test_a_wrong_url_is_the_operators_mistake() -> None:
    with pytest.raises(OperatorMistake, match="BANDMATE_DATABASE_URL"):
        open_engine("not a url")


def test_a_database_that_is_away_is_passing_trouble(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(TryAgain):
        current(settings_for("postgresql+psycopg://postgres@127.0.0.1:1/nothing", tmp_path))
