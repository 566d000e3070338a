"""Chooses from which probability on each kind of the tagger's is shown, and writes engine/data/errors/thresholds.toml.

    python -m engine.evaluate.error_thresholds JFLEG_DEV engine/data/errors/clean.txt

For each kind by itself: shown is worth the places that a corrector changed, less those that none changed, less
``_FALSE_ALARM`` for each alarm in clean text (a sentence a line); mended is worth the mends that bring the sentence
nearer to a corrector's, less ``_WRONG_MEND`` for the others, less ``_FALSE_MEND`` for each in clean text.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engine.evaluate.jfleg import Corrected, brings_nearer, read_jfleg
from engine.marking.errors.edits import Mend, applied
from engine.marking.errors.error import Kind
from engine.marking.errors.finder import ErrorFinder, shipped
from engine.marking.errors.found import Found

_FALSE_ALARM, _FALSE_MEND = 3.4, 1.0
_WRONG_MEND = 2.0
_GRID = [number / 100 for number in range(2, 100)]
_SURE = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
_NEVER = 1.01


@dataclass(frozen=True, slots=True)
class _Place:
    """Something that the tagger found: by kind, with its probabilities, and whether place and mend are right."""

    kind: Kind
    probability: float
    sureness: float
    place: bool
    mend: bool


def choose(finder: ErrorFinder, sentences: Sequence[Corrected], clean: Sequence[str]) -> str:
    """The thresholds as TOML."""
    places = [place for each in sentences for place in _judged(each, finder.proposals(each.text))]
    alarms = [_alarm(found) for text in clean for found in finder.proposals(text) if found.source == "tagger"]
    lines = [
        "# Written by engine.evaluate.error_thresholds.py from JFLEG dev and clean text; do not edit by hand.",
        "", "[precision]", "slips = 0.97", "harper = 0.95",
    ]  # fmt: skip
    chosen = {kind: _of_kind(kind, places, alarms) for kind in Kind}
    for kind, (doubtful, _, _, right) in chosen.items():
        lines.append(f'"tagger.{kind.value}" = {right:.2f}  # shown from {doubtful:.2f} on')
    for kind, (doubtful, mended, edit, _) in chosen.items():
        lines += ["", f"[tagger.{kind.value}]", f"doubtful = {doubtful}", f"mended = {mended}", f"edit = {edit}"]
    return "\n".join(lines) + "\n"


def _of_kind(kind: Kind, places: Sequence[_Place], alarms: Sequence[_Place]) -> tuple[float, float, float, float]:
    """Thresholds of one kind (doubtful, mended, edit) and how often what is shown is right."""
    mine, false = [each for each in places if each.kind is kind], [each for each in alarms if each.kind is kind]

    def shown(least: float) -> float:
        worth = sum(1 if each.place else -1 for each in mine if each.probability >= least)
        return worth - _FALSE_ALARM * sum(each.probability >= least for each in false)

    def mended(least: float, sure: float) -> float:
        kept = [each for each in mine if each.probability >= least and each.sureness >= sure]
        worth = sum(1 if each.mend else -_WRONG_MEND for each in kept)
        return worth - _FALSE_MEND * sum(each.probability >= least and each.sureness >= sure for each in false)

    doubtful = max([*_GRID, _NEVER], key=lambda least: (shown(least), least))
    pairs = [(least, sure) for least in [*_GRID, _NEVER] if least >= doubtful for sure in _SURE]
    least, sure = max(pairs, key=lambda pair: (mended(*pair), *pair))
    kept = [each.place for each in mine if each.probability >= doubtful]
    return doubtful, least, sure, sum(kept) / len(kept) if kept else 0.5


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
        judged.append(_Place(found.kind, found.probability, found.sureness, place, nearer))
    return judged


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _alarm(found: Found) -> _Place:
    sureness = found.sureness if found.replacement is not None else 0.0
    return _Place(found.kind, found.probability, sureness, place=False, mend=False)


if __name__ == "__main__":
    folder, *texts = [Path(each) for each in sys.argv[1:]]
    lines = [line for path in texts for line in path.read_text("utf-8").splitlines() if line.strip()]
    target = Path(str(files("engine.data").joinpath("errors/thresholds.toml")))
    target.write_text(choose(shipped(), read_jfleg(folder), lines), "utf-8")
