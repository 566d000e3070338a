"""Grammatical Range and Accuracy: structures that work, errors that are sure, sentence boundaries, punctuation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.reports import Correction
from engine.marking.evidence.observation import Observation, Seen, asset, cut, limit, quoted
from engine.marking.measures.words import AUXILIARIES, RELATIVES, SUBORDINATORS
from engine.marking.text import Span, Text

_GRA = Criterion.GRAMMAR
_GRAMMAR = frozenset({"Grammar", "Agreement", "Usage", "Miscellaneous", "WordChoice", "Typo"})
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
_CHECKED = re.compile(r"\d")
_STRUCTURES: dict[str, re.Pattern[str]] = {
    "a conditional": re.compile(r"\bif\b[^.;]{5,90}\b(?:would|could|will|can|might|should)\b", re.IGNORECASE),
    "a relative clause": re.compile(
        r"\b(?:\w+), (?:which|who|whose|where)\b|\b(?:people|those|children|students|parents|person|man|woman"
        r"|workers) who\b|\w+ that (?:is|are|can|have|has|was|were)\b",
        re.IGNORECASE,
    ),
    "a concession": re.compile(r"\b(?:although|even though|despite|in spite of|while)\b", re.IGNORECASE),
    "a passive": re.compile(
        r"\b(?:is|are|was|were|been|being|be) (?:\w+ly )?(?:[a-z]{3,}ed|made|given|taken|seen|known|shown|found"
        r"|brought|built|kept|spent|taught)\b",
        re.IGNORECASE,
    ),
    "a participle clause": re.compile(
        r",\s+(?:\w+ly )?(?:making|leading|causing|resulting|allowing|enabling|reaching|accounting|followed"
        r"|compared|having|giving|creating|providing)\b",
        re.IGNORECASE,
    ),
    "an inversion or a cleft": re.compile(
        r"\b(?:not only (?:do|does|did|is|are|can|will|has|have)|it is (?:\w+ ){1,4}that\b|what \w+ (?:\w+ )?is\b)",
        re.IGNORECASE,
    ),
}


def grammatical(seen: Seen) -> Iterator[Observation]:
    """Observations on Grammatical Range and Accuracy."""
    if not seen.text.sentences:
        return
    yield from _structures(seen)
    yield from _errors(seen)
    yield from _clean_share(seen)
    yield from _boundaries(seen)
    yield from _punctuation(seen)


def _structures(seen: Seen) -> Iterator[Observation]:
    sentences = seen.text.sentences
    complex_ones = [s for s in sentences if is_complex(s)]
    clean = [
        s for s in complex_ones if seen.is_clean(s) and 12 <= len(s.text.split()) <= 36 and not _SPLICE.search(s.text)
    ]
    if clean:
        best = max(clean, key=lambda s: (min(len(_kinds(s)), 2), len(s.text.split()) <= 24, len(s.text)))
        kinds = _kinds(best)
        told = f" with {' and '.join(kinds[:2])}" if kinds else ""
        yield asset(
            _GRA,
            "structures",
            0.5 + 0.04 * len(kinds),
            *cut(best),
            f"A complex sentence{told}, in which we found no error.",
        )
    if len(sentences) >= 5 and len(complex_ones) < 0.35 * len(sentences):
        simple = [
            s
            for s in sentences
            if s not in complex_ones and len(s.text.split()) >= 4 and not _NO_VERB_NEEDED.match(s.text)
        ]
        if simple:
            at = min(simple[1:] or simple, key=lambda s: len(s.text))
            count = len(complex_ones)
            told = "None" if count == 0 else f"Only {count}"
            yield limit(
                _GRA,
                "structures",
                0.55,
                *cut(at),
                f"{told} of {len(sentences)} sentences join clauses with a word such as although, because, which"
                f" or if; this one, for instance, stands alone.",
            )


def _kinds(sentence: Span) -> list[str]:
    return [name for name, pattern in _STRUCTURES.items() if pattern.search(sentence.text)]


def is_complex(sentence: Span) -> bool:
    """Whether a word is in it that joins a subordinate clause."""
    return bool(set(Text(sentence.text).lower) & (SUBORDINATORS | RELATIVES)) or " that " in sentence.text


def _errors(seen: Seen) -> Iterator[Observation]:
    wrong = _corrected(seen, _GRAMMAR)
    if not wrong:
        flagged = [
            lint
            for lint in seen.lints
            if lint.rule.startswith("Slip") and lint.kind in _GRAMMAR and not lint.replacements
        ]
        if flagged:
            yield limit(_GRA, "accuracy", 0.4, flagged[0].start, flagged[0].end, flagged[0].message)
        return
    by_why = Counter(each.message for each in wrong)
    why, times = by_why.most_common(1)[0]
    same = [each for each in wrong if each.message == why]
    first = same[0]
    told = f"{quoted(first.original)} should be {quoted(first.replacement)}: {_lower(why)}"
    if times > 1:
        told += f" The same goes for {', '.join(quoted(each.original) for each in same[1:3])}."
    elif len(wrong) > 1:
        others = [each for each in wrong if each is not first]
        told += f" Also: {quoted(others[0].original)} → {quoted(others[0].replacement)}."
    yield limit(_GRA, "accuracy", min(0.42 + 0.07 * len(wrong), 0.9), first.start, first.end, told)


def _corrected(seen: Seen, kinds: frozenset[str]) -> list[Correction]:
    """The corrections shown that are of these kinds; ``cannot`` in two words is a matter of spelling."""
    starts = {
        (lint.start, lint.end)
        for lint in seen.lints
        if lint.kind in kinds and seen.text.raw[lint.start : lint.end].lower() != "can not"
    }
    return [
        each
        for each in seen.corrections
        if each.message != "Spelling." and any(each.start <= start and end <= each.end for start, end in starts)
    ]


def _clean_share(seen: Seen) -> Iterator[Observation]:
    sentences = [s for s in seen.text.sentences if len(s.text.split()) > 3]
    untouched = [s for s in sentences if seen.is_clean(s)]
    if len(sentences) < 5:
        return
    if len(untouched) >= 0.75 * len(sentences):
        sample = max(untouched, key=lambda s: len(s.text) if len(s.text.split()) <= 18 else 0)
        yield asset(
            _GRA,
            "accuracy",
            0.4,
            *cut(sample),
            f"In {len(untouched)} of {len(sentences)} sentences, this one among them, we found no error.",
        )
        return
    errors = {s.start: sum(s.start <= each.start < s.end for each in seen.corrections) for s in sentences}
    faulty = [s for s in sentences if errors[s.start]]
    if len(faulty) >= 0.4 * len(sentences):
        worst = max(faulty, key=lambda s: errors[s.start])
        count = errors[worst.start]
        yield limit(
            _GRA,
            "accuracy",
            0.45,
            *cut(worst),
            f"{len(faulty)} of {len(sentences)} sentences have an error that we are sure of; this one has"
            f" {count if count > 1 else 'one'}.",
        )


def _boundaries(seen: Seen) -> Iterator[Observation]:
    long_ones = [s for s in seen.text.sentences if len(s.text.split()) > _LONG]
    if long_ones:
        longest = max(long_ones, key=lambda s: len(s.text))
        more = f" There are {len(long_ones)} of more than {_LONG}." if len(long_ones) > 1 else ""
        yield limit(
            _GRA,
            "punctuation",
            0.42 + 0.05 * min(len(long_ones), 4),
            *cut(longest),
            f"This sentence runs on for {len(longest.text.split())} words; two or three sentences would be safer"
            f" and clearer.{more}",
        )
    splices = [(s, m) for s in seen.text.sentences if (m := _SPLICE.search(s.text)) and _is_clause(s.text[: m.start()])]
    if splices:
        sentence, match = splices[0]
        more = f" ({len(splices)} times in the text)" if len(splices) > 1 else ""
        start = max(sentence.start, sentence.start + sentence.text.rfind(" ", 0, max(match.start() - 30, 0)) + 1)
        yield limit(
            _GRA,
            "punctuation",
            0.42 + 0.05 * min(len(splices), 4),
            start,
            sentence.start + match.end(),
            f"A comma alone joins two sentences here{more}; use a full stop or a joining word.",
        )
    fragment = next((s for s in seen.text.sentences if s.text.endswith(".") and _is_fragment(s)), None)
    if fragment:
        yield limit(
            _GRA,
            "punctuation",
            0.4,
            *cut(fragment),
            "This is a part of a sentence set off as if it were a whole one; join it to the one before.",
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
    marks = _corrected(seen, _PUNCTUATION)
    if marks:
        first = marks[0]
        more = f" We found {len(marks)} such slips." if len(marks) > 1 else ""
        yield limit(
            _GRA,
            "punctuation",
            min(0.25 + 0.05 * len(marks), 0.6),
            first.start,
            first.end,
            f"{quoted(first.original)} should be {quoted(first.replacement)}: {_lower(first.message)}{more}",
        )
    elif (
        not any(lint.kind in _PUNCTUATION for lint in seen.lints)
        and len(seen.text.sentences) >= 8
        and seen.text.raw.count(",") >= 6
    ):
        best = max(
            (s for s in seen.text.sentences if seen.is_clean(s) and len(s.text.split()) <= 35),
            key=lambda s: s.text.count(","),
            default=None,
        )
        if best is not None and best.text.count(",") >= 2:
            yield asset(
                _GRA,
                "punctuation",
                0.25,
                *cut(best),
                "We found no slip of punctuation, and the commas here mark the parts of a long sentence.",
            )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:] if sentence[:2].istitle() else sentence
