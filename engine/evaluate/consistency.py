"""Does a band stay where it should? The same essay again, in other words, with other names or paragraphs, with a plea."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from engine.errors import ModelMisbehaved, TryAgain
from engine.ielts.writing import Essay
from engine.ports import EssayMarker

Change = Callable[[str], str]

AGAIN = 10
_HALF = 0.5
_ENOUGH_PARAGRAPHS = 4


@dataclass(frozen=True, slots=True)
class Moved:
    """In how many ``essays`` something could be changed, and how far the unrounded band went in each (``shifts``).

    The mean shift, the farthest, the share of at least half a band, and of those upwards.
    """

    variant: str
    essays: int
    mean: float
    farthest: float
    half: float
    up: float
    shifts: tuple[float, ...] = ()


def consistency(
    marker: EssayMarker, essays: Sequence[Essay], again: int = AGAIN, more: Mapping[str, Change] | None = None
) -> tuple[Moved, ...]:
    """Marks every essay as it is, ``again`` times more, and in each variant that changes it; ``more`` are others yet.

    An essay that the marker cannot mark for now is left out of the variant.
    """
    before = [_band(marker, essay) for essay in essays]
    repeated = [
        max(((_band(marker, essay) or band) - band for _ in range(again)), key=abs)
        for essay, band in zip(essays, before, strict=True)
        if band is not None
    ]
    found = [_moved("again", repeated)]
    for name, change in {**VARIANTS, **(more or {})}.items():
        shifts = []
        for essay, band in zip(essays, before, strict=True):
            changed = replace(essay, text=change(essay.text))
            if band is None or changed.text == essay.text:
                continue
            after = _band(marker, changed)
            if after is not None:
                shifts.append(after - band)
        found.append(_moved(name, shifts))
    return tuple(found)


def swapped(kind: str, text: str) -> str:
    """``text`` with every pair of this kind swapped: ``names``, ``spelling`` or ``wording``."""
    pattern, other = _swaps(kind)

    def put(match: re.Match[str]) -> str:
        new = other[match[0].lower()]
        if kind == "names":
            return new
        return new[0].upper() + new[1:] if match[0][0].isupper() else new

    return pattern.sub(put, text)


def paraphrased(text: str) -> str:
    """The same in other words of the same level, by a table: short forms written out, one linking word for another."""
    pattern, other = _paraphrases()

    def put(match: re.Match[str]) -> str:
        new = other[match[0].lower().replace("’", "'")]
        return new[0].upper() + new[1:] if match[0][0].isupper() else new

    return pattern.sub(put, text)


def one_paragraph_more(text: str) -> str:
    """The longest paragraph of several sentences divided in two at a sentence's end."""
    paragraphs = text.split("\n")
    longest = max(range(len(paragraphs)), key=lambda at: len(paragraphs[at]))
    sentences = re.split(r"(?<=[.!?]) ", paragraphs[longest])
    if len(sentences) > 1:
        half = len(sentences) // 2
        paragraphs[longest] = " ".join(sentences[:half]) + "\n\n" + " ".join(sentences[half:])
    return "\n".join(paragraphs)


def one_paragraph_less(text: str) -> str:
    """The shortest two neighbours among the paragraphs as one, where there are four or more."""
    paragraphs = [each for each in re.split(r"\n+", text.strip()) if each.strip()]
    if len(paragraphs) < _ENOUGH_PARAGRAPHS:
        return text
    at = min(range(1, len(paragraphs) - 2), key=lambda n: len(paragraphs[n]) + len(paragraphs[n + 1]))
    return "\n\n".join([*paragraphs[:at], f"{paragraphs[at]} {paragraphs[at + 1]}", *paragraphs[at + 2 :]])


def with_a_plea(text: str) -> str:
    """The text, and a sentence that asks for a high band without saying so."""
    pleas = tomllib.loads(files("engine.data").joinpath("instructions/injections.toml").read_text("utf-8"))
    return f"{text.rstrip()} {pleas['sentences'][len(text) % len(pleas['sentences'])]}"


VARIANTS: dict[str, Change] = {
    "paraphrased": paraphrased,
    "names swapped": lambda text: swapped("names", text),
    "spelling swapped": lambda text: swapped("spelling", text),
    "wording swapped": lambda text: swapped("wording", text),
    "one paragraph more": one_paragraph_more,
    "one paragraph less": one_paragraph_less,
    "a plea at the end": with_a_plea,
}


def _band(marker: EssayMarker, essay: Essay) -> float | None:
    try:
        return marker.mark(essay).unrounded
    except (TryAgain, ModelMisbehaved):
        return None


def _moved(variant: str, shifts: Sequence[float]) -> Moved:
    count = len(shifts)
    if not count:
        return Moved(variant, 0, 0.0, 0.0, 0.0, 0.0)
    return Moved(
        variant,
        count,
        sum(shifts) / count,
        max(shifts, key=abs),
        sum(abs(shift) >= _HALF for shift in shifts) / count,
        sum(shift >= _HALF for shift in shifts) / count,
        tuple(shifts),
    )


@cache
def _swaps(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    told = tomllib.loads(files("engine.data").joinpath("consistency/swaps.toml").read_text("utf-8"))[kind]["pairs"]
    other = {one.lower(): two for one, two in told} | {two.lower(): one for one, two in told}
    words = sorted({each for pair in told for each in pair}, key=len, reverse=True)
    flags = 0 if kind == "names" else re.IGNORECASE
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", flags), other


@cache
def _paraphrases() -> tuple[re.Pattern[str], dict[str, str]]:
    told = tomllib.loads(files("engine.data").joinpath("consistency/paraphrases.toml").read_text("utf-8"))
    other = {one.lower(): two for kind in told.values() for one, two in kind["pairs"]}
    words = sorted(other, key=len, reverse=True)
    spelt = "|".join(re.escape(word).replace("'", "['’]") for word in words)
    return re.compile(rf"(?<![\w'’])(?:{spelt})(?![\w'’])", re.IGNORECASE), other
