"""The database's shape: up to the newest, down, and where it stands. Alembic's files are found inside the package."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from engine.errors import TryAgain
from engine.settings import Settings
from engine.store.session import open_engine


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the database to ``revision``.

    Raises:
        TryAgain: the database is away or busy.
    """
    _run(command.upgrade, settings, revision)


def downgrade(settings: Settings, revision: str = "base") -> None:
    """Take the database back to ``revision``.

    Raises:
        TryAgain: the database is away or busy.
    """
    _run(command.downgrade, settings, revision)


def current(settings: Settings) -> tuple[str | None, str | None]:
    """The revision that the database is at, and the newest there is.

    Raises:
        TryAgain: the database is away.
    """
    engine = open_engine(settings.resolved_database_url)
    try:
        with engine.connect() as connection:
            at = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise TryAgain("the database does not answer") from error
    finally:
        engine.dispose()
    return at, ScriptDirectory.from_config(_config(settings)).get_current_head()


def _run(what: object, settings: Settings, revision: str) -> None:
    if settings.database_url is None:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        what(_config(settings), revision)  # type: ignore[operator]
    except OperationalError as error:
        raise TryAgain("the database is away or busy") from error


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = settings.resolved_database_url
    return config
