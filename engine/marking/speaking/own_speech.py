"""What counts as the candidate's own language: nothing recited twice, nothing said back to the examiner, no lists.

What is left out here is left out before words are counted or measured, so adding it to an answer cannot lift a band.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.ielts.text import Span, Text, tokens
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.clean_speech import CleanSpeech, repeated
from engine.marking.words.lexis import zipf
from engine.marking.words.lists import FUNCTION
from engine.marking.words.naturalness import Naturalness

_RECITED = 6
"""Words in a row that were said before, or asked: fewer come twice in anybody's speech."""
_A_SENTENCE = 3
_LISTED = 8
_LENIENCY = 2.0  # speech is less tidy than the writing that naturalness was learnt from
_PROSE = 0.17  # share of function words, as in engine.marking.writing.measures.own_words


@dataclass(frozen=True, slots=True)
class OwnSpeech:
    """What counts, and how much does not.

    ``words`` are the candidate's own, in order, in lower case, as far as they are words at all; ``sure`` those that the
    recogniser does not doubt. ``by_turn`` counts the own words of each answer, ``texts`` has them in their sentences.
    ``recited``, ``echoed`` and ``aside`` (words in lists, at random, or in no dictionary) are shares of all, from 0 to 1.
    """

    words: tuple[str, ...]
    sure: tuple[str, ...]
    by_turn: dict[str, int]
    texts: tuple[str, ...]
    recited: float
    echoed: float
    aside: float

    @property
    def not_own(self) -> float:
        """Share of everything said that does not count."""
        return self.recited + self.echoed + self.aside


def own_speech(
    answers: Sequence[Answer],
    cleaned: Sequence[CleanSpeech],
    examiner: Iterable[str],
    naturalness: Naturalness | None = None,
) -> OwnSpeech:
    """Sort the words of the answers, each with its cleaned speech, into what counts and what does not.

    ``examiner`` is everything that was asked or shown; ``naturalness`` tells sentences from words at random.
    """
    examiner = tuple(examiner)
    asked = {gram for text in examiner for gram in _grams(tokens(text))}
    questions = {words for text in examiner for words in Text(text).sentence_words if len(words) >= _A_SENTENCE}
    seen: set[tuple[str, ...]] = set()
    whole: set[tuple[str, ...]] = set()
    own: list[str] = []
    sure: list[str] = []
    by_turn: dict[str, int] = {}
    texts: list[str] = []
    total = recited = echoed = aside = 0
    for answer, speech in zip(answers, cleaned, strict=True):
        spans = Text(speech.text).words
        said = [span.text.lower().replace("’", "'") for span in spans]
        total += len(said)
        again = _covered(said, seen) | repeated(said)
        if len(said) >= _A_SENTENCE and tuple(said) in whole:
            again = set(range(len(said)))
        echo = (_covered(said, asked) | _whole(said, questions)) - again
        recited, echoed = recited + len(again), echoed + len(echo)
        left = [number for number in range(len(said)) if number not in again | echo and zipf(said[number]) > 0]
        if not _is_speech([said[number] for number in left], naturalness):
            left = []
        aside += len(said) - len(again) - len(echo) - len(left)
        own += [said[number] for number in left]
        sure += [
            said[number]
            for number in left
            if not answer.is_doubted(*speech.original(spans[number].start, spans[number].end))
        ]
        texts.append(_without(speech.text, [spans[number] for number in range(len(said)) if number not in left]))
        by_turn[answer.turn] = by_turn.get(answer.turn, 0) + len(left)
        seen |= _grams(said)
        whole.add(tuple(said))
    return OwnSpeech(
        tuple(own),
        tuple(sure),
        by_turn,
        tuple(texts),
        recited / max(total, 1),
        echoed / max(total, 1),
        aside / max(total, 1),
    )


def _without(text: str, words: Sequence[Span]) -> str:
    pieces, at = [], 0
    for word in words:
        pieces.append(text[at : word.start])
        at = word.end
    return "".join([*pieces, text[at:]])


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


def _whole(words: Sequence[str], sentences: Iterable[tuple[str, ...]]) -> set[int]:
    """Places of whole sentences of the examiner's, which may be shorter than a stretch that counts as recited."""
    found: set[int] = set()
    for sentence in sentences:
        for start in range(len(words) - len(sentence) + 1):
            if tuple(words[start : start + len(sentence)]) == sentence:
                found.update(range(start, start + len(sentence)))
    return found


def _is_speech(words: Sequence[str], naturalness: Naturalness | None) -> bool:
    """Not words in a list or at random; a few get the benefit of the doubt."""
    if len(words) < _LISTED:
        return True
    listed = sum(word in FUNCTION for word in words) < _PROSE * len(words)
    return not listed and (naturalness is None or naturalness.is_prose(words, _LENIENCY))
