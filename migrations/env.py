"""How Alembic reaches the database: through the engine that everything else uses."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from engine.settings import Settings
from engine.store.session import open_engine
from engine.store.tables import Base


def run(connection: Connection) -> None:
    """Migrate in one transaction, and alone: two processes that start together must not migrate together.

    On SQLite a transaction begins with the write lock (see :mod:`engine.store.session`), so reading where the database
    stands and changing it are one step; Alembic must be told that SQLite can take back a change of shape. PostgreSQL's
    advisory lock does the like.
    """
    if connection.dialect.name == "sqlite" and not connection.in_transaction():
        # A table that is made anew is dropped in between, and with foreign keys enforced its children would go with it.
        # Inside a transaction this changes nothing, so it is said to the driver before one begins.
        connection.connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(724901)")
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = open_engine(context.config.attributes.get("url") or Settings().resolved_database_url)
    try:
        with engine.connect() as mine:
            run(mine)
    finally:
        engine.dispose()
