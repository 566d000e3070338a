"""Slips that learners make and that a general grammar checker does not look for: see ``engine/data/language/slips``."""

from __future__ import annotations

from functools import cache

from engine.marking.errors.lint import Lint
from engine.marking.errors.slip import Slip, read_slips

WRITTEN, SPOKEN = "written", "spoken"


def slips(text: str, table: str = WRITTEN) -> tuple[Lint, ...]:
    """What the patterns of ``table`` find, in order and none overlapping another, as lints beside those of harper.

    Speech is read without its hesitations.
    """
    plain = text.replace("’", "'") if table == SPOKEN else text
    taken: list[Lint] = []
    for number, slip in enumerate(_table(table)):
        for start, end, better in slip.places(plain):
            if all(end <= other.start or other.end <= start for other in taken):
                replacements = () if better is None else (better,)
                taken.append(Lint(start, end, f"Slip{number}", slip.family, slip.why, replacements, slip.kind))
    return tuple(sorted(taken, key=lambda lint: lint.start))


@cache
def _table(name: str) -> tuple[Slip, ...]:
    return read_slips(name)
