"""Which word was meant: a noisy channel over the words in use (Kernighan, Church and Gale 1990).

score(right) = 0.45 Zipf(right) - cost(written, right), where the cost is a weighted edit distance in which what learners
get wrong by ear is cheap: a vowel for another, a letter doubled or not, a silent h or e, two letters swapped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache

from engine.marking.errors.inflections import lemmas, verb_form
from engine.marking.words.lexis import zipf

CLEARLY = 0.1
"""Lead in score over the next candidate with which a word was surely meant."""
_FREQUENCY = 0.45  # what one Zipf (ten times as frequent) is worth in edits
_IN_USE = 2.6  # Zipf: rarer words are proposed only where a checker's dictionary proposes them
_VOCABULARY = 60_000
_OFTEN = 4.6  # Zipf: two words run together are two frequent ones
_RUN_TOGETHER = 1.1  # edits that a missing space costs
_MOVED = 1.0  # edits that a letter two places off costs
_REGULAR = 0.3  # edits that a regular past of an irregular verb costs
_GLUED = frozenset({"a", "all", "any", "as", "at", "each", "every", "in", "no", "of", "some", "to", "up"})
"""What learners write as one with the next word; other words together are oftener one that is misspelt."""
_KNOWN = 3.0  # Zipf: a word of learners' reading
_NEAREST = 80
_LIKELY = -0.3  # score under which no word is near enough to have been meant
_SURELY = 0.3  # score from which on a word is sure to have been meant, if it leads
_PLURAL = 0.6  # edits that an s at the end costs: it is heard, and says that there are several
_NOT_RARER = 1.0  # Zipf: a word that people write nearly as often as the candidate is no slip
_VOWELS = frozenset("aeiouy")
_SILENT = frozenset("aeiouh")
_ALIKE = frozenset(frozenset(pair) for pair in ("cs", "ck", "sz", "fv", "bp", "dt", "gj", "mn", "lr", "wv"))
_BEFORE = ("anti", "cyber", "de", "eco", "inter", "micro", "multi", "non", "over", "pre", "under")
_A_STEM = 5  # letters: what is left of a shorter word is met by chance
_FIRST = 0.5  # the first letter is seldom wrong
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")


def meant(written: str, checker: Iterable[str] = ()) -> tuple[tuple[str, float], ...]:
    """Words that may have been meant by a misspelt one, in lower case, each with its score, the likeliest first.

    ``checker`` are a spelling checker's own candidates, which may be rarer than those that are tried here.
    """
    word = written.lower()
    if word.endswith("'s") and zipf(word[:-2]) >= _IN_USE:
        return ()  # the word is right; what is wrong is its ending
    possible = {*_near(word), *(each.lower() for each in checker if _is_one_word(each) and zipf(each.lower()) > 1)}
    scores = {
        each: _FREQUENCY * zipf(each) - _cost(word, each) - _PLURAL * _loses_its_s(word, each)
        for each in possible
        if each != word
    }
    scores.update(_two_words(word, [each for each in possible if each != word]))
    if (past := _irregular(word)) is not None:
        scores[past] = _FREQUENCY * zipf(past) - _REGULAR
    return tuple(sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:5])


def _loses_its_s(word: str, candidate: str) -> bool:
    """Whether a plural would become another word's singular; that of its own is no misspelling at all."""
    return word.endswith("s") and not word.endswith("ss") and not candidate.endswith("s") and candidate != word[:-1]


def is_built(word: str) -> bool:
    """Whether a word that no dictionary has is a known noun or verb with something before it (``destress``)."""
    lower = word.lower()
    stems = (lower.removeprefix(each) for each in _BEFORE if lower.startswith(each))
    return any(len(stem) >= _A_STEM and zipf(stem) >= _KNOWN and lemmas(stem) for stem in stems)


def _is_one_word(candidate: str) -> bool:
    return "'s" not in candidate and " " not in candidate


def likeliest(written: str, checker: Iterable[str] = ()) -> str | None:
    """The word that was surely meant, or None where none is near, or two are about as likely."""
    nearest = likeliest_and_lead(written, checker)
    return nearest[0] if nearest is not None and nearest[1] >= CLEARLY else None


