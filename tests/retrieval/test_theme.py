"""Questions on a theme, for an examiner that words its own."""

from __future__ import annotations

from engine.documents.document import Block
from engine.ielts.passages import Scope
from engine.retrieval.theme import questions_on
from engine.store.store import Store
from tests.retrieval.putting import put


def test_an_operators_questions_come_first_and_the_planned_one_never(filled: Store) -> None:
    asked = "Should museums be free for everybody? Would you pay more for a famous museum?"
    put(filled, "ours.md", Block("Museums", 1), Block(asked), scope=Scope("S"))
    with filled.transaction() as tx:
        found = questions_on(tx, "museums", "Should museums be free for everybody?")
    assert found[0] == "Would you pay more for a famous museum?"
    assert len(found) <= 4
    assert "Should museums be free for everybody?" not in found
