"""Linking words and discourse markers of spoken English: which of them an answer uses, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKERS = (
    "and then", "because", "so", "but", "although", "even though", "though", "however", "whereas", "while", "unless",
    "if", "when", "since", "until", "as long as", "as soon as", "for example", "for instance", "such as", "like",
    "also", "as well", "besides", "on top of that", "apart from that", "what's more", "in addition", "moreover",
    "on the other hand", "on the one hand", "instead", "rather than", "in contrast", "compared to", "compared with",
    "first of all", "to begin with", "firstly", "secondly", "then", "after that", "finally", "in the end", "eventually",
    "at first", "at the same time", "meanwhile", "that's why", "this is why", "which means", "as a result",
    "therefore", "otherwise", "so that", "in order to", "due to", "thanks to", "actually", "in fact", "to be honest",
    "honestly", "well", "you know", "i mean", "anyway", "basically", "obviously", "of course", "as far as", "as for",
    "in terms of", "when it comes to", "speaking of", "generally speaking", "in general", "on the whole", "overall",
    "personally", "in my opinion", "from my point of view", "i suppose", "i guess", "to some extent", "in other words",
    "that is to say", "especially", "in particular", "mainly", "despite", "in spite of", "having said that", "even if",
    "not only", "still", "yet", "let's say", "what i mean", "the thing is", "the point is",
)  # fmt: skip
_NO_LINK = {"like", "so", "still", "yet", "well", "then", "also", "though"}
"""Words that are often no link ("I like", "so big", "very well"): they count where they begin what follows."""
_PATTERN = re.compile(
    r"\b(?:" + "|".join(re.escape(each) for each in sorted(_MARKERS, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_NO_MARKER = re.compile(
    r"\s+(?:what|that|how|who|where|when|why|which|if|whether|it|the|a|him|her|them|me)\b", re.IGNORECASE
)
"""What follows "you know" and "I mean" where they are verbs: "you know what is in the food"."""
_OF_TIME = re.compile(
    r"\s+(?:then|last|\d|childhood|my childhood|(?:two|three|four|five|six|seven|eight|nine|ten) )", re.IGNORECASE
)
"""What follows a "since" that names a time: "since last year" links nothing."""
_BEGINS = re.compile(r"(?:^|[.,;:!?…]|\b(?:and|but|so|then|or|yeah|yes|no|well|er|um|uh))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A marker, in lower case, at ``said[start:end]``."""

    marker: str
    start: int
    end: int


def links(said: str) -> Iterator[Link]:
    """The markers of an answer, in order."""
    for match in _PATTERN.finditer(said.replace("’", "'")):
        marker = match.group().lower()
        if marker in ("you know", "i mean") and _NO_MARKER.match(said, match.end()):
            continue
        if marker == "since" and _OF_TIME.match(said, match.end()):
            continue
        if marker not in _NO_LINK or _BEGINS.search(said[max(0, match.start() - 12) : match.start()]):
            yield Link(marker, *match.span())
