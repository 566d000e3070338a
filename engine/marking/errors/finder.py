"""The error finder: a text in, its errors out, each with a place, a kind, a mend where one is sure, and a probability."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from engine.marking.errors import harper
from engine.marking.errors.checkers import checkers_find
from engine.marking.errors.density import Density
from engine.marking.errors.edits import Mend, applied
from engine.marking.errors.error import Error, Kind, Level, Reading, ReadWord
from engine.marking.errors.found import Found
from engine.marking.errors.kinds import named
from engine.marking.errors.levels import Levels, shipped_levels
from engine.marking.errors.lint import Lint
from engine.marking.errors.mended_sentence import MendedSentence
from engine.marking.errors.one_list import likely_mends_of, mends_of, one_list
from engine.marking.errors.tagger import SHIPPED, Tagged, Tagger
from engine.marking.errors.tagging import excused, read_words, tagger_finds
from engine.marking.errors.words import Word, sentences_of

_ROUNDS = 2
# Texts: an essay is read for its bands, for its report and for its mended version. Of a Speaking test some seventy are
# read, some of them twice, and all of them again where one answer's words come later. At most some 20 MB.
_REMEMBERED = 128
_RIGHT = 0.1  # probability of an error under which the tagger finds a word right
_SEEN = frozenset({Kind.SPELLING, Kind.PUNCTUATION})  # kinds that need no understanding of the sentence
_NEW_ERROR = 0.5  # a mend whose words are read as wrong with this probability mends nothing


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    """Words and what the tagger says of them."""

    words: tuple[Word, ...]
    tagged: Tagged


class ErrorFinder:
    """Reads English texts of learners. May be called from several threads; each call has the machine to itself."""

    def __init__(self, tagger: Tagger, levels: Levels) -> None:
        self._tagger = tagger
        self._levels = levels
        self._one_at_a_time = threading.Lock()
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_anew)

    @classmethod
    def load(cls, folder: Path = SHIPPED, threads: int = 1) -> ErrorFinder:
        """The finder with the weights of ``folder``.

        Raises:
            OperatorMistake: they are missing or damaged.
        """
        return cls(Tagger.load(folder, threads), shipped_levels())

    def read(self, text: str) -> Reading:
        """Everything that is wrong in ``text``, as far as it can be told, and every word of it."""
        with self._one_at_a_time:
            return self._read(text)

    def mend(self, text: str) -> str:
        """The clean version: ``text`` with each error put right for which that is likely, read and mended once more."""
        for _ in range(_ROUNDS):
            mends = self._likely(text)
            if not mends:
                break
            text = applied(text, mends)
        return text

    def _likely(self, text: str) -> list[Mend]:
        """Every mend that is likelier right than not; what is guessed is read again too."""
        reading = self.read(text)
        mends = likely_mends_of(reading.errors)
        if all(each.guess is None for each in reading.errors):
            return mends
        with self._one_at_a_time:
            failed = self._failed(text, sentences_of(text), reading.errors, mends, _misspelt(reading.lints))
        return [each for each in mends if each.start not in failed]

    def proposals(self, text: str) -> list[Found]:
        """All that the three sources find, each with its probability, before anything is left out."""
        with self._one_at_a_time:
            lints = harper.check(text)
            misspelt = _misspelt(lints)
            return self._proposals(text, lints, self._sentences(text, misspelt), misspelt)

    def _read_anew(self, text: str) -> Reading:
        lints = harper.check(text)
        misspelt = _misspelt(lints)
        sentences = self._sentences(text, misspelt)
        found = self._proposals(text, lints, sentences, misspelt)
        errors = tuple(named(text, each) for each in self._verified(text, sentences, self._list(found), misspelt))
        tokens = sum(each.tagged.tokens for each in sentences)
        hidden = sum((each.tagged.hidden for each in sentences), np.zeros(self._tagger.width, np.float32))
        return Reading(text, errors, _words(sentences), lints, (hidden / max(tokens, 1)).astype(np.float32))

    def _proposals(
        self, text: str, lints: Sequence[Lint], sentences: Sequence[_Sentence], misspelt: frozenset[int]
    ) -> list[Found]:
        words = _words(sentences)
        checked = [each for each in checkers_find(text, lints) if not _contradicted(each, words)]
        expected = _Expected.of(words, checked)
        return [*checked, *self._tagger_finds(text, sentences, expected, misspelt, mends_of(self._list(checked)))]

    def _list(self, found: Iterable[Found]) -> list[Error]:
        return one_list(found, self._levels)

    def _sentences(self, text: str, misspelt: frozenset[int]) -> list[_Sentence]:
        words = sentences_of(text)
        read = self._tagger.read([[word.text for word in sentence] for sentence in words])
        return [_Sentence(each, excused(each, tagged, misspelt)) for each, tagged in zip(words, read, strict=True)]

    def _tagger_finds(
        self,
        text: str,
        sentences: Sequence[_Sentence],
        expected: _Expected,
        misspelt: frozenset[int],
        sure: Sequence[Mend],
    ) -> Iterable[Found]:
        """What the tagger finds where the checkers' sure mends are made, believed as far as the whole text allows."""
        again = self._mended(text, [each.words for each in sentences], sure, misspelt)
        for number, sentence in enumerate(sentences):
            if (mended := again.get(number)) is None:
                found = list(tagger_finds(text, sentence.words, sentence.tagged, self._tagger.edits))
            else:
                found = list(_brought_back(mended, self._tagger.edits))
            for each in found:
                yield replace(each, probability=expected.believed(each))

    def _mended(
        self, text: str, sentences: Sequence[tuple[Word, ...]], mends: Sequence[Mend], misspelt: frozenset[int]
    ) -> dict[int, _Mended]:
        """By number, every sentence that the mends change, as it is read when they are made."""
        changed = [
            (number, mended)
            for number, words in enumerate(sentences)
            if (mended := MendedSentence.of(text, words, mends)) is not None
        ]
        read = self._tagger.read([[word.text for word in mended.words] for _, mended in changed])
        return {
            number: _Mended(mended, excused(mended.words, tagged, mended.forward(misspelt)))
            for (number, mended), tagged in zip(changed, read, strict=True)
        }

    def _verified(
        self, text: str, sentences: Sequence[_Sentence], errors: Sequence[Error], misspelt: frozenset[int]
    ) -> tuple[Error, ...]:
        """The same errors, but no mend that makes a new one: every mended sentence is read again."""
        words = [each.words for each in sentences]
        failed = self._failed(text, words, errors, mends_of(errors), misspelt)
        return tuple(
            replace(each, level=Level.DOUBTFUL, replacement=None) if each.start in failed else each for each in errors
        )

    def _failed(
        self,
        text: str,
        sentences: Sequence[tuple[Word, ...]],
        errors: Sequence[Error],
        mends: Sequence[Mend],
        misspelt: frozenset[int],
    ) -> set[int]:
        """Where mends of ``errors`` begin that make new ones."""
        probabilities = {each.start: each.probability for each in errors if each.kind is not Kind.SPELLING}
        failed: set[int] = set()
        for mended in self._mended(text, sentences, mends, misspelt).values():
            failed |= mended.failures(probabilities)
        return failed


