"""What is true of any text: for one in which little was seen, so that its report still speaks of its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from engine.ielts.bands import Criterion
from engine.ielts.text import Span, Text
from engine.marking.observation import Observation, Seen, asset, cut, is_content, limit, quoted, stem, stems
from engine.marking.sentences import Said
from engine.marking.writing.evidence.description import COMPARE
from engine.marking.writing.evidence.grammatical import is_complex

_WEIGHT = 0.1
# An object: "send it", "with them". As a subject, "it" may stand for nothing.
_STANDS_FOR_A_NOUN = re.compile(
    r"\b(?!(?:that|because|if|when|and|but|so|think|while|as|than|or|make|makes|find|found|believe|since|where|how)\b)[a-z]{2,}"
    r" (it|them)(?=[.,;!?]| (?:to|in|on|at|for|with|from|and|or|by|back|again|when|because|if|very|every)\b)"
)
_MANY = 80  # words
_A_POINT = 12  # words of a sentence that takes a point further


def plain_facts(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    """Facts about ``criterion``, weakest evidence of all; nothing for a text that holds no sentence."""
    if not seen.text.sentences:
        return
    told = {
        Criterion.COHERENCE: _coherence,
        Criterion.LEXICAL: _lexical,
        Criterion.GRAMMAR: _grammar,
    }.get(criterion, _task)
    yield from told(seen, criterion)


def _task(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    first, last = seen.text.sentences[0], seen.text.sentences[-1]
    aspect = {"W2": "support", "W1A": "features", "W1G": "points"}[seen.essay.task.code]
    sound = [s for s in seen.text.sentences if len(s.text.split()) >= _A_POINT and seen.is_clean(s)]
    if seen.essay.word_count >= _MANY and sound:
        richest = max(sound, key=lambda s: len(s.text))
        yield asset(
            criterion,
            aspect,
            _WEIGHT,
            *cut(richest),
            "point-furthest",
            words=len(richest.text.split()),
        )
    yield from _least(seen, criterion, aspect)
    if seen.essay.word_count < seen.essay.task.minimum_words and first != last:
        yield limit(
            criterion,
            aspect,
            _WEIGHT,
            *cut(first),
            "statements",
            count=len(seen.text.sentences),
        )


def _least(seen: Seen, criterion: Criterion, aspect: str) -> Iterator[Observation]:
    """Where the answer is thinnest: that is true of any answer."""
    code, paragraphs = seen.essay.task.code, seen.text.paragraphs
    if code == "W1A":
        telling = [s for s in seen.text.sentences[1:] if len(s.text.split()) >= 6]
        plain = [s for s in telling if not COMPARE.search(s.text)]
        if plain:
            count = len(telling) - len(plain)
            yield limit(
                criterion, "comparison", _WEIGHT, *cut(plain[-1]), "few-compared", count=count, sentences=len(telling)
            )
        return
    body = [p for p in paragraphs[1:-1] if len(p.text.split()) >= 8]
    if body:
        thinnest = min(body, key=lambda p: len(p.text.split()))
        name = "least-developed" if code == "W2" else "least-said"
        words = len(thinnest.text.split())
        yield limit(criterion, aspect, _WEIGHT, *cut(seen.sentences_of(thinnest)[0]), name, words=words)


def _coherence(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    sentences = [s for s in seen.text.sentences if len(s.text.split()) >= 4] or list(seen.text.sentences)
    if len(sentences) == 1:
        yield limit(criterion, "order", _WEIGHT, *cut(sentences[0]), "one-sentence")
        return
    counts = Counter(w for w in seen.text.lower if is_content(w))
    word, times = counts.most_common(1)[0] if counts else ("", 0)
    if times >= 3:
        at = next(s for s in sentences if word in Text(s.text).lower)
        yield asset(
            criterion,
            "order",
            _WEIGHT,
            *cut(at),
            "one-subject",
            word=quoted(word),
            times=times,
        )
    tied = [(stems(a.text) & stems(b.text), b) for a, b in pairwise(sentences)]
    shared, best = max(tied, key=lambda pair: len(pair[0]))
    if len(shared) >= 2:
        words = [w.text for w in Text(best.text).words if stem(w.text.lower()) in shared][:2]
        yield asset(
            criterion,
            "reference",
            _WEIGHT,
            *cut(best),
            "takes-up-words",
            words=tuple(map(quoted, words)),
        )
    for sentence in sentences[1:]:
        if pronoun := _STANDS_FOR_A_NOUN.search(sentence.text):
            yield asset(
                criterion,
                "reference",
                _WEIGHT,
                *cut(sentence),
                "stands-for",
                word=quoted(pronoun.group(1)),
            )
            break
    last = sentences[-1]
    if not Counter(Text(last.text).lower) & Counter(Text(sentences[-2].text).lower):
        yield limit(
            criterion,
            "links",
            _WEIGHT,
            *cut(last),
            "shares-no-word",
        )
    if len(sentences) < 4:
        yield limit(
            criterion,
            "order",
            _WEIGHT,
            *cut(sentences[0]),
            "too-few-sentences",
            count=len(sentences),
        )


def _lexical(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    words = len(seen.text.words)
    if not words:
        yield limit(criterion, "range", _WEIGHT, *cut(seen.text.sentences[0]), "no-words")
        return
    different = len(set(seen.text.lower))
    good = words >= _MANY and different >= 0.5 * words
    yield Observation(
        criterion,
        "range",
        good,
        _WEIGHT,
        *cut(_longest(seen)),
        Said("different-words", {"count": different, "words": words}),
    )
    sound = {w.text.lower(): w for w in seen.text.words if w.text.islower() and len(w.text) >= 6 and seen.is_clean(w)}
    if words >= _MANY and len(sound) >= 2:
        longest = sorted(sound.values(), key=lambda w: -len(w.text))[:3]
        yield asset(
            criterion,
            "form",
            _WEIGHT,
            longest[0].start,
            longest[0].end,
            "long-words",
            words=tuple(quoted(word.text) for word in longest),
        )


def _grammar(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    sentences = seen.text.sentences
    clean = [s for s in sentences if len(s.text.split()) >= 4 and seen.is_clean(s)]
    complex_ones = [s for s in sentences if is_complex(s)]
    if complex_ones and len(complex_ones[0].text.split()) > 4:
        yield asset(criterion, "structures", _WEIGHT, *cut(complex_ones[0]), "clauses-joined")
    else:
        yield limit(
            criterion,
            "structures",
            _WEIGHT,
            *cut(_longest(seen)),
            "clauses-none",
        )
    if clean:
        yield asset(criterion, "accuracy", _WEIGHT, *cut(clean[-1]), "no-error")


def _longest(seen: Seen) -> Span:
    return max(seen.text.sentences, key=lambda s: len(s.text))
