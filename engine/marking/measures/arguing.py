"""How an essay argues: a position at both ends, a conclusion, examples, paragraphs with room to develop. Task 2 only.

What examiners look for is in the public descriptors of Task Response and Coherence and Cohesion.
"""

from __future__ import annotations

import re

from engine.marking.measures import Numbers, per_hundred
from engine.marking.text import Text, tokens

_POSITION = re.compile(
    r"\bi (?:strongly |firmly |totally |completely |partly |partially |personally |would |also |do |am |fully )*"
    r"(?:believe|think|agree|disagree|argue|feel|support|opine)|\bin my (?:opinion|view)|\bthis essay|\bmy (?:opinion|view)"
    r"|\bfrom my (?:perspective|point of view)"
)
_CONCLUSION = re.compile(
    r"\b(?:in conclusion|to conclude|to sum up|in summary|to summari[sz]e|overall|all in all|in short|on the whole|conclusion)\b"
)
_EXAMPLE = re.compile(r"\b(?:for example|for instance|such as|to illustrate|e\.g)")
_HEDGES = frozenset(
    "may might could can perhaps possibly probably likely tend tends seem seems appear appears often usually generally"
    " sometimes somewhat relatively arguably".split()
)
_BOOSTERS = frozenset(
    "very really extremely totally completely always never definitely obviously clearly absolutely every everyone"
    " everything all must".split()
)


def arguing(text: Text) -> Numbers:
    """Whether something is there is 0 or 1; counts saturate; hedges and boosters (Hyland 2005) per hundred words."""
    lower = text.raw.lower()
    first = text.paragraphs[0].text.lower() if text.paragraphs else ""
    last = text.paragraphs[-1].text.lower() if text.paragraphs else ""
    sizes = [len(tokens(paragraph.text)) for paragraph in text.paragraphs]
    total = len(text.lower)
    return {
        "arguing.position_first": float(bool(_POSITION.search(first))),
        "arguing.position_last": float(bool(_POSITION.search(last))),
        "arguing.positions": min(len(_POSITION.findall(lower)), 4.0),
        "arguing.conclusion": float(bool(_CONCLUSION.search(last[:80]))),
        "arguing.examples": min(len(_EXAMPLE.findall(lower)), 4.0),
        "arguing.first_words": min(sizes[0], 90.0) if sizes else 0.0,
        "arguing.last_words": min(sizes[-1], 80.0) if sizes else 0.0,
        "arguing.least_body": min(min(sizes[1:-1], default=0), 120.0),
        "arguing.hedges": min(per_hundred(sum(word in _HEDGES for word in text.lower), total), 8.0),
        "arguing.boosters": min(per_hundred(sum(word in _BOOSTERS for word in text.lower), total), 8.0),
    }
