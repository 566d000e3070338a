"""What is left to ask after an answer: a reason if it gave none, then an example, a consequence, a comparison, the other side."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from engine.ielts.speaking.attention.topic_words import about, fields
from engine.ielts.speaking.fact_patterns import FactKind
from engine.ielts.speaking.recollection import Fact, Recollection


class Purpose(StrEnum):
    """What a follow-up asks for."""

    REASON = "reason"
    EXAMPLE = "example"
    CONSEQUENCE = "consequence"
    COMPARISON = "comparison"
    OTHER_SIDE = "other_side"
    MORE = "more"
    AGAIN = "again"
    PROBE = "probe"


_SHOWN_BY = {
    Purpose.REASON: (
        "because", "since", "as a result of", "due to", "thanks to", "the reason", "that's why", "this is why", "so that",
        "in order to",
    ),
    Purpose.EXAMPLE: (
        "for example", "for instance", "such as", "like when", "once", "last (?:week|month|year|summer|time)", "i remember",
        "my (?:own )?(?:mother|father|brother|sister|friends?|cousin|uncle|aunt|grand(?:mother|father|parents)|neighbours?|teacher)",
    ),
    Purpose.CONSEQUENCE: (
        "which means", "leads? to", "as a result", "so (?:people|they|we|it|the|many|now)", "therefore", "consequently",
        "will (?:be|become)",
    ),
    Purpose.COMPARISON: (
        "than", "in the past", "used to", "compared", "whereas", "while", "nowadays", "older", "younger", "other countries",
        "in contrast", "when i was",
    ),
    Purpose.OTHER_SIDE: (
        "on the other hand", "however", "but", "although", "though", "some people", "it depends", "not (?:everybody|everyone|always)",
        "drawbacks?", "disadvantages?",
    ),
}  # fmt: skip
_DONE = {purpose: re.compile(rf"\b(?:{'|'.join(signs)})\b", re.IGNORECASE) for purpose, signs in _SHOWN_BY.items()}
"""How it shows in an answer that it did so already."""
_OF_THEIR_OWN = (Purpose.AGAIN, Purpose.PROBE)


def follow_up(
    answer: str | None,
    *,
    short: bool,
    used: Collection[str],
    put: Collection[Purpose],
    choice: int,
    reasoned: bool = False,
) -> tuple[Purpose, str] | None:
    """The next follow-up, whose wording was not ``used``; ``put`` are the purposes asked for so far, which come last.

    ``answer`` is ``None`` where nobody knows the words yet: then what may be asked of any answer is asked. ``reasoned``: it is a
    reason, whatever words it has.
    """
    for purpose in _order(answer, short=short, put=put, choice=choice, reasoned=reasoned):
        wording = _unused(_lines().follow_up[purpose], used, choice)
        if wording is not None:
            return purpose, wording
    return None


def _order(
    answer: str | None, *, short: bool, put: Collection[Purpose], choice: int, reasoned: bool
) -> Iterator[Purpose]:
    turned = (Purpose.EXAMPLE, Purpose.CONSEQUENCE, Purpose.COMPARISON, Purpose.OTHER_SIDE)
    turn = choice % len(turned)
    others = sorted((*turned[turn:], *turned[:turn]), key=lambda each: each in put)
    if answer is None:
        first = (Purpose.MORE,) if short else ()
        return iter((*first, *(each for each in others if each is not Purpose.CONSEQUENCE), Purpose.MORE))
    left = [each for each in others if not _DONE[each].search(answer)]
    done = [each for each in others if each not in left]
    if not reasoned and not gives_reason(answer):
        asked_why = Purpose.REASON in put
        drawn_out = (Purpose.MORE, Purpose.REASON) if short and asked_why else (Purpose.REASON,)
        return iter((*drawn_out, *left, *done, Purpose.MORE))
    return iter((Purpose.MORE, *left, *done) if short else (*left, *done, Purpose.MORE))


def gives_reason(answer: str) -> bool:
    """Whether an answer says why."""
    return bool(_DONE[Purpose.REASON].search(answer))


def left_out(answer: str) -> tuple[Purpose, ...]:
    """What an answer does not do yet, of what fits any answer: a case, what follows from it, a comparison."""
    return tuple(
        each for each in (Purpose.EXAMPLE, Purpose.CONSEQUENCE, Purpose.COMPARISON) if not _DONE[each].search(answer)
    )


def again(question: str, used: Collection[str], choice: int) -> str | None:
    """The question once more, in other words, after an answer that went astray; ``None``: often enough."""
    ways = tuple(way.format(question=question) for way in _lines().again)
    return _unused(ways, used, choice)


def probe(used: Collection[str], choice: int, *, talk: bool = False) -> str | None:
    """What nobody can have prepared for, after an answer that sounds learnt; ``talk``: it was the long turn, a while ago."""
    return _unused(_lines().probe_talk if talk else _lines().probe, used, choice)


def probes() -> tuple[str, ...]:
    """Everything that :func:`probe` may say at once."""
    return _lines().probe


def built_on_memory(
    recollection: Recollection,
    theme: str,
    *,
    recalled: Collection[Fact],
    used: Collection[str],
    choice: int,
    rules: int,
) -> tuple[str, Fact] | None:
    """A Part 3 question on the theme that refers to something said in Part 1 or 2, and the fact; ``None``: no other fact.

    What matters comes first (an experience or an opinion on the theme, a person), a place last. Nothing that was
    ``recalled`` comes again, nor anything else out of that answer or of that kind. Of two of a kind the one in the long turn comes
    first, as the discussion follows from it; by ``rules`` 2 the one that was said first did.
    """
    of_theme = set(fields(about(theme)))
    for kind, (ways, needs_theme) in _recall(rules).items():
        for fact in sorted(recollection.of(kind), key=lambda fact: (rules > 2 and fact.part != 2, fact.part)):
            told = any(fact.turn == each.turn or fact.kind is each.kind for each in recalled)
            beside_it = needs_theme and not of_theme & set(fields(about(fact.value)))
            if fact.part == 3 or told or beside_it:
                continue
            text = _unused(tuple(way.format(value=fact.addressed, theme=theme) for way in ways), used, choice)
            if text is not None:
                return text, fact
    return None


@dataclass(frozen=True, slots=True)
class _Lines:
    follow_up: Mapping[Purpose, tuple[str, ...]]
    again: tuple[str, ...]
    probe: tuple[str, ...]
    probe_talk: tuple[str, ...]


@cache
def _lines() -> _Lines:
    """What ships in ``engine/data/examiner``.

    Raises:
        KeyError: a purpose has no line. ValueError: one is unknown.
    """
    found = tomllib.loads(files("engine.data").joinpath("examiner", "lines.toml").read_text("utf-8"))
    return _Lines(
        {purpose: tuple(found["follow_up"][purpose]) for purpose in Purpose if purpose not in _OF_THEIR_OWN},
        tuple(found["again"]["other_words"]),
        tuple(found["probe"]["now"]),
        tuple(found["probe"]["talk"]),
    )


@cache
def _recall(rules: int) -> Mapping[FactKind, tuple[tuple[str, ...], bool]]:
    """Ways to refer to each kind of fact, what matters most first, and whether it must have to do with the theme."""
    name = "recall_2.toml" if rules == 2 else "lines.toml"
    found = tomllib.loads(files("engine.data").joinpath("examiner", name).read_text("utf-8"))["recall"]
    return {FactKind(each["kind"]): (tuple(each["ask"]), each.get("of_the_theme", False)) for each in found}


def _unused(wordings: tuple[str, ...], used: Collection[str], choice: int) -> str | None:
    turned = (wordings[(choice + step) % len(wordings)] for step in range(len(wordings)))
    return next((text for text in turned if text not in used), None)
