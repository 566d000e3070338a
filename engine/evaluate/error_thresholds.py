"""Chooses what of the tagger's is shown, fits which of its mends are right, and writes engine/data/errors/thresholds.toml.

    python -m engine.evaluate.error_thresholds JFLEG_DEV engine/data/errors/clean.txt

For each kind by itself: shown is worth the places that a corrector changed, less those that none changed, less
``_FALSE_ALARM`` for each alarm in clean text (a sentence a line). A mend is right if it brings the sentence nearer to a
corrector's; in clean text none is. Of the mends only those count that are in places that are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engine.evaluate.jfleg import Corrected, brings_nearer, read_jfleg
from engine.evaluate.mend_rightness import fit_rightness
from engine.marking.errors.edits import Mend, applied
from engine.marking.errors.error import Kind
from engine.marking.errors.finder import ErrorFinder, shipped
from engine.marking.errors.found import Found

_FALSE_ALARM = 2.8
_GRID = [number / 100 for number in range(2, 100)]
_NEVER = 1.01


@dataclass(frozen=True, slots=True)
class _Place:
    """Something that the tagger found, and whether place and mend are right."""

    found: Found
    place: bool
    mend: bool


def choose(finder: ErrorFinder, sentences: Sequence[Corrected], clean: Sequence[str]) -> str:
    """The thresholds as TOML."""
    places = [place for each in sentences for place in _judged(each, finder.proposals(each.text))]
    alarms = [
        _Place(found, place=False, mend=False)
        for text in clean
        for found in finder.proposals(text)
        if found.source == "tagger"
    ]
    chosen = {kind: _of_kind(kind, places, alarms) for kind in Kind}
    right = fit_rightness(
        [
            (each.found, each.mend)
            for each in (*places, *alarms)
            if each.found.replacement is not None and each.found.probability >= chosen[each.found.kind][0]
        ]
    )
    return "\n".join(
        [
            "# Written by engine/evaluate/error_thresholds.py from JFLEG dev and clean text; do not edit by hand.",
            "",
            "[precision]",
            "slips = 0.97",
            "harper = 0.95",
            *(f'"tagger.{kind.value}" = {precision:.2f}' for kind, (_, precision) in chosen.items()),
            "",
            "[shown]",
            *(f"{kind.value} = {least}" for kind, (least, _) in chosen.items()),
            "",
            "[rightness]",
            *(f'"{name}" = {weight}' for name, weight in right.items()),
            "",
        ]
    )


def _of_kind(kind: Kind, places: Sequence[_Place], alarms: Sequence[_Place]) -> tuple[float, float]:
    """The threshold of one kind, and how often what is shown is right."""
    mine, false = ([each for each in some if each.found.kind is kind] for some in (places, alarms))

    def worth(least: float) -> float:
        right = sum(1 if each.place else -1 for each in mine if each.found.probability >= least)
        return right - _FALSE_ALARM * sum(each.found.probability >= least for each in false)

    least = max([*_GRID, _NEVER], key=lambda each: (worth(each), each))
    kept = [each.place for each in mine if each.found.probability >= least]
    return least, sum(kept) / len(kept) if kept else 0.5


def _judged(sentence: Corrected, proposals: Sequence[Found]) -> list[_Place]:
    checked = [each for each in proposals if each.source != "tagger"]
    judged = []
    for found in proposals:
        on = [
            at
            for at, token in enumerate(sentence.tokens)
            if token.start < found.end and found.start < token.end and token.text[0].isalpha()
        ]
        if found.source != "tagger" or not on or any(_overlap(found, each) for each in checked):
            continue
        nearer = found.replacement is not None and brings_nearer(
            sentence, applied(sentence.text, [Mend(found.start, found.end, found.replacement)])
        )
        place = any(sentence.changed[at] for at in on)
        judged.append(_Place(found, place, nearer))
    return judged


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


if __name__ == "__main__":
    folder, *texts = [Path(each) for each in sys.argv[1:]]
    lines = [line for path in texts for line in path.read_text("utf-8").splitlines() if line.strip()]
    target = Path(str(files("engine.data").joinpath("errors/thresholds.toml")))
    target.write_text(choose(shipped(), read_jfleg(folder), lines), "utf-8")
