"""Grammatical Range and Accuracy: structures that work, errors that are sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.marking.measures.words import RELATIVES, SUBORDINATORS
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.evidence.evidence import Evidence, asset, limit, quote, quoted, sentence_around
from engine.marking.speaking.measures import SpeechMeasures
from engine.marking.speaking.structures import structures
from engine.marking.text import Span, tokens

_GRA = Criterion.GRAMMAR
_JOINS = SUBORDINATORS | RELATIVES | {"that"}


def grammatical(measures: SpeechMeasures) -> Iterator[Evidence]:
    """Evidence on Grammatical Range and Accuracy."""
    yield from _structures(measures)
    yield from _errors(measures)
    yield from _clean(measures)


def _sentences(measures: SpeechMeasures) -> Iterator[tuple[Answer, Span, bool]]:
    """Sentences of five words or more, and whether anything was found wrong in each."""
    for each in measures.heard:
        for sentence in each.answer.text.sentences:
            if len(tokens(sentence.text)) >= 5:
                wrong = any(sentence.start <= error.start < sentence.end for error in each.errors)
                yield each.answer, sentence, wrong


def _structures(measures: SpeechMeasures) -> Iterator[Evidence]:
    sentences = list(_sentences(measures))
    kinds = {one.name for each in measures.heard for one in structures(each.speech.text)}
    good = [
        (len(names), answer, sentence, names)
        for answer, sentence, wrong in sentences
        if not wrong
        and not answer.is_doubted(sentence.start, sentence.end)
        and (names := list(dict.fromkeys(one.name for one in structures(sentence.text))))
    ]
    if good:
        _, answer, best, names = max(good, key=lambda one: (min(one[0], 3), len(one[2].text) <= 140, len(one[2].text)))
        yield asset(
            _GRA, "structures", min(0.3 + 0.05 * len(kinds), 0.75), quote(answer, best),
            f"A sentence with {' and '.join(names[:2])}, in which we found no error. There are {len(kinds)} kinds of"
            " structure in the test." if len(kinds) > 1 else f"A sentence with {names[0]}, in which we found no error.",
        )  # fmt: skip
    simple = [one for one in sentences if not _JOINS & set(tokens(one[1].text))]
    if len(sentences) >= 6 and len(simple) > 0.55 * len(sentences):
        answer, at, _ = max(simple, key=lambda one: one[0].part)
        yield limit(
            _GRA, "structures", 0.3 + 0.4 * len(simple) / len(sentences), quote(answer, at),
            f"{len(simple)} of {len(sentences)} sentences are a single clause, as this one is: no because, which, if or"
            " although joins another to it.",
        )  # fmt: skip


def _errors(measures: SpeechMeasures) -> Iterator[Evidence]:
    wrong = [(each.answer, error) for each in measures.heard for error in each.errors if not error.choice]
    if not wrong:
        return
    why, times = Counter(error.why for _, error in wrong).most_common(1)[0]
    answer, first = next(one for one in wrong if one[1].why == why)
    said = quoted(answer.said[first.start : first.end])
    told = f"{said} should be {quoted(first.better)}. {why}" if first.better else f"{said}: {why}"
    same = [answer.said[error.start : error.end] for answer, error in wrong if error.why == why][1:3]
    if same:
        told += f" The same goes for {' and '.join(map(quoted, same))}."
    if len(wrong) > times:
        told += f" We are sure of {len(wrong)} errors in the test."
    weight = min(0.35 + measures.numbers["grammar.errors"] / 12, 0.9)
    yield limit(_GRA, "accuracy", weight, answer.moment(first.start, first.end), told)
    others = [one for one in wrong if one[1].why != why and one[1].better]
    if others:
        answer, other = others[0]
        span = sentence_around(answer, other.start, other.end)
        yield limit(
            _GRA, "accuracy", weight - 0.1, quote(answer, span),
            f"{quoted(answer.said[other.start : other.end])} should be {quoted(other.better or '')}. {other.why}",
        )  # fmt: skip


def _clean(measures: SpeechMeasures) -> Iterator[Evidence]:
    sentences = list(_sentences(measures))
    clean = [(answer, sentence) for answer, sentence, wrong in sentences if not wrong]
    if len(sentences) >= 5 and len(clean) >= 0.85 * len(sentences):
        answer, best = max(clean, key=lambda one: (len(one[1].text) <= 120, len(one[1].text)))
        yield asset(
            _GRA, "accuracy", 0.4, quote(answer, best),
            f"In {len(clean)} of {len(sentences)} sentences, this one among them, we found no error.",
        )  # fmt: skip
