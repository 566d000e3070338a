"""What the tagger says of a sentence, as words read and as errors found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.marking.errors.edits import Mend, carried_out, in_case_of
from engine.marking.errors.either_way import follows_several_in_one, is_list_comma
from engine.marking.errors.error import Kind, ReadWord
from engine.marking.errors.found import DROPS_A_PREPOSITION, DROPS_A_VERB, OFTENER_THAN_NOT, Found
from engine.marking.errors.inflections import tags
from engine.marking.errors.known import is_excused
from engine.marking.errors.spelling import CLEARLY, is_built, likeliest_and_lead
from engine.marking.errors.tagger import Floats, Tagged
from engine.marking.errors.words import Word
from engine.marking.words.lists import ARTICLES, AUXILIARIES, PREPOSITIONS

LEAST = 0.3
"""Probability under which nothing is looked at."""
_KINDS = tuple(Kind)
_SPELLING = 1 + _KINDS.index(Kind.SPELLING)  # in a row of the tagger's, whose first column is "no error"
_A_SENTENCE = 2  # words of letters: one alone, or figures, can be right anywhere
_TRIED, _LEAST_EDIT = 4, 0.1  # edits of one word: the first that can be carried out, and none that is unlikely
_VERBS = frozenset({"VB", "VBZ", "VBG", "VBD", "VBN"})
_NO_MEND = frozenset({"KEEP", "FLAG", "SPELL"})


def excused(words: Sequence[Word], tagged: Tagged, misspelt: frozenset[int] = frozenset()) -> Tagged:
    """The same, with no word called misspelt that is a name or a word; ``misspelt``: where a dictionary knows no word."""
    kinds = tagged.kinds.copy()
    for at, word in enumerate(words):
        if kinds[at, _SPELLING] > 0 and is_excused(words, at, in_dictionary=word.start not in misspelt):
            kinds[at, 0] += kinds[at, _SPELLING]
            kinds[at, _SPELLING] = 0
    return replace(tagged, kinds=kinds)


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
        edit, sureness, mend = _likeliest_mend(text, words, at, tagged.edits[at], edits)
        if kind is Kind.SPELLING and mend is None and (meant := likeliest_and_lead(word.text)) is not None:
            edit, sureness = "SPELL", 1.0 if meant[1] >= CLEARLY else OFTENER_THAN_NOT
            mend = Mend(word.start, word.end, in_case_of(word.text, meant[0]))
        if _is_right_after_all(words, at, kind):
            continue
        if mend is None:
            yield Found(word.start, word.end, kind, None, probability, 0.0, "tagger")
        else:
            yield Found(mend.start, mend.end, kind, mend.replacement, probability, sureness, "tagger", edit)


def _is_right_after_all(words: Sequence[Word], at: int, kind: Kind) -> bool:
    """Whether word ``at`` is right in a way that the tagger has not learnt."""
    if kind is Kind.PUNCTUATION:
        return is_list_comma(words, at)
    if kind is Kind.SPELLING:
        return is_built(words[at].text)
    return follows_several_in_one(words, at, kind)


def _likeliest_mend(
    text: str, words: Sequence[Word], at: int, row: Floats, edits: Sequence[str]
) -> tuple[str, float, Mend | None]:
    """The likeliest edit that can be carried out: what it does, its probability and the mend."""
    for edit in (-row[1:]).argsort(kind="stable")[:_TRIED] + 1:
        if row[edit] < _LEAST_EDIT:
            break
        mend = None if edits[edit] in _NO_MEND else carried_out(edits[edit], text, words, at)
        if mend is not None:
            return _what_it_does(edits[edit], word=words[at].text.lower()), float(row[edit]), mend
    return "", 0.0, None


def _what_it_does(edit: str, word: str) -> str:
    """Its name, and of a word that is left out which sort it is: an article is missed less than a verb."""
    name = edit.partition("_")[0]
    if edit == "INS_,":
        return "COMMA"
    if name != "DELETE" or word in ARTICLES:
        return name
    if not word[0].isalnum():
        return "DELETE_MARK"
    if word in PREPOSITIONS:
        return DROPS_A_PREPOSITION
    return DROPS_A_VERB if word in AUXILIARIES or tags(word) & _VERBS else "DELETE_WORD"
