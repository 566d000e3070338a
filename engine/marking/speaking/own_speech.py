"""What counts as the candidate's own language: nothing recited twice, nothing said back to the examiner, no lists.

What is left out here is left out before words are counted or measured, so adding it to an answer cannot lift a band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.marking.measures.words import FUNCTION
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.clean_speech import CleanSpeech, repeated
from engine.marking.text import Text, tokens

_RECITED = 6
"""Words in a row that were said before, or asked: fewer come twice in anybody's speech."""
_LISTED = 8
_PROSE = 0.17  # share of function words, as in engine.marking.measures.own_words


@dataclass(frozen=True, slots=True)
class OwnSpeech:
    """``words`` are the candidate's own, in order, in lower case; ``sure`` those that the recogniser does not doubt.

    ``by_turn`` counts the own words of each answer; ``recited`` and ``echoed`` are shares of all words, from 0 to 1.
    """

    words: tuple[str, ...]
    sure: tuple[str, ...]
    by_turn: dict[str, int]
    recited: float
    echoed: float


def own_speech(answers: Sequence[Answer], cleaned: Sequence[CleanSpeech]) -> OwnSpeech:
    """Sort the words of the answers, each with its cleaned speech, into what counts and what does not."""
    asked = {gram for answer in answers for gram in _grams(tokens(answer.question))}
    seen: set[tuple[str, ...]] = set()
    whole: set[tuple[str, ...]] = set()
    own: list[str] = []
    sure: list[str] = []
    by_turn: dict[str, int] = {}
    total = recited = echoed = 0
    for answer, speech in zip(answers, cleaned, strict=True):
        spans = Text(speech.text).words
        said = [span.text.lower().replace("’", "'") for span in spans]
        total += len(said)
        again = _covered(said, seen) | repeated(said)
        if len(said) >= 3 and tuple(said) in whole:
            again = set(range(len(said)))
        echo = _covered(said, asked) - again
        recited, echoed = recited + len(again), echoed + len(echo)
        left = [number for number in range(len(said)) if number not in again | echo]
        if _is_a_list([said[number] for number in left]):
            left = []
        own += [said[number] for number in left]
        sure += [
            said[number]
            for number in left
            if not answer.is_doubted(*speech.original(spans[number].start, spans[number].end))
        ]
        by_turn[answer.turn] = by_turn.get(answer.turn, 0) + len(left)
        seen |= _grams(said)
        whole.add(tuple(said))
    return OwnSpeech(tuple(own), tuple(sure), by_turn, recited / max(total, 1), echoed / max(total, 1))


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _RECITED]) for i in range(len(words) - _RECITED + 1)}


def _covered(words: Sequence[str], grams: set[tuple[str, ...]]) -> set[int]:
    """Places in a stretch that is in ``grams``, or that came earlier in the same words."""
    known = set(grams)
    found: set[int] = set()
    for start in range(len(words) - _RECITED + 1):
        gram = tuple(words[start : start + _RECITED])
        if gram in known:
            found.update(range(start, start + _RECITED))
        known.add(gram)
    return found


def _is_a_list(words: Sequence[str]) -> bool:
    return len(words) >= _LISTED and sum(word in FUNCTION for word in words) < _PROSE * len(words)
