"""Grammatical Range and Accuracy: structures that work, errors that are sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.ielts.bands import Criterion
from engine.ielts.text import Span, tokens
from engine.marking.corrections import around
from engine.marking.sentences import Counted, Name
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.evidence.evidence import Evidence, asset, limit, quote, quoted, sentence_around
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures
from engine.marking.speaking.spoken_errors import SpokenError
from engine.marking.structures import structures
from engine.marking.words.lists import RELATIVES, SUBORDINATORS

_GRA = Criterion.GRAMMAR
_JOINS = SUBORDINATORS | RELATIVES | {"that"}
_NAMED, _SHOWN = 4, 3
_MOSTLY, _SELDOM = 0.6, 0.25
"""Shares of sentences in which nothing sounds wrong: from there on a strength, and under that a weakness."""


def grammatical(measures: SpeechMeasures) -> Iterator[Evidence]:
    """Evidence on Grammatical Range and Accuracy."""
    yield from _structures(measures)
    yield from _errors(measures)
    yield from _clean(measures)


def _sentences(measures: SpeechMeasures) -> Iterator[tuple[HeardAnswer, Span]]:
    """Sentences of five words or more."""
    for each in measures.heard:
        for sentence in each.answer.text.sentences:
            if len(tokens(sentence.text)) >= 5:
                yield each, sentence


def _structures(measures: SpeechMeasures) -> Iterator[Evidence]:
    sentences = list(_sentences(measures))
    kinds = {one.name for each in measures.heard for one in structures(each.speech.text)}
    good = [
        (each, sentence, names)
        for each, sentence in sentences
        if (names := list(dict.fromkeys(one.name for one in structures(sentence.text)))) and each.is_sure(sentence)
    ]
    if good:
        each, best, names = max(good, key=lambda one: (min(len(one[2]), 3), len(one[1].text) <= 140, len(one[1].text)))
        named = tuple(Name(f"structure-{name}") for name in names[:2])
        weight = min(0.3 + 0.05 * len(kinds), 0.75)
        moment = quote(each.answer, best)
        yield asset(_GRA, "structures", weight, moment, "sentence-clean", structures=named, kinds=len(kinds))
    simple = [one for one in sentences if not _JOINS & set(tokens(one[1].text))]
    if len(sentences) >= 6 and len(simple) > 0.55 * len(sentences):
        each, at = max(simple, key=lambda one: one[0].answer.part)
        yield limit(
            _GRA, "structures", 0.3 + 0.4 * len(simple) / len(sentences), quote(each.answer, at), "single-clauses",
            count=len(simple), sentences=len(sentences),
        )  # fmt: skip


def _errors(measures: SpeechMeasures) -> Iterator[Evidence]:
    """A sentence with errors of the commonest kind, with what the errors of the whole test are.

    Nothing where no better form is sure: a learner can do nothing with "something is wrong here".
    """
    wrong = [(each.answer, error) for each in measures.heard for error in each.errors if not error.choice]
    if all(error.better is None for _, error in wrong):
        return
    counts = Counter(str(error.kind) for _, error in wrong)
    (commonest, times), *_ = counts.most_common()
    weight = min(0.35 + measures.numbers["grammar.errors"] / 12, 0.9)
    examples: dict[str, str] = {}
    with_better = [each for each in wrong if each[1].better is not None]
    for answer, error in sorted(with_better, key=lambda one: -counts[str(one[1].kind)]):
        examples.setdefault(str(error.kind), told(answer, error))
    # Advice is about the commonest kind, so what is quoted shows that one.
    of_kind = [each for each in wrong if str(each[1].kind) == commonest]
    answer, worst = _worst(of_kind, wrong)
    yield limit(
        _GRA, "accuracy", weight, quote(answer, worst), "spoken-errors" if len(wrong) > 1 else "spoken-error",
        count=len(wrong), kinds=tuple(Counted(kind, places) for kind, places in counts.most_common(_NAMED)),
        examples=tuple(examples.values())[:_SHOWN], topic=commonest if times > 1 or len(wrong) == 1 else "",
    )  # fmt: skip


def _worst(
    of_kind: Sequence[tuple[Answer, SpokenError]], wrong: Sequence[tuple[Answer, SpokenError]]
) -> tuple[Answer, Span]:
    """Of the sentences with an error of a kind the one with most errors of all kinds, heard for certain if one was.

    One that can be said rightly goes first, as it is what the learner is asked to say.
    """
    often = Counter((answer.turn, _place(answer, error).start) for answer, error in wrong)
    unsure = {(answer.turn, _place(answer, error).start) for answer, error in wrong if error.better is None}
    places = [(answer, _place(answer, error)) for answer, error in of_kind]
    return max(
        places,
        key=lambda one: (
            not one[0].is_doubted(one[1].start, one[1].end),
            (one[0].turn, one[1].start) not in unsure,
            often[one[0].turn, one[1].start],
        ),
    )


def _place(answer: Answer, error: SpokenError) -> Span:
    return sentence_around(answer, error.start, error.end)


def told(answer: Answer, error: SpokenError) -> str:
    """An error in a row of others: what was said and, where it is sure, what it should be.

    With a word on either side, as "have → are" tells nobody where it was said.
    """
    before, after = around(answer.said, error.start, error.end, words=1)
    after = after.rstrip(",.;:!?…")
    was = quoted(f"{before}{answer.said[error.start : error.end]}{after}")
    if error.better is None:
        return was
    return f"{was} → {quoted(' '.join(f'{before}{error.better}{after}'.split()))}"


def _clean(measures: SpeechMeasures) -> Iterator[Evidence]:
    sentences = list(_sentences(measures))
    if len(sentences) < 5:
        return
    clean = [one for one in sentences if one[0].is_clean(one[1])]
    count, whole = len(clean), len(sentences)
    mostly = count >= _MOSTLY * whole
    if clean and (mostly or not any(each.errors for each in measures.heard)):
        each, best = max(clean, key=lambda one: (len(one[1].text) <= 120, len(one[1].text)))
        moment = quote(each.answer, best)
        if mostly:
            yield asset(_GRA, "accuracy", 0.4, moment, "spoken-mostly-clean", count=count, sentences=whole)
        else:
            yield asset(_GRA, "accuracy", 0.35, moment, "spoken-no-error", words=measures.words)
    elif count < _SELDOM * whole:
        faulty = [
            (each, at) for each, at in sentences if any(at.start <= error.start < at.end for error in each.errors)
        ]
        if faulty:
            each, at = faulty[0]
            yield limit(
                _GRA, "accuracy", 0.4, quote(each.answer, at), "spoken-seldom-clean", count=count, sentences=whole
            )
