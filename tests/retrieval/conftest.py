"""A store on each database, with our own sources in it."""

from __future__ import annotations

import pytest

from engine.retrieval.index import refresh
from engine.store.store import Store
from tests.store.conftest import clock, store

__all__ = ["clock", "store"]


@pytest.fixture
def filled(store: Store) -> Store:
    assert refresh(store)
    return store
