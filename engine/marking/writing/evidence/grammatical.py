"""Grammatical Range and Accuracy: structures that work, errors that are sure, sentence boundaries, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.text import Span, Text
from engine.marking.observation import Observation, Seen, asset, cut, limit
from engine.marking.sentences import Name
from engine.marking.structures import WRITING, structures
from engine.marking.words.lists import AUXILIARIES, RELATIVES, SUBORDINATORS

_GRA = Criterion.GRAMMAR
_PUNCTUATION = frozenset({"Punctuation", "Capitalization", "Formatting"})
_SPLICE = re.compile(
    r",\s+(?:it|he|she|they|we|this|there|I)\s+(?:is|are|was|were|has|have|will|can|should|would|do|does|did"
    r"|must|may|need|think|believe)\b"
)
_NO_VERB_NEEDED = re.compile(r"^(?:dear|hi|hello|yours|best|kind|regards|to whom)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"^(?:because|although|though|whereas|which|such as|especially|for example,? (?:the "
    r"|a )?\w+ and \w+\.$)\b(?![^,]{3,80},\s+\w)",
    re.IGNORECASE,
)
_LONG = 45
_MOSTLY, _SELDOM = 0.6, 0.25
"""Shares of sentences in which nothing looks wrong: from there on a strength, and under that a weakness."""


def grammatical(seen: Seen) -> Iterator[Observation]:
    """Observations on Grammatical Range and Accuracy, but for the errors themselves, which are in :mod:`.errors`."""
    if not seen.text.sentences:
        return
    yield from _structures(seen)
    yield from _clean_share(seen)
    yield from _boundaries(seen)
    yield from _punctuation(seen)


def _structures(seen: Seen) -> Iterator[Observation]:
    sentences = seen.text.sentences
    complex_ones = [s for s in sentences if is_complex(s)]
    clean = [
        (s, kinds)
        for s in complex_ones
        if 12 <= len(s.text.split()) <= 36
        and (kinds := list(dict.fromkeys(one.name for one in structures(s.text, WRITING))))
        and not _SPLICE.search(s.text)
        and seen.is_clean(s)
    ]
    if clean:
        best, kinds = max(
            clean, key=lambda one: (min(len(one[1]), 2), len(one[0].text.split()) <= 24, len(one[0].text))
        )
        named = tuple(Name(f"structure-{kind}") for kind in kinds[:2])
        yield asset(_GRA, "structures", 0.5 + 0.04 * len(kinds), *cut(best), "complex-clean", structures=named)
    if len(sentences) >= 5 and len(complex_ones) < 0.35 * len(sentences):
        simple = [
            s
            for s in sentences
            if s not in complex_ones and len(s.text.split()) >= 4 and not _NO_VERB_NEEDED.match(s.text)
        ]
        if simple:
            at = min(simple[1:] or simple, key=lambda s: len(s.text))
            yield limit(
                _GRA, "structures", 0.55, *cut(at), "complex-few", count=len(complex_ones), sentences=len(sentences)
            )


def is_complex(sentence: Span) -> bool:
    """Whether a word is in it that joins a subordinate clause."""
    return bool(set(Text(sentence.text).lower) & (SUBORDINATORS | RELATIVES)) or " that " in sentence.text


def _clean_share(seen: Seen) -> Iterator[Observation]:
    sentences = [s for s in seen.text.sentences if len(s.text.split()) > 3]
    clean = [s for s in sentences if seen.is_clean(s)]
    if len(sentences) >= 5 and len(clean) >= _MOSTLY * len(sentences):
        sample = max(clean, key=lambda s: len(s.text) if len(s.text.split()) <= 18 else 0)
        yield asset(_GRA, "accuracy", 0.4, *cut(sample), "mostly-clean", count=len(clean), sentences=len(sentences))
    elif len(sentences) >= 5 and len(clean) < _SELDOM * len(sentences):
        faulty = [s for s in sentences if any(s.start <= each.start < s.end for each in seen.corrections)]
        if faulty:
            yield limit(
                _GRA, "accuracy", 0.4, *cut(faulty[0]), "seldom-clean", count=len(clean), sentences=len(sentences)
            )


def _boundaries(seen: Seen) -> Iterator[Observation]:
    long_ones = [s for s in seen.text.sentences if len(s.text.split()) > _LONG]
    if long_ones:
        longest = max(long_ones, key=lambda s: len(s.text))
        yield limit(
            _GRA,
            "punctuation",
            0.42 + 0.05 * min(len(long_ones), 4),
            *cut(longest),
            "long-sentence",
            words=len(longest.text.split()),
            count=len(long_ones),
            least=_LONG,
            topic="run-on",
        )
    splices = [(s, m) for s in seen.text.sentences if (m := _SPLICE.search(s.text)) and _is_clause(s.text[: m.start()])]
    if splices:
        sentence, match = splices[0]
        start = max(sentence.start, sentence.start + sentence.text.rfind(" ", 0, max(match.start() - 30, 0)) + 1)
        yield limit(
            _GRA,
            "punctuation",
            0.42 + 0.05 * min(len(splices), 4),
            start,
            sentence.start + match.end(),
            "splice",
            count=len(splices),
            topic="run-on",
        )
    fragment = next((s for s in seen.text.sentences if s.text.endswith(".") and _is_fragment(s)), None)
    if fragment:
        yield limit(
            _GRA,
            "punctuation",
            0.4,
            *cut(fragment),
            "fragment",
            topic="run-on",
        )


def _is_clause(head: str) -> bool:
    """Whether what stands before a comma could be a sentence by itself, and surely is nothing less."""
    words = Text(head.rsplit(";", 1)[-1]).lower
    if len(words) < 5 or not set(words) & AUXILIARIES:
        return False
    dependent = SUBORDINATORS | {"as", "that", "which", "who", "what", "how", "whose", "where", "not", "either", "both"}
    lead_in = {
        "in",
        "for",
        "to",
        "with",
        "by",
        "on",
        "at",
        "from",
        "of",
        "during",
        "due",
        "despite",
        "according",
        "given",
        "based",
        "among",
        "compared",
    }
    return (
        not set(words) & dependent and words[0] not in lead_in and not words[0].endswith("ing") and head.count(",") == 0
    )


def _is_fragment(sentence: Span) -> bool:
    words = sentence.text.split()
    if not 3 <= len(words) <= 25:
        return False
    begins = re.match(r"(?:because|whereas|which|such as|especially)\b(?! of)", sentence.text, re.IGNORECASE)
    return (
        bool(begins)
        and "," not in sentence.text
        and not sentence.text.endswith("?")
        and not re.match(r"which (?:\w+ )?(?:is|are) (?:better|best)", sentence.text, re.IGNORECASE)
    )


def _punctuation(seen: Seen) -> Iterator[Observation]:
    """Praise of punctuation, where no slip of it was found."""
    slips = any(lint.kind in _PUNCTUATION for lint in seen.lints) or any(
        each.kind in {"punctuation", "run-on"} for each in seen.corrections
    )
    if slips or len(seen.text.sentences) < 8 or seen.text.raw.count(",") < 6:
        return
    best = max(
        (s for s in seen.text.sentences if len(s.text.split()) <= 35 and seen.is_clean(s)),
        key=lambda s: s.text.count(","),
        default=None,
    )
    if best is not None and best.text.count(",") >= 2:
        yield asset(_GRA, "punctuation", 0.25, *cut(best), "punctuation-clean")
