"""A migrated store on each database that exists here, and a clock that the test moves."""

from __future__ import annotations

from tests.store.conftest import clock, store

__all__ = ["clock", "store"]
