"""Kinds of structure that show a range of grammar in speech, each by a pattern that is hard to meet by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

STRUCTURES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "an open condition": r"\bif\b (?:\w+[ ,]+){2,14}?(?:will|can|may|i'll|you'll|we'll|they'll|it'll)\b",
        "an unreal condition": r"\bif (?:i|you|he|she|it|we|they|there|people|\w+ \w+) (?:had|were|was|could|didn't|weren't|\w+ed)\b"
        r"(?:\W+\w+){1,14}?\W+(?:would|could|might|i'd|you'd|we'd|they'd)\b|\b(?:would|could|might|should) have (?:\w+ed|been|gone|had|done|made)\b"
        r"|\bi wish (?:i|we|they|there)\b",
        "a relative clause": r"\b(?:people|person|someone|somebody|those|man|woman|friends?|teachers?|students?|children|one|\w+er) who\b"
        r"|\b(?:place|town|city|country|school|time|day|house|room|job|company|area) (?:where|when)\b"
        r"|,? which (?:is|are|was|were|has|have|had|means|meant|makes|made|i|we|can|could|would|gives|gave|helps|helped|took|takes)\b"
        r"|\b(?:thing|things|something|anything|everything|all|one|ones) (?:that|i|we|you) \w+",
        "a concession": r"\b(?:although|even though|despite|in spite of|even if|whereas)\b|\bno matter (?:how|what|where|who)\b",
        "a passive": r"\b(?:is|are|was|were|been|being|be|get|got|gets) (?:\w+ly )?(?:(?!interested|tired|bored|excited|married|used|worried|supposed|scared|surprised|need)[a-z]{3,}ed|made|given"
        r"|taken|seen|known|shown|found|brought|built|kept|spent|taught|told|sold|grown|written|held|paid|left)\b",
        "a perfect form": r"\b(?:he's|she's|it's) (?:been|become|gone|had|got)\b|\b(?:have|has|had|i've|you've|we've|they've)(?: \w+ly| always| never| just| already| also| not)?"
        r" (?:been|gone|done|had|made|seen|known|become|taken|given|lost|found|met|grown|learned|learnt|lived|worked|changed|started|\w{3,}ed)\b",
        "a continuous perfect": r"\b(?:have|has|had|i've|you've|we've|they've|he's|she's)(?: \w+ly| always)? been \w+ing\b",
        "reported speech or an embedded question": r"\b(?:told|asked|said|says|wondered|wonder|know|knew|explained|remember|realised|realized|understand)"
        r"(?: \w+)? (?:why|how|what|where|whether|if|who)\b|\b(?:told|explained to|convinced|reminded) (?:me|us|him|her|them) (?:that|to)\b",
        "a gerund as subject or after a preposition": r"(?:^|[.!?,]\s+)(?!during|(?:no|some|any|every)?thing\b|according|evening|morning|spring\b|beijing)\w{2,}ing (?:\w+ ){1,5}(?:is|was|can|makes|helps|would|gives|takes)\b"
        r"|\b(?:without|by|before|after|instead of|of|about|at|from|for|in) (?!the\b)(?!(?:no|some|any|every)?thing\b|evening|morning|spring\b|king|ring\b|string|wedding|building|ceiling|during|meeting|beijing)\w{2,}ing\b",
        "a participle clause": r",\s+(?:\w+ly )?(?:making|leading|causing|allowing|looking|having|giving|trying|hoping|thinking|knowing|including|working|talking|sitting|walking)\b",
        "a cleft or fronting": r"\bwhat (?:i|we|you|he|she|it|they|people|\w+ed|makes|made|really)\b(?:\W+\w+){1,8}?\W+(?:is|was)\b|\bit (?:is|was|'s) (?:\w+ ){1,4}(?:who|that)\b|\bthe (?:reason|thing|point|problem) (?:is|was|why)\b|\bnot only (?:do|does|did|is|are|was|can|will|has|have)\b",
        "a comparison of clauses": r"\bthe (?:more|less|\w+er)\b(?:\W+\w+){0,8}?\W+the (?:more|less|\w+er)\b|\b(?:as|so) \w+ as (?:i|we|you|they|it|he|she|people)\b|\bthan (?:i|we|you|they|it|he|she) (?:\w+)|\b(?:much|far|a lot|even|slightly) (?:more|less|\w+er) \w+",
        "a used-to or would of habit": r"\bused to (?!it\b|the\b)[a-z]+\b",
        "an infinitive of purpose or result": r"\b(?:so that|in order to|so as to|too \w+ to|enough to|such an? (?:\w+ ){1,3}that|so \w+ that)\b",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Structure:
    """One of :data:`STRUCTURES`, by name, at ``text[start:end]``."""

    name: str
    start: int
    end: int


def structures(text: str) -> Iterator[Structure]:
    """Those in a text, kind by kind."""
    plain = text.replace("’", "'")
    for name, pattern in STRUCTURES.items():
        for match in pattern.finditer(plain):
            yield Structure(name, *match.span())