def _misspelt(lints: Iterable[Lint]) -> frozenset[int]:
    """Where words begin that harper's dictionary does not have."""
    return frozenset(lint.start for lint in lints if lint.kind == "Spelling")


def _contradicted(found: Found, words: Sequence[ReadWord]) -> bool:
    """Whether harper takes for a wrong word what the tagger, who has read the sentence, finds right."""
    if found.source != "harper" or found.kind in _SEEN:
        return False
    return all(word.probability < _RIGHT for word in words if word.start < found.end and found.start < word.end)


def _words(sentences: Iterable[_Sentence]) -> tuple[ReadWord, ...]:
    return tuple(word for each in sentences for word in read_words(each.words, each.tagged))


@dataclass(frozen=True, slots=True)
class _Mended:
    """A mended sentence and what the tagger says of it."""

    sentence: MendedSentence
    tagged: Tagged

    def failures(self, probabilities: Mapping[int, float]) -> set[int]:
        """Where mends begin whose own words are read as wrong, more surely than what they mended.

        Of what ``probabilities`` does not have, none fails: a word in place of none makes nothing worse.
        """
        wrong = (1 - self.tagged.kinds[:, 0]).tolist()
        failed = set()
        for mend, change in zip(self.sentence.mends, self.sentence.changes, strict=True):
            new = [
                probability
                for word, probability in zip(self.sentence.words, wrong, strict=True)
                if word.start < change.new[1] and change.new[0] < word.end
            ]
            if max(new, default=0.0) > max(_NEW_ERROR, probabilities.get(mend.start, 1.0)):
                failed.add(mend.start)
        return failed


def _brought_back(mended: _Mended, edits: Sequence[str]) -> Iterable[Found]:
    """What is found in a mended sentence, with places in the text, but for what the mends themselves put there."""
    sentence = mended.sentence
    for each in tagger_finds(sentence.text, sentence.words, mended.tagged, edits):
        if (place := sentence.back(each.start, each.end)) is not None:
            yield replace(each, start=place[0], end=place[1])


@dataclass(frozen=True, slots=True)
class _Expected:
    """How likely each word of a text is wrong, by whoever is surest of it."""

    words: tuple[ReadWord, ...]
    probabilities: tuple[float, ...]
    density: Density

    @classmethod
    def of(cls, words: tuple[ReadWord, ...], checked: Sequence[Found]) -> _Expected:
        surest = tuple(
            max([word.probability, *(f.probability for f in checked if f.start < word.end and word.start < f.end)])
            for word in words
        )
        return cls(words, surest, Density(sum(surest), len(surest)))

    def believed(self, found: Found) -> float:
        """The probability of what was found, given how much is wrong in the rest of the text."""
        own = [
            probability
            for word, probability in zip(self.words, self.probabilities, strict=True)
            if word.start < found.end and found.start < word.end
        ]
        return self.density.believed(found.probability, sum(own), len(own))


@cache
def shipped() -> ErrorFinder:
    """The finder that comes with Bandmate, loaded once a process.

    Raises:
        OperatorMistake: its weights are missing or damaged.
    """
    return ErrorFinder.load()
