"""Pronunciation, as an estimate: what the recogniser was sure of, the range of pitch, the pace. Accent is no measure."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from engine.ielts.bands import Criterion
from engine.ielts.speaking.report import Moment
from engine.ielts.text import Span, tokens
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.evidence.evidence import Evidence, asset, limit, quote, sentence_around
from engine.marking.speaking.measures import SpeechMeasures

_P = Criterion.PRONUNCIATION
_FLAT, _LIVELY = 3.4, 4.8
_FITS = 0.5
_A_SENTENCE = 4
_SLOW, _EASY = 2.9, (3.4, 5.4)
_HALTING = 4.6
"""Syllables between two silences: fewer are no groups of words."""
_SHORT_WORD = 3
"""Letters: what is no longer is often a hesitation."""


def pronounced(measures: SpeechMeasures) -> Iterator[Evidence]:
    """Evidence on Pronunciation; none for typed answers."""
    spoken = [each.answer for each in measures.heard if not each.answer.typed]
    if measures.typed or not spoken:
        return
    yield from _recognised([answer for answer in spoken if answer.recognised])
    yield from _fitted([answer for answer in spoken if not answer.recognised])
    chunk = measures.numbers.get("sound.chunks")
    halting = chunk is not None and chunk < _HALTING
    if chunk is not None and halting:
        longest = max(spoken, key=lambda answer: len(answer.said))
        yield limit(_P, "prosody", 0.6, _middle(longest), "few-at-a-time", topic="chunks", syllables=f"{chunk:.1f}")
    # Whose rhythm breaks every few syllables hears no praise of it.
    yield from (each for each in (*_pitch(spoken), *_pace(measures, spoken)) if not (halting and each.good))


def _recognised(spoken: list[Answer]) -> Iterator[Evidence]:
    words = [
        (answer, start, start + len(answer.said[start:end].rstrip(".,;:!?…")), word)
        for answer in spoken
        for start, end, word in answer.placed
    ]
    if not words:
        return
    telling = [one for one in words if one[2] - one[1] > _SHORT_WORD and not is_name(one[0].said, one[1])]
    doubted = [one for one in telling if one[3].doubted]
    share = len(doubted) / len(words)
    mean = sum(one[3].probability for one in words) / len(words)
    if doubted:
        answer, start, end, word = min(doubted, key=lambda one: one[3].probability)
        yield limit(
            _P, "clarity" if share > 0.08 else "sounds", min(0.35 + 2 * share, 0.8), answer.moment(start, end),
            "word-doubted", sure=round(100 * word.probability), count=len(doubted),
        )  # fmt: skip
    elif mean < 0.75:
        answer, start, end, word = min(telling or words, key=lambda one: one[3].probability)
        yield limit(
            _P, "sounds", 0.45, answer.moment(start, end),
            "word-unsure", sure=round(100 * word.probability), mean=round(100 * mean),
        )  # fmt: skip
    if share < 0.03 and mean >= 0.8:
        answer, best = max(
            ((answer, sentence) for answer in spoken for sentence in answer.text.sentences),
            key=lambda one: (
                not one[0].is_doubted(one[1].start, one[1].end),
                len(one[1].text) <= 140,
                len(one[1].text),
            ),
        )
        yield asset(
            _P, "clarity", 0.5, quote(answer, best),
            "words-recognised", mean=round(100 * mean),
        )  # fmt: skip


def is_name(said: str, start: int) -> bool:
    """Whether a capital stands there that is not a sentence's: names surprise a recogniser however clearly they are said."""
    before = said[:start].rstrip()
    return said[start].isupper() and bool(before) and before[-1] not in ".!?…"


def _fitted(spoken: list[Answer]) -> Iterator[Evidence]:
    """Words that the candidate typed under a recording, and that its sound fits least."""
    words = [
        (answer, start, end, word) for answer in spoken for start, end, word in answer.placed if len(word.text) > 4
    ]
    poor = [one for one in words if one[3].probability < _FITS]
    if poor:
        answer, start, end, word = min(poor, key=lambda one: one[3].probability)
        end = start + len(answer.said[start:end].rstrip(".,;:!?…"))
        yield limit(
            _P, "sounds", min(0.35 + 2 * len(poor) / len(words), 0.7), answer.moment(start, end),
            "word-fits-least", sure=round(100 * word.probability), count=len(poor),
        )  # fmt: skip


def _pitch(spoken: list[Answer]) -> Iterator[Evidence]:
    known = [
        (answer.sound.pitch_range, answer)
        for answer in spoken
        if answer.sound and answer.sound.pitch_range is not None and len(tokens(answer.said)) >= 8
    ]
    if not known:
        return
    middle = median(pitch for pitch, _ in known)
    if middle < _FLAT:
        pitch, answer = min(known, key=lambda one: abs(one[0] - middle))
        yield limit(
            _P, "prosody", 0.45, _first(answer),
            "voice-level", pitch=f"{pitch:.1f}",
        )  # fmt: skip
    elif middle >= _LIVELY:
        pitch, answer = min(known, key=lambda one: abs(one[0] - middle))
        yield asset(
            _P, "prosody", 0.45, _first(answer),
            "voice-lively", pitch=f"{pitch:.1f}",
        )  # fmt: skip


def _pace(measures: SpeechMeasures, spoken: list[Answer]) -> Iterator[Evidence]:
    pace = measures.numbers.get("sound.pace")
    longest = max(spoken, key=lambda answer: len(answer.said))
    if pace is None:
        return
    if pace < _SLOW:
        yield limit(
            _P, "prosody", 0.4, _first(longest),
            "syllable-by-syllable", pace=f"{pace:.1f}",
        )  # fmt: skip
    elif _EASY[0] <= pace <= _EASY[1]:
        yield asset(
            _P, "prosody", 0.3, _middle(longest),
            "runs-together", pace=f"{pace:.1f}",
        )  # fmt: skip


def _first(answer: Answer) -> Moment:
    """Its first sentence that is one."""
    sentences = answer.text.sentences
    return quote(answer, next((each for each in sentences if len(tokens(each.text)) >= _A_SENTENCE), sentences[0]))


def _middle(answer: Answer) -> Moment:
    words = answer.text.words
    at: Span = words[len(words) // 2]
    return quote(answer, sentence_around(answer, at.start, at.end))
