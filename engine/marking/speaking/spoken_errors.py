"""Errors of grammar and word choice that can be heard: the writing checkers without what only the eye sees.

Spelling, capitals and punctuation are the recogniser's; words that sound alike are nobody's mistake; a word that the
recogniser doubts is none either, and neither is what stands beside a hesitation that was taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.marking import grammar
from engine.marking.corrections import corrections
from engine.marking.lint import Lint
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.clean_speech import CleanSpeech
from engine.marking.speaking.spoken_slips import spoken_slips

_HEARD = frozenset({"Grammar", "Agreement", "Usage", "WordChoice", "Miscellaneous", "Nonstandard", "Collocation"})
_ALIKE = (
    {"its", "it's"}, {"there", "their", "they're"}, {"then", "than"}, {"to", "too", "two"}, {"your", "you're"},
    {"whose", "who's"}, {"affect", "effect"}, {"passed", "past"}, {"weather", "whether"}, {"of", "have", "'ve"},
    {"lose", "loose"}, {"were", "we're"}, {"an", "and", "in"}, {"everyday", "every"}, {"advice", "advise"},
    {"practice", "practise"}, {"quiet", "quite"}, {"who", "whom"}, {"less", "fewer"},
)  # fmt: skip
"""Words that a recogniser may write for each other, and two pairs that every good speaker mixes."""
_WORDS = re.compile(r"[\w'’]+")
_CHOICE = frozenset({"Collocation", "WordChoice"})


_TRIES = 3


@dataclass(frozen=True, slots=True)
class SpokenError:
    """``said[start:end]`` of an answer should be ``better`` (``None``: there is no single better form); ``why`` says why.

    ``choice``: it is a wrong word rather than wrong grammar.
    """

    start: int
    end: int
    better: str | None
    why: str
    choice: bool


def spoken_errors(answer: Answer, speech: CleanSpeech) -> tuple[SpokenError, ...]:
    """What the checkers are sure of in one answer, in order; ``speech`` is the answer, cleaned."""
    kept: list[SpokenError] = []
    for each in _found(speech.text):
        start, end = speech.original(each.start, each.end)
        if not answer.is_doubted(start, end):
            kept.append(SpokenError(start, end, each.better, each.why, each.choice))
    return tuple(kept)


def mended(text: str) -> str | None:
    """Clean speech with every sure error put right; ``None`` where one is left for which no better form is sure."""
    for _ in range(_TRIES):
        wrong = _found(text)
        if not wrong:
            return text
        if any(each.better is None for each in wrong):
            return None
        for each in reversed(wrong):
            text = text[: each.start] + (each.better or "") + text[each.end :]
    return None


def _found(text: str) -> list[SpokenError]:
    ours = spoken_slips(text)
    others = (lint for lint in grammar.check(text) if lint.kind in _HEARD)
    lints = [*ours, *(lint for lint in others if all(lint.end <= o.start or o.end <= lint.start for o in ours))]
    return sorted(_errors(text, lints), key=lambda each: each.start)


def _errors(text: str, lints: list[Lint]) -> Iterator[SpokenError]:
    kinds = {(lint.start, lint.end): lint.kind for lint in lints}
    for each in corrections(text, lints):
        if not _sounds_alike(each.original, each.replacement):
            kind = next((kind for (start, end), kind in kinds.items() if each.start <= start and end <= each.end), "")
            yield SpokenError(each.start, each.end, each.replacement, each.message, kind in _CHOICE)
    for lint in lints:
        if lint.rule.startswith("Slip") and not lint.replacements and text[lint.start : lint.end].strip():
            yield SpokenError(lint.start, lint.end, None, lint.message, lint.kind in _CHOICE)


def _sounds_alike(one: str, other: str) -> bool:
    said, better = _WORDS.findall(one.lower().replace("’", "'")), _WORDS.findall(other.lower().replace("’", "'"))
    if "".join(said).replace("'", "") == "".join(better).replace("'", ""):
        return True
    if len(said) != len(better):
        return False
    changed = [{before, after} for before, after in zip(said, better, strict=True) if before != after]
    return all(any(pair <= alike for alike in _ALIKE) for pair in changed)
