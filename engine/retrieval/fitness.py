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
from dataclasses import astuple, dataclass, field
from functools import cache
from importlib.resources import files

from engine.ielts.languages import Language
from engine.ielts.passages import SourceKind
from engine.retrieval.own_sources import own_sources
from engine.retrieval.stems import Term, stems
from engine.store.passages import Hit

_BY_SCORE = 0.3
_BETWEEN_WAYS = re.compile("[;；]")


@dataclass(frozen=True, slots=True)
class Traits:
    """What a question and one hit for it have in common.

    ``share`` of the question's weight that passage and one other way to ask it hold; ``heading``: inverse document
    frequency of the question's terms in the heading, in all; ``unknown``: share of the weight in words that none of our
    passages has, nor this one; ``score`` as a share of the best hit's; ``first``: it is the best; ``lead`` over the
    second, as a share, of the best only.
    """

    share: float
    heading: float
    unknown: float
    score: float
    first: float
    lead: float


@dataclass(frozen=True, slots=True, order=True)
class Fitness:
    """Of a passage that answers; the greater is the better. ``likely``: the probability that it does."""

    sure: bool
    weight: float
    likely: float = field(compare=False)


@dataclass(frozen=True, slots=True)
class Fit:
    """The coefficients, and the probability, or else the share, from which on a passage is an answer.

    Of Chinese less is enough: pairs of characters that run over the end of a word are in no passage.
    """

    constant: float
    weights: tuple[float, ...]
    enough: float
    whole: Mapping[Language, float]

    def probability(self, traits: Traits) -> float:
        """That the passage answers the question, from 0 to 1."""
        z = self.constant + sum(w * x for w, x in zip(self.weights, astuple(traits), strict=True))
        return 1 / (1 + math.exp(-z))

    def fitness(self, traits: Traits, language: Language) -> Fitness | None:
        """How well the passage answers, if it does.

        One that holds nearly all of the question may be told though a neighbour says as much, so that neither stands out.
        """
        likely = self.probability(traits)
        if likely >= self.enough:
            return Fitness(sure=True, weight=likely, likely=likely)
        if traits.share < self.whole[language]:
            return None
        return Fitness(sure=False, weight=traits.share + _BY_SCORE * traits.score, likely=likely)


def traits_of(asked: Sequence[Term], hits: Sequence[Hit]) -> list[Traits]:
    """Those of each hit, in the order of ``hits``, which is by score."""
    scores = [hit.score for hit in hits]
    best = max(scores, default=0.0) or 1.0
    lead = (scores[0] - scores[1]) / best if len(scores) > 1 else 0.0
    return [_traits(asked, hit, hit.score / best, lead if at == 0 else 0.0, at == 0) for at, hit in enumerate(hits)]


def _traits(asked: Sequence[Term], hit: Hit, score: float, lead: float, first: bool) -> Traits:  # noqa: FBT001 - its rank
    heading = set(stems(hit.passage.heading))
    own = heading | set(stems(hit.passage.text))
    ways = [own | set(stems(way)) for way in _BETWEEN_WAYS.split(hit.asked)]
    whole = sum(term.weight for term in asked)
    seen_in, passages = _seen_in()
    known = own.union(*ways)
    return Traits(
        share=max(sum(t.weight for t in asked if t.stem in way) for way in ways) / whole,
        heading=sum(math.log((passages + 1) / (seen_in.get(t.stem, 0) + 0.5)) for t in asked if t.stem in heading),
        unknown=sum(t.weight for t in asked if t.stem not in seen_in and t.stem not in known) / whole,
        score=score,
        first=float(first),
        lead=lead,
    )


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
    return Fit(
        table["constant"],
        tuple(table["weights"][name] for name in names),
        table["enough"],
        {language: table["whole"][language] for language in Language},
    )
