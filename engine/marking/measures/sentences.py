"""Sentences: their length and variety, and how clauses are joined (complexity after Lu 2010, by closed-class words)."""

from __future__ import annotations

from itertools import pairwise

from engine.marking.measures import Numbers, deviation, mean, per_hundred, share
from engine.marking.measures import words as w
from engine.marking.text import Text


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
        "sentence.distinct_starts": share(len(set(starts)), len(starts)),
        "sentence.complex": share(sum(bool(set(group) & _JOINERS) for group in groups), len(groups)),
        "clause.subordinators": density(w.SUBORDINATORS),
        "clause.relatives": density(w.RELATIVES),
        "clause.that": density(frozenset({"that"})),
        "clause.coordinators": density(w.COORDINATORS),
        "clause.conditionals": density(frozenset({"if", "unless", "would", "could", "might"})),
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
        "grammar.pronouns": density(w.PRONOUNS),
        "grammar.first_person": density(frozenset({"i", "my", "me", "we", "our", "us"})),
        "grammar.second_person": density(frozenset({"you", "your"})),
        "grammar.function": share(sum(token in w.FUNCTION for token in tokens), total),
        "punctuation.commas": per_hundred(text.raw.count(","), total),
        "punctuation.semicolons": min(per_hundred(text.raw.count(";") + text.raw.count(":"), total), 2.0),
        "punctuation.questions": min(per_hundred(text.raw.count("?"), total), 2.0),
        "punctuation.brackets": min(per_hundred(text.raw.count("("), total), 2.0),
        "punctuation.digits": min(per_hundred(sum(char.isdigit() for char in text.raw), total), 60.0),
    }


_BE = frozenset("am is are was were be been being".split())
_JOINERS = w.SUBORDINATORS | w.RELATIVES | {"that"}
_IRREGULAR = frozenset(
    "been done made given taken seen known shown found brought built bought caught chosen come cut drawn driven eaten"
    " fallen felt forgotten gone got grown held kept led left lost met paid put read risen said sent set spent spoken"
    " taught thought told understood won written".split()
)


def _is_participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or word in _IRREGULAR
