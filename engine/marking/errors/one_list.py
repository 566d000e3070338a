"""What three sources found, made one list."""

from __future__ import annotations

from collections.abc import Iterable

from engine.marking.errors.edits import Mend
from engine.marking.errors.error import Error, Level
from engine.marking.errors.found import Found
from engine.marking.errors.levels import Levels


def one_list(found: Iterable[Found], levels: Levels) -> list[Error]:
    """In order of place, none overlapping another: what is mended first, then what has a likely mend, then by trust."""
    shown = [(each, level) for each in found if (level := levels.level(each)) is not None]
    shown.sort(
        key=lambda pair: (
            pair[1] is Level.DOUBTFUL, not levels.is_likely(pair[0]), -levels.trust(pair[0]), -pair[0].probability,
            pair[0].start, pair[0].end,
        )
    )  # fmt: skip
    taken: list[tuple[Found, Level]] = []
    for each, level in shown:
        if all(each.end <= other.start or other.end <= each.start for other, _ in taken):
            taken.append((each, level))
    return [_error(each, level, levels) for each, level in sorted(taken, key=lambda pair: pair[0].start)]


def _error(found: Found, level: Level, levels: Levels) -> Error:
    better = found.replacement if level is Level.MENDED else None
    guess = found.replacement if level is Level.DOUBTFUL and levels.is_likely(found) else None
    return Error(found.start, found.end, found.kind, level, better, found.probability, found.source, guess)


def mends_of(errors: Iterable[Error]) -> list[Mend]:
    """What the mended ones among ``errors`` change."""
    return [Mend(each.start, each.end, each.replacement) for each in errors if each.replacement is not None]


def likely_mends_of(errors: Iterable[Error]) -> list[Mend]:
    """The same, with what is guessed at doubtful places."""
    changes = [(each, each.guess if each.replacement is None else each.replacement) for each in errors]
    return [Mend(each.start, each.end, new) for each, new in changes if new is not None]