def likeliest_and_lead(written: str, checker: Iterable[str] = ()) -> tuple[str, float] | None:
    """The word that was likeliest meant and its lead in score over the next; None where none is near enough.

    A word that is far from what was written, and near only beside all others, leads by nothing.
    """
    candidates = meant(written, checker)
    if not candidates or candidates[0][1] < _LIKELY:
        return None
    if zipf(candidates[0][0]) < zipf(written.lower()) + _NOT_RARER:
        return None
    (word, score), *others = candidates
    if score < _SURELY:
        return word, 0.0
    return word, score - others[0][1] if others else CLEARLY


def _near(word: str) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    farthest = 1 if len(word) <= 3 else 2 if len(word) <= 7 else 3
    found = process.extract(word, _words_in_use(), scorer=OSA.distance, score_cutoff=farthest, limit=_NEAREST)
    return [str(each[0]) for each in found]


@cache
def _words_in_use() -> tuple[str, ...]:
    """The most frequent first, so that among equally near words the frequent ones are kept."""
    from wordfreq import top_n_list

    words = [
        word for word in top_n_list("en", _VOCABULARY) if _ENGLISH.fullmatch(word) and (len(word) > 1 or word in "ai")
    ]
    # The list is in the order of frequency, and to ask how frequent each is would take half a second.
    return tuple(words[: bisect_right(words, -_IN_USE, key=lambda word: -zipf(word))])


def _two_words(word: str, others: Iterable[str]) -> dict[str, float]:
    """The word as two that were run together; ``others`` are what else may have been meant."""
    from rapidfuzz.distance import OSA

    one_letter_off = any(
        each[:1] == word[:1] and zipf(each) >= _KNOWN and OSA.distance(word, each) == 1 for each in others
    )
    parts = ((word[:at], word[at:]) for at in range(1, len(word)))
    return {
        f"{left} {right}": _FREQUENCY * min(zipf(left), zipf(right)) - _RUN_TOGETHER
        for left, right in parts
        if (len(left) > 1 or left in "ai") and len(right) > 1 and min(zipf(left), zipf(right)) > _OFTEN
        if left in _GLUED or not one_letter_off
    }


def _irregular(word: str) -> str | None:
    """The past of an irregular verb that was made with -ed (``choosed``, ``teached``, ``putted``)."""
    if not word.endswith("ed") or lemmas(word):
        return None
    stems = (word[:-2], word[:-1], word[:-3])
    past = next((form for stem in stems if (form := verb_form(stem, "VBD")) is not None), None)
    return None if past is None or past.endswith("ed") else past


@lru_cache(maxsize=20_000)
def _cost(wrong: str, right: str) -> float:
    """Weighted edits from ``wrong`` to ``right``, with adjacent swaps (optimal string alignment)."""
    two_ago: list[float] = []
    three_ago: list[float] = []
    row = [0.0]
    for j, letter in enumerate(right):
        row.append(row[-1] + _put_in(right, j, letter))
    for i, left in enumerate(wrong, 1):
        above = row
        row = [above[0] + _put_in(wrong, i - 1, left)]
        for j, letter in enumerate(right, 1):
            cost = min(
                above[j - 1] + _instead(left, letter, first=i == j == 1),
                above[j] + _put_in(wrong, i - 1, left, first=False),
                row[j - 1] + _put_in(right, j - 1, letter, first=False),
            )
            if i > 1 and j > 1 and left != letter and left == right[j - 2] and wrong[i - 2] == letter:
                cost = min(cost, two_ago[j - 2] + 0.7)
            if i > 2 and j > 2 and _is_moved(wrong[i - 3 : i], right[j - 3 : j]):
                cost = min(cost, three_ago[j - 3] + _MOVED)
            row.append(cost)
        three_ago, two_ago = two_ago, above
    return row[-1]


def _is_moved(three: str, letters: str) -> bool:
    """Whether one letter of three stands on the other side of the two others (``uit`` for ``itu``)."""
    return three != letters and letters in (three[1:] + three[0], three[2] + three[:2])


def _instead(one: str, other: str, *, first: bool) -> float:
    if one == other:
        return 0.0
    alike = 0.6 if one in _VOWELS and other in _VOWELS else 0.8 if frozenset((one, other)) in _ALIKE else 1.2
    return alike + first * _FIRST


def _put_in(word: str, at: int, letter: str, *, first: bool = True) -> float:
    if letter == "'":
        return 0.2
    doubled = at > 0 and word[at - 1] == letter
    return (0.5 if doubled else 0.7 if letter in _SILENT else 1.0) + (first and at == 0) * _FIRST
