"""A clean sentence spoilt as learners spoil it, with the kind of each error and the edit that mends it.

An edit is as in :mod:`engine.marking.errors.edits`. The tables are ``engine/data/errors/corruptions.toml``.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.marking.errors.error import Kind
from engine.marking.errors.inflections import lemmas, plural, singular, tags, verb_form

_TRIES = 14  # places at which one kind of error is tried before it is given up
_SHORTEST = 4  # words: nothing is done to a shorter sentence
_MOST = 8
_RUN_ON_WITH_COMMA = 0.75
_ARTICLES = ("a", "an", "the")
_DETERMINERS = frozenset(
    "a an the this that these those his her its their my our your no any some every each another".split()
)
_MODALS = frozenset("can could should must will would may might".split())
_MAKE_FINITE_WRONG = frozenset((*_MODALS, *_DETERMINERS, "to", "not", "do", "does", "did", "of"))
_SUBJECTS = frozenset("people they we you i who which that men women children".split())
_VERBS = ("VB", "VBZ", "VBG", "VBD", "VBN")


@dataclass
class Spoilt:
    """Words, and for each the kind of error (None: right) and the edit that mends it (``KEEP``: none)."""

    words: list[str]
    kinds: list[Kind | None]
    edits: list[str]

    @classmethod
    def of(cls, words: list[str]) -> Spoilt:
        """The sentence as it is."""
        return cls(list(words), [None] * len(words), ["KEEP"] * len(words))

    def put(self, at: int, word: str, kind: Kind, edit: str) -> bool:
        """``word`` instead of what stands at ``at``; a sentence goes on to begin with a capital letter."""
        if word.lower() == self.words[at].lower() or not self.is_free(at):
            return False
        self.words[at] = word[:1].upper() + word[1:] if at == 0 and self.words[0][:1].isupper() else word
        self.kinds[at], self.edits[at] = kind, edit
        return True

    def put_in(self, at: int, word: str, kind: Kind) -> bool:
        """``word`` before ``at``, to be left out again."""
        if at == 0 or not self.is_free(at - 1):
            return False
        self.words.insert(at, word)
        self.kinds.insert(at, kind)
        self.edits.insert(at, "DELETE")
        return True

    def leave_out(self, at: int, kind: Kind, edit: str | None = None) -> bool:
        """Without the word at ``at``: the next one is where it has to be put in."""
        if at + 1 >= len(self.words) or not (self.is_free(at) and self.is_free(at + 1)):
            return False
        gone = self.words[at]
        del self.words[at], self.kinds[at], self.edits[at]
        self.kinds[at], self.edits[at] = kind, edit or f"INS_{gone.lower()}"
        if at == 0:
            self.words[0] = self.words[0][:1].upper() + self.words[0][1:]
        return True

    def is_free(self, at: int) -> bool:
        """Whether nothing was done to the word yet."""
        return at < len(self.words) and self.kinds[at] is None

    def lower(self, at: int) -> str:
        """The word at ``at`` in lower case, nothing beyond the ends."""
        return self.words[at].lower() if 0 <= at < len(self.words) else ""


Way = Callable[[Spoilt, int, random.Random], bool]


def spoil(words: list[str], rng: random.Random, clean: float = 0.25, mean: float = 2.0) -> Spoilt:
    """One sentence with as many errors as learners make: none with probability ``clean``, else about ``mean`` more than one."""
    spoilt = Spoilt.of(words)
    errors = 0 if rng.random() < clean else 1 + min(_MOST - 1, int(rng.expovariate(1 / mean)))
    ways, weights = zip(*_WAYS.items(), strict=True)
    for _ in range(errors):
        way = rng.choices(ways, weights)[0]
        for _ in range(_TRIES):
            if len(spoilt.words) < _SHORTEST:
                break
            at = rng.randrange(len(spoilt.words))
            if spoilt.is_free(at) and way(spoilt, at, rng):
                break
    return spoilt


def run_on(first: list[str], second: list[str], rng: random.Random) -> Spoilt | None:
    """Two sentences with a comma, or nothing, between them; None where they are no two plain sentences."""
    if first[-1] != "." or not second[0].isalpha():
        return None
    joint = [*first[:-1], *([","] if rng.random() < _RUN_ON_WITH_COMMA else [])]
    begins = second[0] if second[0] == "I" else second[0][:1].lower() + second[0][1:]
    spoilt = Spoilt.of([*joint, begins, *second[1:]])
    spoilt.kinds[len(joint)], spoilt.edits[len(joint)] = Kind.RUN_ON, "SPLIT"
    return spoilt


def _article(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.lower(at)
    if word in _ARTICLES:
        if rng.random() < 0.75:
            return spoilt.leave_out(at, Kind.ARTICLE)
        return spoilt.put(at, rng.choice([a for a in _ARTICLES if a != word]), Kind.ARTICLE, f"REP_{word}")
    if tags(word) & {"NN", "NNS"} and spoilt.lower(at - 1) not in _DETERMINERS and rng.random() < 0.3:
        return spoilt.put_in(at, rng.choice(["the", "the", "a"]), Kind.ARTICLE)
    return False


def _number(spoilt: Spoilt, at: int, _: random.Random) -> bool:
    word = spoilt.words[at]
    found = tags(word)
    if not word.islower() or len(word) < 3 or (found & set(_VERBS) and spoilt.lower(at - 1) not in _DETERMINERS):
        return False
    if "NN" in found and (many := plural(word)):
        return spoilt.put(at, many, Kind.NUMBER, "N_SG")
    one = singular(word) if "NNS" in found else None
    return one is not None and spoilt.put(at, one, Kind.NUMBER, "N_PL")


def _verb(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.words[at]
    tag = next((each for each in _VERBS if each in tags(word)), None)
    if tag is None or not word.islower() or len(word) < 3 or spoilt.lower(at - 1) in _DETERMINERS:
        return False
    other = verb_form(word, rng.choice(_VERBS))
    return other is not None and spoilt.put(at, other, Kind.VERB_FORM, f"V_{tag}")


def _agreement(spoilt: Spoilt, at: int, _: random.Random) -> bool:
    word, before = spoilt.lower(at), spoilt.lower(at - 1)
    if (wrong := _tables()["agreement"].get(word)) is not None:
        return spoilt.put(at, wrong, Kind.AGREEMENT, f"REP_{word}")
    found = tags(word)
    if before in _MAKE_FINITE_WRONG or not found:
        return False
    if found == {"VBZ"} and (base := verb_form(word, "VB")):
        return spoilt.put(at, base, Kind.AGREEMENT, "V_VBZ")
    several = "VB" in found and (before in _SUBJECTS or ("NNS" in tags(before) and "NN" not in found))
    third = verb_form(word, "VBZ") if several else None
    return third is not None and spoilt.put(at, third, Kind.AGREEMENT, "V_VB")


def _preposition(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word, prepositions = spoilt.lower(at), _tables()["prepositions"]
    if word in prepositions and not (word == "to" and "VB" in tags(spoilt.lower(at + 1))):
        if rng.random() < 0.35:
            return at > 0 and spoilt.leave_out(at, Kind.MISSING_WORD)
        other = rng.choice([each for each in prepositions[:14] if each != word])
        return spoilt.put(at, other, Kind.PREPOSITION, f"REP_{word}")
    stems = {lemma for lemma, _ in lemmas(spoilt.lower(at - 1))} | {spoilt.lower(at - 1)}
    if stems & set(_tables()["takes_object"]):
        return spoilt.put_in(at, rng.choice(prepositions[:10]), Kind.EXTRA_WORD)
    return False


def _form(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.words[at]
    if not word.islower() or len(word) < 5:
        return False
    made = [
        (word.removesuffix(old) + new, f"F_{new}_{old}")
        for wrong, right in _tables()["endings"]
        for old, new in ((right, wrong), (wrong, right))
        if word.endswith(old) and len(word) - len(old) > 2 and _is_word(word.removesuffix(old) + new)
    ]
    return bool(made) and spoilt.put(at, *_with_kind(rng.choice(made)))


def _with_kind(made: tuple[str, str]) -> tuple[str, Kind, str]:
    return made[0], Kind.WORD_FORM, made[1]


def _spelling(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.words[at]
    if not word.isalpha() or len(word) < 4:
        return False
    wrong = misspelt(word, rng)
    return not _is_word(wrong.lower()) and spoilt.put(at, wrong, Kind.SPELLING, "SPELL")


def misspelt(word: str, rng: random.Random) -> str:
    """``word`` with one slip inside it: by ear, a letter lost, doubled, swapped with the next, or another."""
    at, way = rng.randrange(1, len(word) - 1), rng.random()
    by_ear: list[tuple[str, str]] = [(pair[0], pair[1]) for pair in _tables()["by_ear"] if pair[0] in word[1:]]
    if way < 0.25 and by_ear:
        right, wrong = rng.choice(by_ear)
        where = word.index(right, 1)
        return word[:where] + wrong + word[where + len(right) :]
    if way < 0.45:
        return word[:at] + word[at + 1 :]
    if way < 0.6:
        return word[:at] + word[at] + word[at:]
    if way < 0.8:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice("aeiou" if word[at] in "aeiou" else "bcdfglmnprst") + word[at + 1 :]


def _confused(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.words[at] if spoilt.words[at] == "I" else spoilt.lower(at)
    wrong = _tables()["confused"].get(word)
    return wrong is not None and spoilt.put(at, rng.choice(wrong), Kind.WRONG_WORD, f"REP_{word}")


def _missing(spoilt: Spoilt, at: int, _: random.Random) -> bool:
    if spoilt.lower(at - 1) in _tables()["wants_object"] and spoilt.lower(at + 1) == "to":
        return spoilt.leave_out(at, Kind.MISSING_WORD)  # "enables us to", "helps people to"
    return at > 0 and spoilt.lower(at) in _tables()["dropped"] and spoilt.leave_out(at, Kind.MISSING_WORD)


def _extra(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.lower(at)
    if word in _MODALS:
        return at + 1 < len(spoilt.words) and spoilt.put_in(at + 1, "to", Kind.EXTRA_WORD)
    if len(word) < 6 and word.isalpha() and rng.random() < 0.3:
        return spoilt.put_in(at, word, Kind.EXTRA_WORD)
    return (
        word.isalpha() and rng.random() < 0.3 and spoilt.put_in(at, rng.choice(_tables()["inserted"]), Kind.EXTRA_WORD)
    )


def _passive(spoilt: Spoilt, at: int, _: random.Random) -> bool:
    """``consists`` becomes ``is consisted``."""
    word = spoilt.lower(at)
    tag = next((each for each in ("VBZ", "VBD", "VB") if each in tags(word)), None)
    base = verb_form(word, "VB")
    if tag is None or base not in _tables()["never_passive"] or not spoilt.is_free(at - 1) or at == 0:
        return False
    auxiliary = {"VBZ": "is", "VBD": "was", "VB": "are"}[tag]
    participle = verb_form(word, "VBN")
    if participle is None or participle == word:
        return False
    return spoilt.put(at, participle, Kind.VERB_FORM, f"V_{tag}") and spoilt.put_in(at, auxiliary, Kind.EXTRA_WORD)


def _order(spoilt: Spoilt, at: int, _: random.Random) -> bool:
    if at == 0 or at + 1 >= len(spoilt.words) or not spoilt.is_free(at + 1):
        return False
    one, other = spoilt.words[at], spoilt.words[at + 1]
    if not (one.isalpha() and other.isalpha()) or one.lower() == other.lower():
        return False
    spoilt.words[at], spoilt.words[at + 1] = other, one
    spoilt.kinds[at] = spoilt.kinds[at + 1] = Kind.ORDER
    spoilt.edits[at] = "SWAP"
    return True


def _punctuation(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    word = spoilt.words[at]
    if word == "," and at > 0:
        return spoilt.leave_out(at, Kind.PUNCTUATION)
    if word.endswith("'s") and len(word) > 3 and _is_word(word[:-2].lower()):
        return spoilt.put(at, word[:-2] + rng.choice(["", "s"]), Kind.PUNCTUATION, "POSS")
    if (
        word.lower() in {"that", "because", "of", "and", "which", "who", "is", "are", "if", "when", "to", "than"}
        and at > 2
    ):
        return spoilt.words[at - 1].isalpha() and rng.random() < 0.2 and spoilt.put_in(at, ",", Kind.PUNCTUATION)
    return False


def _figures(spoilt: Spoilt, at: int, rng: random.Random) -> bool:
    """``30%`` becomes ``30 percentage``, ``the 30%``, or loses the preposition before it, as in Task 1."""
    word = spoilt.words[at]
    if not word[:1].isdigit():
        return False
    if word.endswith("%") and rng.random() < 0.3:
        return spoilt.put_in(at, "the", Kind.ARTICLE)
    before = spoilt.lower(at - 1)
    return before in _tables()["prepositions"] and spoilt.leave_out(at - 1, Kind.MISSING_WORD)


_WAYS: dict[Way, int] = {
    _article: 24, _number: 16, _verb: 16, _agreement: 14, _preposition: 20, _form: 10, _spelling: 10, _confused: 12,
    _missing: 12, _extra: 8, _passive: 3, _order: 3, _punctuation: 10, _figures: 6,
}  # fmt: skip


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("engine.data").joinpath("errors/corruptions.toml").read_text("utf-8"))


@cache
def _vocabulary() -> Collection[str]:
    from wordfreq import top_n_list

    return frozenset(top_n_list("en", 40_000))


def _is_word(word: str) -> bool:
    return word in _vocabulary()
