"""Where no examiner gave bands: what must be so. The same candidate with less to say, or with errors, gets no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.errors import LearnerMistake
from engine.evaluate.speaking.rater import Rater
from engine.evaluate.speaking.spoken import Said, Spoken
from engine.ielts.speaking.heard import Origin, Transcript

_ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ed|ing|(?<!s)s)\b")
_SMALL = re.compile(r"\b(?:a|an|the|is|are|was|were|has|have|had) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """Of ``pairs`` of a candidate as it was and made worse: the shares lower, the same and, which is wrong, higher.

    ``mean`` is by how much the unrounded band falls; of ``failed`` pairs one got no answer that could be used.
    """

    system: str
    worse: str
    pairs: int
    lower: float
    same: float
    higher: float
    mean: float
    failed: int


def ordered(rater: Rater, candidates: Sequence[Spoken]) -> tuple[Order, ...]:
    """Every candidate beside itself made worse in each of :data:`WORSE`; words alone are compared, without sound."""
    typed = [_changed(each, lambda text: text) for each in candidates]
    before = [band(rater, each) for each in typed]
    return tuple(_order(rater, typed, before, name) for name in WORSE)


def _order(rater: Rater, typed: Sequence[Spoken], before: Sequence[float | None], worse: str) -> Order:
    pairs = [(whole, band(rater, _changed(each, WORSE[worse]))) for each, whole in zip(typed, before, strict=True)]
    falls = [whole - less for whole, less in pairs if whole is not None and less is not None]
    count = max(len(falls), 1)
    return Order(
        rater.name,
        worse,
        len(falls),
        sum(fall > 0 for fall in falls) / count,
        sum(fall == 0 for fall in falls) / count,
        sum(fall < 0 for fall in falls) / count,
        sum(falls) / count,
        len(pairs) - len(falls),
    )


def band(rater: Rater, spoken: Spoken) -> float | None:
    """The unrounded band, 0 where too little was said for any; ``None``: no answer that could be used."""
    try:
        rated = rater.rate(spoken)
    except LearnerMistake:
        return 0.0
    return None if rated is None else rated.overall


def half(text: str) -> str:
    """The first half of the words."""
    words = text.split()
    return " ".join(words[: max(len(words) // 2, 1)])


def without_grammar(text: str) -> str:
    """Without endings, articles and auxiliaries: what learners leave out first."""
    return _ENDINGS.sub("", _SMALL.sub("", text)).strip() or text


WORSE: Mapping[str, Callable[[str], str]] = {"half of each answer": half, "without grammar": without_grammar}


def _changed(spoken: Spoken, change: Callable[[str], str]) -> Spoken:
    one, two, three = (
        tuple(Said(Transcript(change(said.transcript.text), None, Origin.TYPED)) for said in part)
        for part in spoken.parts
    )
    return replace(spoken, parts=(one, two, three))
