"""The database's shape: up to the newest, down, and where it stands. Alembic's files are found inside the package."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from engine.errors import OperatorMistake, TryAgain
from engine.private_folder import private_folder
from engine.settings import Settings
from engine.store.session import open_engine


def upgrade(settings: Settings, revision: str = "head", connection: Connection | None = None) -> None:
    """Bring the database to ``revision``, once, however many processes ask at the same time.

    With a ``connection`` that has begun a transaction it is done in that, and is not committed here.

    Raises:
        TryAgain: the database is away or busy.
        OperatorMistake: a newer Bandmate made it, or there is no such revision.
    """
    _run(command.upgrade, settings, revision, connection)


def downgrade(settings: Settings, revision: str = "base", connection: Connection | None = None) -> None:
    """Take the database back to ``revision``; ``connection`` as for :func:`upgrade`.

    Raises:
        TryAgain: the database is away or busy.
        OperatorMistake: a newer Bandmate made it, or there is no such revision.
    """
    _run(command.downgrade, settings, revision, connection)


def revisions(settings: Settings) -> frozenset[str]:
    """Every shape of the database that this Bandmate knows."""
    return frozenset(each.revision for each in ScriptDirectory.from_config(_config(settings)).walk_revisions())


def refuse_newer(settings: Settings) -> None:
    """Nothing works on a database of a shape that it does not know.

    Raises:
        OperatorMistake: a newer Bandmate made it.
        TryAgain: the database is away.
    """
    at, _ = current(settings)
    if at is not None and at not in revisions(settings):
        raise OperatorMistake(
            f"The database is at revision {at}, which this Bandmate does not know: a newer one made it. "
            "Install that one (pip install --upgrade bandmate), or restore a backup from before the upgrade."
        )


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


def _run(what: Callable[..., None], settings: Settings, revision: str, connection: Connection | None) -> None:
    if connection is None:
        if settings.database_url is None:
            private_folder(settings.home)
        refuse_newer(settings)
    config = _config(settings)
    config.attributes["connection"] = connection
    try:
        what(config, revision)
    except OperationalError as error:
        raise TryAgain("the database is away or busy") from error
    except CommandError as error:
        raise OperatorMistake(f"There is no revision {revision} of the database; see bandmate db current.") from error


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = settings.resolved_database_url
    return config
