"""Fillers, repetitions and self-corrections in the words of an answer.

Disfluencies are found in their usual form: what is given up, perhaps a filler or an editing term, then the repair
(Levelt 1983; Shriberg 1994). Doublings that are good English ("very very", "that that", "no no") are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.ielts.speaking.heard import Span, Word
from engine.marking.speaking.sound.inflections import same_verb_or_noun

FILLERS = frozenset("um umm uhm em erm er err uh uhh ah ahh eh hmm hm mm mmm mhm".split())
_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*-?")
_LONGEST = 4

_DOUBLES = frozenset(
    "very really so much many more no yes yeah okay bye ha that had far long never too long-long again blah quite way"
    " big well now there come step one two".split()
)
_EDITING = (
    ("i", "mean"), ("or", "rather"), ("no", "sorry"), ("sorry", "i", "mean"), ("sorry",), ("let", "me", "rephrase"),
    ("no", "wait"), ("what", "i", "mean", "is"), ("i", "wanted", "to", "say"),
)  # fmt: skip
# Two of a class side by side are a choice that was changed: "a the", "he she", "is was".
_CLASSES = tuple(
    frozenset(words.split())
    for words in (
        "a an the", "he she it they we i", "is are was were am", "has have had", "do does did", "my his her our their",
        "this these", "can could will would should must", "in at on",
    )
)  # fmt: skip
_BOTH = frozenset("it that this these those you there here her one".split())
_OPENING = (
    frozenset(
        "and but or so because if when while as since that which who what where how than then now well also maybe perhaps yes no"
        " think thinks thought say says said know guess believe feel hope mean suppose".split()
    )
    | FILLERS
)
_FINE = {("i", "it"), ("it", "i"), ("had", "have"), ("in", "on"), ("on", "in")}


class RepairKind(StrEnum):
    """What was done to the words just said."""

    REPETITION = "repetition"
    SELF_CORRECTION = "self_correction"


@dataclass(frozen=True, slots=True)
class Filler:
    """A filled pause: a word such as "um" at ``transcript[start:end]``, or only heard (then ``start`` is ``None``)."""

    span: Span | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """``transcript[start:end]`` is what was given up and what replaced it; ``second`` is when it begins, if known."""

    kind: RepairKind
    quote: str
    start: int
    end: int
    second: float | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    plain: str
    start: int
    end: int
    ends_sentence: bool
    time: Span | None


def plain(word: str) -> str:
    """A word as it is compared: lower case, plain apostrophes, no punctuation around it."""
    return word.lower().replace("’", "'").strip(".,;:?!…—–\"“”'()[]")


def ends_and_begins(word: str, before: str | None) -> bool:
    """Whether ``word``, said twice after ``before``, may end one clause and begin the next: "if they keep it, it is not good"."""
    return word in _BOTH and before is not None and before not in _OPENING


def fillers_in(text: str, words: Sequence[Word] = ()) -> tuple[Filler, ...]:
    """The "um", "er" and "uh" of a transcript, with their times where ``words`` has them."""
    return tuple(Filler(token.time, token.start, token.end) for token in _tokens(text, words) if token.plain in FILLERS)


def repairs_in(text: str, words: Sequence[Word] = ()) -> tuple[Repair, ...]:
    """The repetitions and self-corrections of a transcript in order; a word belongs to one of them at most."""
    said = [token for token in _tokens(text, words) if token.plain not in FILLERS]
    found: list[Repair] = []
    at = 0
    while at < len(said):
        repair, used = _repair_at(said, at, text)
        if repair is not None:
            found.append(repair)
        at += used
    return tuple(found)


def _repair_at(said: list[_Token], at: int, text: str) -> tuple[Repair | None, int]:
    for kind, length in (
        (RepairKind.REPETITION, _repetition(said, at)),
        (RepairKind.SELF_CORRECTION, _correction(said, at)),
    ):
        if length:
            first, last = said[at], said[at + length - 1]
            second = first.time.start if first.time is not None else None
            repair = Repair(kind, text[first.start : last.end], first.start, last.end, second)
            # What it was repaired to may be repaired again: "I I I", "he go goes going".
            return repair, max(1, length - 1 if length <= 2 else length // 2)
    return None, 1


def _repetition(said: list[_Token], at: int) -> int:
    """Tokens from ``at`` that say one to four words twice; 0: none."""
    for n in range(_LONGEST, 0, -1):
        one, two = said[at : at + n], said[at + n : at + 2 * n]
        if len(two) < n or any(token.ends_sentence for token in one):
            continue
        same = [token.plain for token in one] == [token.plain for token in two]
        before = said[at - 1].plain if at and not said[at - 1].ends_sentence else None
        same = same and not (n == 1 and ends_and_begins(one[0].plain, before))
        if same and not (len({token.plain for token in one}) == 1 and one[0].plain in _DOUBLES):
            return 2 * n
    return 0


def _correction(said: list[_Token], at: int) -> int:
    """Tokens from ``at`` that give something up for something else; 0: none."""
    if at + 1 >= len(said) or said[at].ends_sentence:
        return 0
    one, two = said[at].plain, said[at + 1].plain
    if one.endswith("-") and len(one) > 1:
        return 2
    if one != two and (one, two) not in _FINE and any(one in kind and two in kind for kind in _CLASSES):
        return 2
    if same_verb_or_noun(one, two):
        return 2
    for term in _EDITING:
        follows = [token.plain for token in said[at + 1 : at + 1 + len(term)]]
        if len(term) > 1 and follows == list(term) and at + 1 + len(term) < len(said):
            return 2 + len(term)
    return _retrace(said, at)


def _retrace(said: list[_Token], at: int) -> int:
    """Begun again from a word just said, and changed after it: "he go he goes", "to the to a"."""
    for gap in (2, 3):
        again = said[at + gap : at + gap + 2]
        if len(again) < 2 or any(token.ends_sentence for token in said[at : at + gap]):
            continue
        first, changed = said[at + 1], again[1]
        begins_again = said[at].plain == again[0].plain and first.plain != changed.plain
        alike = same_verb_or_noun(first.plain, changed.plain) or any(
            first.plain in kind and changed.plain in kind for kind in _CLASSES
        )
        if begins_again and alike:
            return gap + 2
    return 0


def _tokens(text: str, words: Sequence[Word]) -> list[_Token]:
    """The tokens of ``text``, each with the time of the word of ``words`` that it is in."""
    times = _times(text, words)
    found = []
    for match in _TOKEN.finditer(text):
        tail = text[match.end() : match.end() + 2]
        ends = tail[:1] in {".", "?", "!"} and not tail.startswith("..")
        span = next((span for start, end, span in times if start <= match.start() < end), None)
        found.append(_Token(plain(match.group()), match.start(), match.end(), ends, span))
    return found


def _times(text: str, words: Sequence[Word]) -> list[tuple[int, int, Span]]:
    """Where each word is in the text: words come in its order, and one that is not found is passed over."""
    places, at = [], 0
    for word in words:
        written = word.text.strip()
        start = text.find(written, at) if written else -1
        if start >= 0:
            at = start + len(written)
            places.append((start, at, Span(word.start, word.end)))
    return places
