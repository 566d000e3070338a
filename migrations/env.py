"""How Alembic reaches the database: through the engine that everything else uses."""

from __future__ import annotations

from alembic import context

from engine.settings import Settings
from engine.store.session import open_engine
from engine.store.tables import Base

url = context.config.attributes.get("url") or Settings().resolved_database_url
engine = open_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Two processes that start together must not migrate together.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(724901)")
        context.run_migrations()
engine.dispose()
