"""Grammar that does not fit together, by word classes: agreement, verb forms, articles, sentences that are none.

These readings are too often wrong to be shown to a learner; their density is a measure all the same. The categories
follow the error coding of the Cambridge Learner Corpus (Nicholls 2003).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.marking.measures import Numbers, per_hundred
from engine.marking.measures import words as w
from engine.marking.measures.word_classes import possible, tagged
from engine.marking.text import Text

_COMMA = ","
_SINGULAR = frozenset("a an every each another".split())
_PLURAL = frozenset("many these those several few various two three four five both".split())
_NOUN_GOES_ON = frozenset({"N1", "NS", "NM", "VG"})
_NOUN = frozenset({"N1", "NM"})
_VERB = frozenset({"V", "VZ", "VG", "VD"})
_FINITE = frozenset({"V", "VZ", "VD", "VP"})
_PRONOUNS = frozenset("it they he she we i this there these you".split())
_NO_ARTICLE_BEFORE = w.PREPOSITIONS | frozenset({"", "is", "are", "was", "and", "or", "have", "has"})
_PREPOSITIONS = w.PREPOSITIONS - frozenset("like than up out off down on in over per to".split())
_PIECES = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|[,;:]")


@dataclass(frozen=True, slots=True)
class _Place:
    """A word, its class, and the two before and the one after; all empty beyond the sentence, a comma is a word."""

    word: str
    tag: str
    before: str
    tag_before: str
    before_that: str
    tag_before_that: str
    after: str
    tag_after: str


def _is_inflected(p: _Place) -> bool:
    return p.tag in {"VZ", "VP"} or (p.tag == "VD" and p.word.endswith("ed"))


_CHECKS: Mapping[str, Callable[[_Place], bool]] = {
    "modal": lambda p: (
        p.before in w.MODALS and (_is_inflected(p) or p.tag == "VG" or p.word in {"is", "are", "was", "has", "had"})
    ),
    "to": lambda p: (
        p.before == "to"
        and p.before_that not in {"due", "according"}
        and (_is_inflected(p) or p.word in {"is", "are", "has"})
    ),
    "be_base": lambda p: (
        p.before in {"is", "are", "was", "were"} and p.word not in w.FUNCTION and possible(p.word) == {"V"}
    ),
    "have_base": lambda p: (
        p.before in {"has", "have", "had"} and p.word not in w.FUNCTION and possible(p.word) == {"V"}
    ),
    "one_plural": lambda p: p.before in _SINGULAR and p.tag == "NS",
    "many_singular": lambda p: p.before in _PLURAL and p.tag == "N1" and p.tag_after not in _NOUN_GOES_ON,
    "they_s": lambda p: (
        p.before in {"they", "we", "you", "i"}
        and (p.tag == "VZ" or p.word in {"is", "has", "does"} or (p.word == "was" and p.before != "i"))
    ),
    "it_base": lambda p: (
        p.before in {"he", "she", "it"}
        and (p.tag == "V" or p.word in {"are", "have", "do", "were"})
        and p.before_that not in {"make", "makes", "made", "let", "help", "helps", "if", "that"}
    ),
    "plural_is": lambda p: (
        p.tag_before == "NS"
        and p.word in {"is", "was", "has", "does"}
        and p.tag_before_that not in {"of", "in", "with", "for", "to", "among"}
    ),
    "singular_are": lambda p: (
        p.tag_before in _NOUN
        and p.word in {"are", "were", "have"}
        and p.tag_before_that not in {"and", "or", "of"}
        and p.before_that != "number"
    ),
    "bare_noun": lambda p: (
        p.tag == "N1" and p.before in _NO_ARTICLE_BEFORE and p.tag_after not in _NOUN_GOES_ON | {"UNK", "J"}
    ),
    "bare_object": lambda p: (
        p.tag == "N1"
        and p.tag_before in _VERB
        and p.tag_after not in _NOUN_GOES_ON | {"J"}
        and p.word not in {"time", "home"}
    ),
    "bare_described": lambda p: (
        p.tag == "N1"
        and p.tag_before == "J"
        and p.tag_after not in _NOUN_GOES_ON | {"J"}
        and (
            p.tag_before_that in w.PREPOSITIONS
            or p.tag_before_that in _VERB
            or p.tag_before_that in {"is", "are", "was", ""}
        )
    ),
    "after_preposition": lambda p: p.before in _PREPOSITIONS and p.word not in w.FUNCTION and possible(p.word) == {"V"},
    "no_subject": lambda p: (
        p.before in {"", "because"}
        and p.word in {"is", "are", "was", "can", "will", "should", "has", "have"}
        and p.after not in {"there", "this", "that", "it", "they", "we", "you"}
        and p.tag_after != "NS"
    ),
    "very_verb": lambda p: p.before in {"very", "so", "too"} and p.tag in {"V", "VZ"},
    "unknown": lambda p: p.tag == "UNK",
}
_SURE = frozenset(
    "modal to be_base have_base one_plural many_singular they_s it_base plural_is singular_are after_preposition"
    " no_subject very_verb spliced".split()
)
_ARTICLES = ("bare_noun", "bare_object", "bare_described")
_OF_SENTENCES = ("spliced", "no_verb", "fragment", "run_on", "unbroken", "small_start")


def patterns(text: Text) -> Numbers:
    """Square roots of occurrences in a hundred words; ``patterns.sure`` is a logarithm of those most often right."""
    found = Counter(name for sentence in text.sentences for name in _in_sentence(sentence.text))
    words = max(60, len(text.words))
    missing = sum(found[name] for name in _ARTICLES)
    return {
        **{f"patterns.{name}": math.sqrt(per_hundred(found[name], words)) for name in (*_CHECKS, *_OF_SENTENCES)},
        "patterns.articles": math.sqrt(per_hundred(missing, words)),
        "patterns.sure": math.log1p(3 * per_hundred(sum(found[name] for name in _SURE), words)),
    }


def _in_sentence(sentence: str) -> Iterator[str]:
    pieces = [piece.lower().replace("’", "'") for piece in _PIECES.findall(sentence)]
    words = [piece for piece in pieces if piece[0].isalpha()]
    tag = iter(tagged(words))
    tags = [next(tag) if piece[0].isalpha() else _COMMA for piece in pieces]
    places = list(_places(pieces, tags))
    for place in places:
        yield from (name for name, holds in _CHECKS.items() if holds(place))
    yield from _whole(sentence, pieces, places)


def _places(pieces: Sequence[str], tags: Sequence[str]) -> Iterator[_Place]:
    words, classes = ["", "", *pieces, ""], ["", "", *tags, ""]
    for i in range(2, len(words) - 1):
        yield _Place(
            words[i],
            classes[i],
            words[i - 1],
            classes[i - 1],
            words[i - 2],
            classes[i - 2],
            words[i + 1],
            classes[i + 1],
        )


def _whole(sentence: str, pieces: Sequence[str], places: Sequence[_Place]) -> Iterator[str]:
    """What is wrong with the sentence as a whole."""
    joined = set(pieces)
    if any(_is_spliced(pieces, places, at) for at in range(6, len(places))) and len(places) > 10:
        yield "spliced"
    has_verb = any(place.word in w.AUXILIARIES or place.tag in _FINITE for place in places)
    if not has_verb and len(places) > 3:
        yield "no_verb"
    if pieces and pieces[0] in _LEANS_ON_ANOTHER and _COMMA not in joined:
        yield "fragment"
    if len(places) > 38:
        yield "run_on"
    if len(places) > 20 and _COMMA not in joined and not joined & w.SUBORDINATORS:
        yield "unbroken"
    if sentence[:1].islower():
        yield "small_start"


def _is_spliced(pieces: Sequence[str], places: Sequence[_Place], at: int) -> bool:
    """A second sentence begins after a comma, and no conjunction before it makes a clause of the first."""
    place = places[at]
    begins = place.before == _COMMA and place.word in _PRONOUNS
    goes_on = place.tag_after in _FINITE or place.after in w.AUXILIARIES
    return begins and goes_on and not set(pieces[:at]) & (w.SUBORDINATORS | {"as", "according"})


_LEANS_ON_ANOTHER = frozenset("because which whereas while although such especially and but so".split())
