"""Sentences: their length and variety, and how clauses are joined (complexity after Lu 2010, by closed-class words)."""

from __future__ import annotations

import re
from itertools import pairwise

from engine.ielts.text import Text
from engine.marking.numbers import Numbers, deviation, mean, per_hundred, share
from engine.marking.words import lists as w
from engine.marking.words.lexis import quantile


def sentences(text: Text) -> Numbers:
    """Length, variety, subordination, passives, modals and conditionals; densities are per hundred words."""
    groups = text.sentence_words
    sizes = [float(len(group)) for group in groups]
    tokens = [token for group in groups for token in group]
    total = len(tokens)
    bigrams = list(pairwise(tokens))
    starts = [group[0] for group in groups]

    def density(kind: frozenset[str]) -> float:
        return per_hundred(sum(token in kind for token in tokens), total)

    return {
        "sentence.mean": min(mean(sizes), 45.0),
        "sentence.deviation": min(deviation(sizes), 25.0),
        "sentence.short": share(sum(size < 8 for size in sizes), len(sizes)),
        "sentence.long": share(sum(size > 35 for size in sizes), len(sizes)),
        "sentence.tenth": quantile(sizes, 0.1),
        "sentence.half": quantile(sizes, 0.5),
        "sentence.nine_tenths": min(quantile(sizes, 0.9), 60.0),
        "sentence.starts_with_ing": share(sum(start.endswith("ing") for start in starts), len(starts)),
        "sentence.starts_with_joiner": share(sum(start in _SPOKEN_STARTS for start in starts), len(starts)),
        "sentence.commas": share(text.raw.count(","), len(groups)),
        "sentence.distinct_starts": share(len(set(starts)), len(starts)),
        "sentence.complex": share(sum(bool(set(group) & _JOINERS) for group in groups), len(groups)),
        "clause.subordinators": density(w.SUBORDINATORS),
        "clause.relatives": density(w.RELATIVES),
        "clause.that": density(frozenset({"that"})),
        "clause.coordinators": density(w.COORDINATORS),
        "clause.conditionals": density(frozenset({"if", "unless", "would", "could", "might"})),
        "clause.which_that": density(frozenset({"which", "that"})),
        "clause.because": density(frozenset({"because"})),
        "clause.comma_which": per_hundred(len(_COMMA_WHICH.findall(text.raw)), total),
        "clause.comma_ing": per_hundred(len(_COMMA_ING.findall(text.raw)), total),
        "verb.having_being": density(frozenset({"having", "being"})),
        "verb.is_are": density(frozenset({"is", "are"})),
        "verb.there_is": per_hundred(
            sum(a == "there" and b in {"is", "are", "was", "were", "has", "have"} for a, b in bigrams), total
        ),
        "verb.modals": density(w.MODALS),
        "verb.auxiliaries": density(w.AUXILIARIES),
        "verb.passive": per_hundred(sum(a in _BE and _is_participle(b) for a, b in bigrams), total),
        "verb.perfect": per_hundred(sum(a in {"has", "have", "had"} and _is_participle(b) for a, b in bigrams), total),
        "verb.ing_after_preposition": per_hundred(
            sum(a in w.PREPOSITIONS and b.endswith("ing") and len(b) > 5 for a, b in bigrams), total
        ),
        "grammar.articles": density(w.ARTICLES),
        "grammar.the": density(frozenset({"the"})),
        "grammar.prepositions": density(w.PREPOSITIONS),
        "grammar.of": density(frozenset({"of"})),
        "grammar.of_the": per_hundred(sum(pair == ("of", "the") for pair in bigrams), total),
        "grammar.a_an": density(frozenset({"a", "an"})),
        "grammar.to": density(frozenset({"to"})),
        "grammar.and": density(frozenset({"and"})),
        "grammar.also": density(frozenset({"also"})),
        "grammar.it": density(frozenset({"it"})),
        "grammar.they": density(frozenset({"they", "them", "their"})),
        "grammar.people": density(frozenset({"people"})),
        "grammar.pronouns": density(w.PRONOUNS),
        "grammar.first_person": density(frozenset({"i", "my", "me", "we", "our", "us"})),
        "grammar.second_person": density(frozenset({"you", "your"})),
        "grammar.function": share(sum(token in w.FUNCTION for token in tokens), total),
    }


_SPOKEN_STARTS = frozenset("and but so because also".split())
_COMMA_WHICH = re.compile(r", (?:which|who|where|whose)\b")
_COMMA_ING = re.compile(r", (?:\w+ly )?\w{3,}ing\b")
_BE = frozenset("am is are was were be been being".split())
_JOINERS = w.SUBORDINATORS | w.RELATIVES | {"that"}
_IRREGULAR = frozenset(
    "been done made given taken seen known shown found brought built bought caught chosen come cut drawn driven eaten"
    " fallen felt forgotten gone got grown held kept led left lost met paid put read risen said sent set spent spoken"
    " taught thought told understood won written".split()
)


def _is_participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or word in _IRREGULAR
