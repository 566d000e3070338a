"""The amounts of a sentence: figures, scale words, shares of a whole, and how exact they are meant to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.marking.writing.figures.language import words
from engine.marking.writing.figures.mentions import Mention

Bound = Literal["exact", "about", "from", "to"]
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<money>[$£€]\s?)?(?P<number>\d{1,3}(?:[, ]\d{3})+(?![\d])|\d+(?:\.\d+)?)"
    r"\s?(?P<scale>thousands?|millions?|billions?|k\b|m\b)?"
    r"(?P<share>\s?(?:%|per ?cents?\b|percent\w*))?",
    re.IGNORECASE,
)
_SCALES = {"t": 1e3, "k": 1e3, "m": 1e6, "b": 1e9}


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` with any scale word made into noughts (``scaled``); ``share`` for a percentage or a fraction."""

    start: int
    end: int
    value: float
    share: bool
    scaled: bool
    bound: Bound
    fraction: bool = False


def amounts(text: str, named: Sequence[Mention]) -> list[Amount]:
    """Every amount of ``text`` that is not part of a name, a year, or a count of something else."""
    found: list[Amount] = []
    for each in _NUMBER.finditer(text):
        start, end = each.start(), each.end() - (len(each.group()) - len(each.group().rstrip()))
        if any(start < name.end and name.start < end for name in named):
            continue
        share = bool(each["share"])
        if not share and not each["scale"] and words("grammar")["not_data"].search(text[end:]):
            continue
        scale = _SCALES[each["scale"][0].lower()] if each["scale"] else 1.0
        value = float(re.sub(r"[, ]", "", each["number"])) * scale
        found.append(Amount(start, end, value, share, bool(each["scale"]), _bound(text, start)))
    for percent, pattern in words("fractions").items():
        for each in pattern.finditer(text):
            if not any(each.start() < other.end and other.start < each.end() for other in found):
                bound = _bound(text, each.start())
                found.append(
                    Amount(
                        each.start(),
                        each.end(),
                        float(percent),
                        share=True,
                        scaled=False,
                        bound="about" if bound == "exact" else bound,
                        fraction=True,
                    )
                )
    return _shares_in_a_row(sorted(found, key=lambda each: each.start), text)


def number_spans(text: str) -> list[tuple[int, int]]:
    """Where the figures of ``text`` are, years too, without scale words and units."""
    return [each.span("number") for each in _NUMBER.finditer(text)]


def _bound(text: str, start: int) -> Bound:
    before = text[max(0, start - 24) : start]
    bounds: tuple[Bound, ...] = ("from", "to", "about")
    for bound in bounds:
        if words("bounds")[bound].search(before):
            return bound
    return "exact"


def _shares_in_a_row(found: list[Amount], text: str) -> list[Amount]:
    """``from 86 to 31 %`` and ``12 and 5 percent`` are two shares."""
    out = list(found)
    for place in range(len(out) - 2, -1, -1):
        here, after = out[place], out[place + 1]
        if (
            after.share
            and not after.fraction
            and not here.share
            and not here.scaled
            and re.fullmatch(r"\s?(?:to|and|or|,|-|–)\s?", text[here.end : after.start])
        ):
            out[place] = Amount(here.start, here.end, here.value, share=True, scaled=False, bound=here.bound)
    return out


def fits(amount: Amount, value: float, scale: float, slack: float) -> bool:
    """Whether an amount tells ``value``; a scale that the visual names may be left out."""
    units = {scale} if amount.scaled else {scale, 1.0}
    return any(_fits(amount, value * unit, slack * unit) for unit in units)


def _fits(amount: Amount, value: float, slack: float) -> bool:
    near = max(slack, 0.011 * abs(value))
    wide = max(2 * slack, 0.1 * abs(value)) if not amount.fraction else max(slack, 4.0)
    match amount.bound:
        case "exact":
            return abs(amount.value - value) <= near
        case "about":
            return abs(amount.value - value) <= wide
        case "from":
            return amount.value - near <= value <= amount.value * 1.25 + wide
        case "to":
            return amount.value * 0.8 - wide <= value <= amount.value + near
