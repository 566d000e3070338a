"""Which sample answers stand beside a report: two or three of bands near its own."""

from __future__ import annotations

from collections.abc import Sequence

from engine.ielts.bands import Band
from engine.ielts.passages import Passage
from engine.ielts.reports import Compared

MOST = 3
OPENING, COMMENT = 45, 60
"""Words of a sample and of what was said of it that are shown: enough to know them again, not a copy."""
_NEAR = 1.0
"""Bands: what is further off shows nothing that could be done next."""


def near_in_band(samples: Sequence[Passage], band: float) -> tuple[Passage, ...]:
    """At most :data:`MOST` of ``samples`` (the nearest in subject first), the lower band first.

    The best one at this band or below comes with the best one above it, so that a step can be seen.
    """
    near = [each for each in samples if each.scope.band is not None and abs(each.scope.band - band) <= _NEAR]
    below = next((each for each in near if (each.scope.band or 0.0) <= band), None)
    above = next((each for each in near if (each.scope.band or 0.0) > band), None)
    first = [each for each in (below, above) if each is not None]
    chosen = [*first, *(each for each in near if each not in first)][:MOST]
    return tuple(sorted(chosen, key=lambda each: each.scope.band or 0.0))


def compared_with(samples: Sequence[Passage], band: float) -> tuple[Compared, ...]:
    """The samples beside a report of this band, as the report keeps them."""
    return tuple(
        Compared(
            band=Band(each.scope.band or 0.0),
            source=each.source,
            page=each.page,
            about=each.heading,
            opening=beginning(each.text, OPENING),
            comment=beginning(each.comment, COMMENT),
        )
        for each in near_in_band(samples, band)
    )


def beginning(text: str, most: int) -> str:
    """So many words of a text, with a sign where it goes on."""
    words = text.split()
    return " ".join(words) if len(words) <= most else f"{' '.join(words[:most])} …"
