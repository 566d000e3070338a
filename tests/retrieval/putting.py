"""Documents for tests of the index."""

from __future__ import annotations

from engine.documents.document import Block, Document
from engine.ielts.passages import ANYTHING, Scope
from engine.retrieval.index import add
from engine.store.store import Store


def put(store: Store, name: str, *blocks: Block, scope: Scope = ANYTHING) -> int:
    """A document in the index; how many orders were left out of it."""
    with store.transaction() as tx:
        return add(tx, Document(name, blocks), scope).left_out
