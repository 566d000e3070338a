"""Up, down and up again; and what the migrations make is what the tables say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from engine.errors import OperatorMistake, TryAgain
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.ielts.learners import Preferences
from engine.settings import Settings
from engine.store.migrate import current, downgrade, refuse_newer, upgrade
from engine.store.passage_tables import SEARCHED
from engine.store.session import open_engine
from engine.store.store import Store
from engine.store.tables import Base

CHAT = ChatAddress(Platform.TELEGRAM, "1")


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


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """What is searched is each database's own: see engine/store/passage_tables.py."""
    return not (kind == "table" and name is not None and name.startswith(SEARCHED))


def test_the_migrations_make_the_tables(database_url: str, tmp_path: Path) -> None:
    upgrade(settings_for(database_url, tmp_path))
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        assert compare_metadata(context, Base.metadata) == []
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


def test_processes_that_start_together_migrate_once(database_url: str, tmp_path: Path) -> None:
    code = (
        "import sys; from engine.settings import Settings; from engine.store.migrate import upgrade;"
        "settings = Settings(database_url=sys.argv[1], _env_file=None);"
        "print(flush=True); sys.stdin.read(); upgrade(settings)"
    )
    pipe = subprocess.PIPE
    together = [
        subprocess.Popen([sys.executable, "-c", code, database_url], stdin=pipe, stdout=pipe, stderr=pipe, cwd=tmp_path)
        for _ in range(3)
    ]
    for process in together:
        assert process.stdout is not None
        process.stdout.readline()
    for process in together:  # all have read their code and wait
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    complaints = [process.communicate()[1].decode() for process in together]
    assert [process.returncode for process in together] == [0, 0, 0], complaints
    settings = settings_for(database_url, tmp_path)
    at, newest = current(settings)
    assert at == newest
    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM salt")) == 1
    engine.dispose()


def test_nothing_works_on_a_database_of_a_newer_bandmate(database_url: str, tmp_path: Path) -> None:
    settings = settings_for(database_url, tmp_path)
    upgrade(settings)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    for action in (upgrade, downgrade, refuse_newer):
        with pytest.raises(OperatorMistake, match="newer one made it"):
            action(settings)


def test_a_column_that_a_newer_worker_added_is_no_trouble_to_an_older_one(store: Store) -> None:
    """During an upgrade old processes work on: what a newer revision adds has a default, and nobody reads it here."""
    with store._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE learners ADD COLUMN mood VARCHAR(8) DEFAULT 'calm' NOT NULL")
    with store.transaction() as tx:
        tx.learners.prefer(tx.intake.learner(Person(Platform.TELEGRAM, "1")), Preferences(zone="UTC"), CHAT, "en")


def test_an_unknown_revision_is_the_operators_mistake(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="no revision 77"):
        upgrade(settings_for(f"sqlite:///{tmp_path / 'a.db'}", tmp_path), "77")


def test_a_wrong_url_is_the_operators_mistake() -> None:
    with pytest.raises(OperatorMistake, match="BANDMATE_DATABASE_URL"):
        open_engine("not a url")


def test_a_database_that_is_away_is_passing_trouble(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(TryAgain):
        current(settings_for("postgresql+psycopg://postgres@127.0.0.1:1/nothing", tmp_path))
