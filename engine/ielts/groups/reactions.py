"""A short reaction to a member's answer: what is good, what to try, one correction. Never a band."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Better:
    """Instead of ``said`` say ``better``; ``kind`` is the kind of error."""

    said: str
    better: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """What to say of one answer, as names of sentences and the facts in them.

    ``strength`` and ``advice`` name a sentence each (``None``: none); ``words`` were written or heard, ``seconds`` of
    sound were listened to. ``gap`` is, for a word family, the sentence with its right form. ``phrase`` may be shared.
    ``heard`` are the words as a recogniser wrote them down.
    """

    strength: str | None
    advice: str | None
    words: int
    seconds: float | None = None
    fact: str = ""
    better: Better | None = None
    gap: str | None = None
    phrase: str | None = None
    heard: str | None = None


def dump_reaction(reaction: Reaction) -> str:
    """A reaction as JSON, without loss."""
    return json.dumps(asdict(reaction), ensure_ascii=False)


def load_reaction(text: str) -> Reaction:
    """The reaction that :func:`dump_reaction` wrote.

    Raises:
        ValueError: it is not one.
    """
    try:
        row = json.loads(text)
        better = row.pop("better")
        return Reaction(**row, better=None if better is None else Better(**better))
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError("not a reaction") from wrong
