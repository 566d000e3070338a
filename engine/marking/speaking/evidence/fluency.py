"""Fluency and Coherence: keeping going, where the silences fall, repairs, linking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.ielts.bands import Criterion
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.report import Moment
from engine.ielts.text import Span
from engine.marking.speaking.evidence.evidence import (
    Evidence,
    asset,
    limit,
    quote,
    quoted,
    sentence_around,
    shortened,
)
from engine.marking.speaking.linking import Link, links
from engine.marking.speaking.measures import HeardAnswer, SpeechMeasures
from engine.marking.speaking.sound.clauses import Placed

_FC = Criterion.FLUENCY
_LONG_STRETCH, _SHORT_SENTENCE = 14, 12  # words
_SHORT_ANSWER = {Stage.PART_1: 8, Stage.PART_3: 15}
_SLOW, _FAST = 2.1, 3.2
_CAN_FLOW = 1.8
"""Syllables a second: whoever is slower does not go on, however long the stretch between two silences."""
_PLAIN = {
    "and then",
    "because",
    "so",
    "but",
    "if",
    "when",
    "also",
    "then",
    "well",
    "you know",
    "i mean",
    "like",
    "anyway",
}
"""No sign of range: everybody has them, or they fill time."""


def fluent(measures: SpeechMeasures) -> Iterator[Evidence]:
    """Evidence on Fluency and Coherence."""
    if not measures.typed:
        if measures.numbers.get("speech.rate", 0.0) >= _CAN_FLOW:
            yield from _stretches(measures.heard)
        yield from _speed(measures)
        yield from _silences(measures)
        yield from _repairs(measures)
    yield from _length(measures)
    yield from _linking(measures)


def _stretches(heard: Sequence[HeardAnswer]) -> Iterator[Evidence]:
    """The longest stretch of words without a silence inside a clause."""
    best: tuple[int, HeardAnswer, Span] | None = None
    for each in heard:
        placed = each.answer.placed
        if each.fluency is None or not placed:
            continue
        stops = sorted(pause.before for pause in each.fluency.pauses if pause.within and pause.before is not None)
        edges = [0, *(stop for stop in stops if stop < len(placed)), len(placed)]
        for first, last in pairwise(edges):
            if last - first >= _LONG_STRETCH and (best is None or last - first > best[0]):
                best = (last - first, each, _from_a_sentence(each, placed[first][0], placed[last - 1][1]))
    if best is not None:
        words, each, span = best
        yield asset(
            _FC, "flow", min(0.3 + words / 200, 0.75), quote(each.answer, span),
            "long-stretch", words=words,
        )  # fmt: skip


def _from_a_sentence(each: HeardAnswer, start: int, end: int) -> Span:
    """The stretch, from the first sentence that begins in it, if one soon does."""
    begins = [one.start for one in each.answer.text.sentences if start <= one.start < start + (end - start) // 2]
    first = begins[0] if begins else start
    return Span(first, end, each.answer.said[first:end])


def _speed(measures: SpeechMeasures) -> Iterator[Evidence]:
    rate = measures.numbers.get("speech.rate")
    spoken = [each for each in measures.heard if each.fluency is not None and len(each.answer.text.words) >= 10]
    if rate is None or not spoken:
        return

    def pace(each: HeardAnswer) -> float:
        return each.fluency.speech_rate if each.fluency is not None else 0.0

    if rate < _SLOW:
        slowest = min(spoken, key=pace)
        yield limit(
            _FC, "flow", min(0.4 + (_SLOW - rate) / 3, 0.85), _opening(slowest),
            "slow", here=f"{pace(slowest):.1f}", pace=f"{rate:.1f}",
        )  # fmt: skip
    elif rate >= _FAST:
        fastest = max(spoken, key=lambda each: len(each.answer.text.words))
        yield asset(
            _FC, "flow", 0.45, _opening(fastest),
            "steady-pace", pace=f"{rate:.1f}",
        )  # fmt: skip


def _silences(measures: SpeechMeasures) -> Iterator[Evidence]:
    within: list[tuple[HeardAnswer, Placed]] = []
    between: list[tuple[HeardAnswer, Placed]] = []
    for each in measures.heard:
        for pause in each.fluency.pauses if each.fluency is not None else ():
            if pause.within is not None:
                (within if pause.within else between).append((each, pause))
    share = len(within) / max(len(within) + len(between), 1)
    often = measures.numbers.get("pauses.within", 0.0)
    if within and often > 2.5:
        # It is what the learner is asked to say again, so first where what was heard makes sense.
        each, worst = max(within, key=lambda one: (one[0].is_sure(_around(*one)), one[1].span.seconds))
        yield limit(
            _FC, "hesitation", min(0.3 + often / 25, 0.85), quote(each.answer, _around(each, worst)),
            "silence-inside", seconds=f"{worst.span.seconds:.1f}", before=_before(each, worst), within=len(within),
            between=len(between),
        )  # fmt: skip
    elif len(between) >= 8 and share <= 0.3:
        each, longest = max(between, key=lambda one: len(one[0].answer.text.words))
        yield asset(
            _FC, "hesitation", 0.5, quote(each.answer, _around(each, longest)),
            "silences-between", between=len(between), silences=len(between) + len(within),
        )  # fmt: skip


def _around(each: HeardAnswer, pause: Placed) -> Span:
    """Three words before the silence and three after it; where the clause goes on, its sentence, if that is short, and no other."""
    placed = each.answer.placed
    if pause.after is None or pause.before is None or pause.before >= len(placed):
        return _first(each)
    start, end = placed[max(pause.after - 2, 0)][0], placed[min(pause.before + 2, len(placed) - 1)][1]
    if pause.within:
        here = sentence_around(each.answer, placed[pause.before][0], placed[pause.before][1])
        if len(here.text.split()) <= _SHORT_SENTENCE:
            return here
        start, end = max(start, here.start), min(end, here.end)
    return Span(start, end, each.answer.said[start:end])


def _before(each: HeardAnswer, pause: Placed) -> str:
    placed = each.answer.placed
    if pause.before is None or pause.before >= len(placed):
        return ""
    return quoted(placed[pause.before][2].text.strip(" .,;:!?"))


def _repairs(measures: SpeechMeasures) -> Iterator[Evidence]:
    repairs = [(each, repair) for each in measures.heard if each.fluency for repair in each.fluency.repairs]
    often = measures.numbers.get("repairs", 0.0)
    fillers = measures.numbers.get("pauses.filled", 0.0)
    if repairs and often > 1.5:
        each, longest = max(repairs, key=lambda one: len(one[1].quote))
        span = sentence_around(each.answer, longest.start, longest.end)
        yield limit(
            _FC, "hesitation", min(0.3 + often / 15, 0.7), quote(each.answer, span),
            "begun-twice", words=quoted(longest.quote), count=len(repairs),
        )  # fmt: skip
    if fillers > 5:
        for each in measures.heard:
            written = [one for one in each.fluency.fillers if one.start is not None] if each.fluency else []
            if written and written[0].start is not None and written[0].end is not None:
                span = sentence_around(each.answer, written[0].start, written[0].end)
                total = sum(len(one.fluency.fillers) for one in measures.heard if one.fluency)
                yield limit(
                    _FC, "hesitation", min(0.25 + fillers / 40, 0.6), quote(each.answer, span),
                    "fillers", count=total,
                )  # fmt: skip
                return


def _length(measures: SpeechMeasures) -> Iterator[Evidence]:
    own = measures.own.by_turn
    by_stage = {
        stage: [each for each in measures.heard if each.answer.stage is stage and own.get(each.answer.turn, 0) > 0]
        for stage in (*_SHORT_ANSWER, Stage.LONG_TURN)
    }
    for stage, shortest in _SHORT_ANSWER.items():
        answers = by_stage[stage]
        short = [each for each in answers if own[each.answer.turn] < shortest]
        if len(short) > len(answers) / 3:
            each = min(short, key=lambda one: (one.answer.unscripted, own[one.answer.turn]))
            yield limit(
                _FC, "flow", 0.35 + 0.3 * len(short) / len(answers), _opening(each),
                "short-answers", words=own[each.answer.turn], count=len(short), answers=len(answers),
                part=stage.part,
            )  # fmt: skip
    discussion = by_stage[Stage.PART_3]
    if discussion:
        longest = max(discussion, key=lambda each: own[each.answer.turn])
        if own[longest.answer.turn] >= 35:
            yield asset(
                _FC, "linking" if own[longest.answer.turn] >= 50 else "flow", 0.35, _opening(longest),
                "idea-developed", words=own[longest.answer.turn],
            )  # fmt: skip
    talk = by_stage[Stage.LONG_TURN]
    words = sum(own[each.answer.turn] for each in talk)
    if talk and words >= 150:
        yield asset(_FC, "flow", 0.5, _opening(talk[0]), "long-turn-filled", words=words)
    elif talk and words < 90:
        yield limit(
            _FC, "flow", 0.55, _opening(talk[0]),
            "long-turn-short", words=words,
        )  # fmt: skip


def _linking(measures: SpeechMeasures) -> Iterator[Evidence]:
    found = [(each, link) for each in measures.heard for link in links(each.answer.said)]
    counts = Counter(link.marker for _, link in found)
    richer = [(each, link) for each, link in found if link.marker not in _PLAIN]
    if len(counts) >= 8 and richer:
        each, best = max(richer, key=lambda one: (len(one[1].marker.split()), -counts[one[1].marker]))
        others = [quoted(_written(marker)) for marker in counts if marker not in _PLAIN and marker != best.marker][:2]
        yield asset(
            _FC, "linking", min(0.3 + len(counts) / 60, 0.65), _of(each, best),
            "links-varied", link=quoted(_written(best.marker)), more=len(others), others=tuple(others), count=len(counts),
        )  # fmt: skip
    if not counts:
        return
    marker, times = counts.most_common(1)[0]
    if times >= 6 and times > 0.3 * len(found):
        each, link = next(one for one in found if one[1].marker == marker)
        yield limit(
            _FC, "linking", min(0.3 + times / len(found) / 2, 0.7), _of(each, link),
            "link-again", link=quoted(_written(marker)), times=times, links=len(found),
        )  # fmt: skip
    elif len(counts) <= 6 and measures.words >= 150:
        each, link = found[0]
        yield limit(
            _FC, "linking", 0.45, _of(each, link),
            "links-only", count=len(counts), links=tuple(quoted(_written(marker)) for marker in counts),
        )  # fmt: skip


def _written(marker: str) -> str:
    return re.sub(r"\bi\b", "I", marker)


def _of(each: HeardAnswer, link: Link) -> Moment:
    return quote(each.answer, sentence_around(each.answer, link.start, link.end))


def _opening(each: HeardAnswer) -> Moment:
    return quote(each.answer, _first(each))


def _first(each: HeardAnswer) -> Span:
    """Its first sentence, short enough to be quoted."""
    sentences = each.answer.text.sentences
    return shortened(sentences[0]) if sentences else Span(0, len(each.answer.said), each.answer.said)
