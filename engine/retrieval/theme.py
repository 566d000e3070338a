"""Questions on a theme of Part 3: the bank's, and what the operator's documents ask."""

from __future__ import annotations

import re

from engine.ielts.passages import SourceKind
from engine.retrieval.stems import sought
from engine.store.passages import Filter
from engine.store.store import Transaction

_MOST, _IN_REACH, _LONGEST = 4, 5, 160
_QUESTION = re.compile(r"[A-Z][^.?!\n]{10,}\?")
_KINDS = frozenset({SourceKind.BANK, SourceKind.DOCUMENT})


def questions_on(tx: Transaction, theme: str, planned: str) -> tuple[str, ...]:
    """At most four questions near the theme that are not the one that is planned; none where nothing is near.

    The operator's own documents come first: whoever puts questions in wants them asked about.
    """
    hits = tx.passages.search(sought(theme), Filter(_KINDS, "S", on=tx.now.date()), _IN_REACH)
    hits.sort(key=lambda hit: hit.passage.kind is not SourceKind.DOCUMENT)
    found = (question for hit in hits for question in _QUESTION.findall(hit.passage.text))
    return tuple(dict.fromkeys(each for each in found if each != planned and len(each) <= _LONGEST))[:_MOST]
