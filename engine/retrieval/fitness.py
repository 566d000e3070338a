"""How likely a passage answers a question: a logistic regression over what the two share.

The coefficients are in ``engine/data/retrieval/fitness.toml``, fitted by ``tests/bench/fit_answering.py`` on questions
whose passage is known.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from importlib.resources import files

from engine.ielts.passages import SourceKind
from engine.ielts.text import Text
from engine.retrieval.own_sources import own_sources
from engine.retrieval.stems import Term, stems, terms, words_table
from engine.store.passages import Hit

_MANNER = 2.0
"""The weight of how a question asks, beside the 1 to 8 of a stem."""
_BETWEEN_WAYS = re.compile("[;；]")


@dataclass(frozen=True, slots=True)
class Traits:
    """What a question and one hit for it have in common.

    ``share`` of the question's weight that passage and one other way to ask it hold; ``heading``: inverse document
    frequency of the question's terms in the heading, in all; ``unknown``: share of the weight in words that none of our
    passages has, nor this one; ``score`` as a share of the best hit's; ``first``: it is the best; ``lead`` over the
    second, as a share, of the best only; ``near``: likeness to the nearest of the questions that the passage is known to
    answer, the manner of asking (how long, who, may I) included; ``ahead`` of the nearest of any other hit, below 0 where
    another is nearer.
    """

    share: float
    heading: float
    unknown: float
    score: float
    first: float
    lead: float
    near: float
    ahead: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The coefficients, and the probability from which on a passage is an answer."""

    constant: float
    weights: tuple[float, ...]
    enough: float

    def probability(self, traits: Traits) -> float:
        """That the passage answers the question, from 0 to 1."""
        z = self.constant + sum(w * x for w, x in zip(self.weights, astuple(traits), strict=True))
        return 1 / (1 + math.exp(-z))


def traits_of(question: str, asked: Sequence[Term], hits: Sequence[Hit]) -> list[Traits]:
    """Those of each hit, in the order of ``hits``, which is by score."""
    scores = [hit.score for hit in hits]
    best = max(scores, default=0.0) or 1.0
    lead = (scores[0] - scores[1]) / best if len(scores) > 1 else 0.0
    put = _put(question, asked)
    near = [max(_likeness(put, way) for way in _ways(hit)) for hit in hits]
    traits = []
    for at, hit in enumerate(hits):
        first = at == 0
        others = max(near[:at] + near[at + 1 :], default=0.0)
        shares = {"score": hit.score / best, "first": float(first), "lead": lead if first else 0.0}
        traits.append(Traits(**_of_words(asked, hit), **shares, near=near[at], ahead=near[at] - others))
    return traits


def _put(question: str, asked: Sequence[Term]) -> Mapping[str, float]:
    """A question as weights of its terms and of the manners in which it asks."""
    plain = question.strip().rstrip("?？").casefold()
    manners = (f"manner {at}" for at, manner in enumerate(_manners()) if manner.search(plain))
    return {**{term.stem: term.weight for term in asked}, **dict.fromkeys(manners, _MANNER)}


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """What two questions share of their weight (Dice 1945), from 0 to 1."""
    whole = sum(one.values()) + sum(other.values())
    return sum(one[stem] + other[stem] for stem in one.keys() & other.keys()) / whole if whole else 0.0


def _ways(hit: Hit) -> Sequence[Mapping[str, float]]:
    """The questions that it is known to answer; of an operator's document its sentences take their place."""
    known = hit.asked or ";".join(sentence.text for sentence in Text(hit.passage.text).sentences)
    return _ways_of(f"{hit.passage.heading};{known}")


@lru_cache(maxsize=2000)
def _ways_of(asked: str) -> Sequence[Mapping[str, float]]:
    return [_put(way, terms(way)) for way in _BETWEEN_WAYS.split(asked)]


@cache
def _manners() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(manner) for manner in words_table()["manners"])


def _of_words(asked: Sequence[Term], hit: Hit) -> dict[str, float]:
    """The traits that hang on which words of the question the passage has."""
    heading = set(stems(hit.passage.heading))
    own = heading | set(stems(hit.passage.text))
    ways = [own.union(way) for way in _ways(hit)]
    whole = sum(term.weight for term in asked)
    seen_in, passages = _seen_in()
    known = own.union(*ways)
    return {
        "share": max(sum(t.weight for t in asked if t.stem in way) for way in ways) / whole,
        "heading": sum(math.log((passages + 1) / (seen_in.get(t.stem, 0) + 0.5)) for t in asked if t.stem in heading),
        "unknown": sum(t.weight for t in asked if t.stem not in seen_in and t.stem not in known) / whole,
    }


@cache
def _seen_in() -> tuple[Mapping[str, int], int]:
    """In how many of our facts a stem is, and how many facts there are."""
    facts = [each for source in own_sources() if source.kind is SourceKind.EXAM for each in source.passages]
    counts = Counter(
        stem for passage, asked in facts for stem in {*stems(passage.heading), *stems(passage.text), *stems(asked)}
    )
    return counts, len(facts)


@cache
def shipped_fit() -> Fit:
    """The one that comes with Bandmate."""
    table = tomllib.loads(files("engine.data").joinpath("retrieval/fitness.toml").read_text("utf-8"))
    names = Traits.__dataclass_fields__
    return Fit(table["constant"], tuple(table["weights"][name] for name in names), table["enough"])
