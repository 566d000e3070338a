"""What the operator's own documents say about a criterion at a band, to be cited beside a report."""

from __future__ import annotations

from engine.ielts.bands import Criterion
from engine.ielts.passages import Passage, SourceKind
from engine.ielts.rubric import load_rubric
from engine.retrieval.stems import sought
from engine.store.passages import Filter
from engine.store.store import Transaction

_IN_REACH = 20
_NEAR = 1.0
"""Bands: what is said of other bands than the answer's own and its neighbours is no help with it."""


def cited(tx: Transaction, task: str, criterion: Criterion, band: float) -> Passage | None:
    """The passage that says most of what the rubric says of this band and the next; ``None``: no document speaks of it.

    Only a passage whose heading (or whoever put it in) names the criterion is one.
    """
    rubric = load_rubric()
    near = [rule.text for step in (0, 1) for rule in rubric.rules(task, criterion, min(int(band) + step, 9))]
    question = " ".join([criterion.label, *near])
    wanted = Filter(frozenset({SourceKind.DOCUMENT}), task, str(criterion), on=tx.now.date())
    hits = tx.passages.search(sought(question), wanted, _IN_REACH)
    fitting = (hit.passage for hit in hits if hit.passage.scope.criterion == criterion)
    return next((p for p in fitting if p.scope.band is None or abs(p.scope.band - band) <= _NEAR), None)
