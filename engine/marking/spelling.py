"""Which word was meant: a noisy channel over a checker's candidates and over the slips that learners make most.

P(wrong | right) falls tenfold with each edit, less for a letter doubled or not and for an apostrophe left out; P(right)
is the frequency of the word (Kernighan, Church and Gale 1990, with one cost for all edits of a kind).
"""

from __future__ import annotations

import re

from engine.marking.measures.lexis import zipf

_CLEARLY_COMMONER = 0.5  # Zipf: three times as frequent as the next candidate at the same distance
_NOT_RARER = 1.0  # Zipf: a word that people write nearly as often as the candidate is no slip
_KNOWN = 2.8  # Zipf: a little under once in a million words
_KNOWN_IF_DOUBLED = 2.5
_SHORT = 4  # letters: among short words too many are neighbours
_MISSPELT = {
    "becouse": "because", "becous": "because", "becuse": "because", "becaus": "because", "fourty": "forty",
    "thay": "they", "thes": "these", "wich": "which", "whitch": "which", "crims": "crimes", "alot": "a lot",
    "teh": "the", "ther": "there", "thier": "their", "evry": "every", "peaple": "people", "peopel": "people",
    "childs": "children", "childrens": "children", "nowdays": "nowadays", "nowaday": "nowadays", "tought": "thought",
    "untill": "until", "wether": "whether", "beacuse": "because", "bcz": "because", "coz": "because",
}  # fmt: skip
_VOWELS = "aeiou"
_WORDS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")


def likeliest(original: str, candidates: list[str]) -> str | None:
    """The word that was surely meant, or None where two are about as likely, or none is near.

    ``candidates`` are a spelling checker's; near ones that it left out are tried as well.
    """
    if (word := _MISSPELT.get(original.lower())) is not None:
        return word
    possible = dict.fromkeys((*candidates, *_near(original.lower(), candidates)))
    known = [word for word in possible if _is_known(original, word)]
    if not known:
        return None
    best, *others = sorted(known, key=lambda word: -_score(original, word))
    if zipf(best.lower()) < zipf(original.lower()) + _NOT_RARER:
        return None
    clear = not others or _score(original, best) - _score(original, others[0]) >= _CLEARLY_COMMONER
    near = _distance(original.lower(), best.lower()) <= max(1, (len(original) - 1) // 4)
    return best if clear and near and (not others or len(original) > _SHORT) else None


def _is_known(original: str, word: str) -> bool:
    if word[:1].lower() != original[:1].lower() or word.lower() == original.lower():
        return False
    if "'" in word and word.replace("'", "").lower() != original.lower():
        return False  # a possessive is seldom what a misspelling was meant to be
    least = _KNOWN_IF_DOUBLED if _plain(original) == _plain(word) else _KNOWN
    return all(zipf(part.lower()) > least for part in _WORDS.findall(word))


def _near(word: str, candidates: list[str]) -> list[str]:
    """Candidates that a checker leaves out: a letter doubled or not, a vowel dropped, c for s, the singular."""
    doubled = [word[:i] + word[i] + word[i:] for i in range(1, len(word))]
    single = [word[:i] + word[i + 1 :] for i in range(1, len(word) - 1) if word[i] == word[i + 1]]
    vowel = [word[:i] + letter + word[i:] for i in range(1, len(word) + 1) for letter in _VOWELS]
    swapped = [word[:i] + {"c": "s", "s": "c"}[word[i]] + word[i + 1 :] for i in range(1, len(word)) if word[i] in "cs"]
    singular = [] if word.endswith("s") else [c[:-1] for c in candidates if c.endswith("s") and c[-2:-1] not in "s'"]
    return [*doubled, *single, *vowel, *swapped, *singular]


def _score(original: str, word: str) -> float:
    wrong, right = original.lower(), word.lower()
    cheap = _plain(wrong) == _plain(right) or right.replace("'", "") == wrong
    return zipf(right) - (0.6 if cheap else 2.0) * _distance(wrong, right)


def _plain(word: str) -> str:
    """With every double letter single."""
    return re.sub(r"(.)\1", r"\1", word.lower())


def _distance(a: str, b: str) -> int:
    """Damerau-Levenshtein distance with adjacent swaps (optimal string alignment)."""
    two_ago: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        two_ago, above, row = row if i == 1 else two_ago, row, [i]
        for j, right in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, two_ago[j - 2] + 1)
            row.append(cost)
        two_ago = above
    return row[-1]
