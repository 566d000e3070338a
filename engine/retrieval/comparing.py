"""Sample answers of the operator's that an answer can be compared with: on something near, at a band near."""

from __future__ import annotations

from collections import Counter

from engine.ielts.passages import Passage, SourceKind
from engine.ielts.writing import Essay
from engine.retrieval.stems import sought, stems
from engine.store.passages import Filter
from engine.store.store import Transaction

_IN_REACH = 20
_OFTEN = 12
"""Stems that an answer uses most, beside those of its question."""


def samples_near(tx: Transaction, essay: Essay) -> tuple[Passage, ...]:
    """Sample answers to such a task whose subject is near, the nearest first, of every band."""
    wanted = Filter(frozenset({SourceKind.SAMPLE}), essay.task.code, on=tx.now.date())
    often = [stem for stem, count in Counter(stems(essay.text)).most_common(_OFTEN) if count > 1]
    hits = tx.passages.search([*dict.fromkeys([*sought(essay.task.prompt or ""), *often])], wanted, _IN_REACH)
    return tuple(hit.passage for hit in hits if hit.passage.scope.band is not None)
