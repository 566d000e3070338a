"""A PostgreSQL database of a test's own."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def own_database(template: str = "template1") -> Iterator[str]:
    """The SQLAlchemy URL of a copy of ``template`` (an empty database) that is dropped afterwards; skips without a server.

    The server is BANDMATE_TEST_POSTGRES, or the one on this machine.
    """
    psycopg = pytest.importorskip("psycopg")
    server = os.environ.get("BANDMATE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
    name = f"bandmate_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers on 127.0.0.1:5432; set BANDMATE_TEST_POSTGRES")
    with admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield server.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
