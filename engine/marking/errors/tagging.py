"""What the tagger says of a sentence, as words read and as errors found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.marking.errors.edits import carried_out
from engine.marking.errors.error import Kind, ReadWord
from engine.marking.errors.found import Found
from engine.marking.errors.known import is_excused
from engine.marking.errors.tagger import Tagged
from engine.marking.errors.words import Word

LEAST = 0.3
"""Probability under which nothing is looked at."""
_KINDS = tuple(Kind)
_SPELLING = 1 + _KINDS.index(Kind.SPELLING)  # in a row of the tagger's, whose first column is "no error"
_A_SENTENCE = 2  # words of letters: one alone, or figures, can be right anywhere
_NO_MEND = frozenset({"KEEP", "FLAG", "SPELL"})


def excused(words: Sequence[Word], tagged: Tagged, misspelt: frozenset[int] = frozenset()) -> Tagged:
    """The same, with no word called misspelt that is a name or a word; ``misspelt``: where a dictionary knows no word."""
    for at, word in enumerate(words):
        if tagged.kinds[at, _SPELLING] > 0 and is_excused(words, at, in_dictionary=word.start not in misspelt):
            tagged.kinds[at, 0] += tagged.kinds[at, _SPELLING]
            tagged.kinds[at, _SPELLING] = 0
    return tagged


def read_words(words: Sequence[Word], tagged: Tagged) -> Iterator[ReadWord]:
    """Each word with its probabilities, as the finder hands them out."""
    for word, row in zip(words, tagged.kinds.tolist(), strict=True):
        yield ReadWord(word.start, word.end, 1 - row[0], tuple(row[1:]))


def tagger_finds(text: str, words: Sequence[Word], tagged: Tagged, edits: Sequence[str]) -> Iterator[Found]:
    """Every word that is likelier wrong than :data:`LEAST`, with its likeliest edit where one can be carried out."""
    if sum(word.text[0].isalpha() for word in words) < _A_SENTENCE:
        return
    for at, word in enumerate(words):
        probability = float(1 - tagged.kinds[at, 0])
        if probability < LEAST:
            continue
        kind = _KINDS[int(tagged.kinds[at, 1:].argmax())]
        edit = 1 + int(tagged.edits[at, 1:].argmax())
        mend = None if edits[edit] in _NO_MEND else carried_out(edits[edit], text, words, at)
        if mend is None:
            yield Found(word.start, word.end, kind, None, probability, 0.0, "tagger")
        else:
            sureness = float(tagged.edits[at, edit])
            yield Found(mend.start, mend.end, kind, mend.replacement, probability, sureness, "tagger")
