"""What three sources found, made one list."""

from __future__ import annotations

from collections.abc import Iterable

from engine.marking.errors.edits import Mend
from engine.marking.errors.error import Error, Level
from engine.marking.errors.found import Found
from engine.marking.errors.levels import Levels


def one_list(found: Iterable[Found], levels: Levels) -> list[Error]:
    """In order of place, none overlapping another: what is mended before what is doubtful, then whom to trust more."""
    shown = [(each, level) for each in found if (level := levels.level(each)) is not None]
    shown.sort(
        key=lambda pair: (
            pair[1] is Level.DOUBTFUL, -levels.trust(pair[0]), -pair[0].probability, pair[0].start, pair[0].end,
        )
    )  # fmt: skip
    taken: list[tuple[Found, Level]] = []
    for each, level in shown:
        if all(each.end <= other.start or other.end <= each.start for other, _ in taken):
            taken.append((each, level))
    return [_error(each, level) for each, level in sorted(taken, key=lambda pair: pair[0].start)]


def _error(found: Found, level: Level) -> Error:
    better = found.replacement if level is Level.MENDED else None
    return Error(found.start, found.end, found.kind, level, better, found.probability, found.source)


def mends_of(errors: Iterable[Error]) -> list[Mend]:
    """What the mended ones among ``errors`` change."""
    return [Mend(each.start, each.end, each.replacement) for each in errors if each.replacement is not None]
