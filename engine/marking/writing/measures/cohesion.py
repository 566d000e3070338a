"""Cohesion: linking words and their overuse, referring words, and how sentences take up earlier ones.

Kinds of connective follow Halliday and Hasan (1976), Cohesion in English; lexical overlap between neighbouring
sentences follows Coh-Metrix (Graesser et al. 2004).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from engine.ielts.text import Text
from engine.marking.numbers import Numbers, mean, per_hundred, share
from engine.marking.words import lists as w


def cohesion(text: Text) -> Numbers:
    """Densities per hundred words; overlaps and shares from 0 to 1."""
    groups = text.sentence_words
    total = sum(len(group) for group in groups)
    joined = " ".join(text.lower)
    counts = {kind: sum(1 for _ in _pattern(kind).finditer(joined)) for kind in w.CONNECTIVES}
    used = [match.group() for kind in w.CONNECTIVES for match in _pattern(kind).finditer(joined)]
    openers = sum(" ".join(group[:4]).startswith(_OPENERS) for group in groups)
    content = [frozenset(t for t in group if t not in w.FUNCTION and len(t) > 3) for group in groups]
    overlaps = [share(len(a & b), min(len(a), len(b))) for a, b in pairwise(content) if a and b]
    return {
        **{f"linking.{kind}": min(per_hundred(count, total), 4.0) for kind, count in counts.items()},
        "linking.all": min(per_hundred(len(used), total), 10.0),
        "linking.variety": share(len(set(used)), len(used)),
        "linking.kinds": float(sum(count > 0 for count in counts.values())),
        "linking.at_start": share(openers, len(groups)),
        "linking.no_comma": per_hundred(len(_NO_COMMA.findall(text.raw)), total),
        "reference.demonstratives": per_hundred(sum(t in w.DEMONSTRATIVES for g in groups for t in g), total),
        "reference.pronoun_start": share(sum(g[0] in _TAKES_UP for g in groups), len(groups)),
        "reference.third_person": per_hundred(sum(t in _THIRD for g in groups for t in g), total),
        "overlap.neighbours": mean(overlaps),
        "overlap.none": share(sum(value == 0 for value in overlaps), len(overlaps)),
    }


_NO_COMMA = re.compile(
    r"(?:^|[.!?] |\n)(?:However|Moreover|Furthermore|Therefore|Firstly|Secondly|Finally|Nowadays|In addition|For example"
    r"|For instance|In conclusion|On the other hand)\s(?!,)"
)
_OPENERS = tuple(phrase for kind in w.CONNECTIVES.values() for phrase in kind)
_TAKES_UP = frozenset("this that these those it they such he she".split())
_THIRD = frozenset("it its they them their he him his she her".split())


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    phrases = sorted(w.CONNECTIVES[kind], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")
