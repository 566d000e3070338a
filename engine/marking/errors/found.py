"""What one source proposes, before the three are made one list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engine.marking.errors.edits import Mend
from engine.marking.errors.error import Kind

_PIECE = re.compile(r"\s+|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")


OFTENER_THAN_NOT = 0.5
"""Sureness of what is the best that is known, with another about as likely."""


DROPS_A_PREPOSITION, DROPS_A_VERB = "DELETE_PREPOSITION", "DELETE_VERB"
"""Edits that leave out a word which carries the sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong at ``text[start:end]``, from ``source`` (``tagger``, ``harper`` or ``slips``).

    ``probability`` (0 to 1) is that there is an error here, ``sureness`` (0 to 1) that ``replacement`` mends it, as the
    source itself says; ``edit`` is what the tagger's mend does (``INS``, ``DELETE``, ``V``, ...).
    """

    start: int
    end: int
    kind: Kind
    replacement: str | None
    probability: float
    sureness: float
    source: str
    edit: str = ""

    @property
    def mend(self) -> Mend | None:
        """What to change, where that is known."""
        return None if self.replacement is None else Mend(self.start, self.end, self.replacement)


def trimmed(text: str, found: Found) -> Found:
    """``found`` without the words that its replacement leaves as they are, so that the place is exact.

    A word that is put in has the word after it for its place (``make`` becomes ``to make``).
    """
    if found.replacement is None:
        return found
    old, new = _PIECE.findall(text[found.start : found.end]), _PIECE.findall(found.replacement)
    left = right = 0
    while left < min(len(old), len(new)) and old[left] == new[left]:
        left += 1
    while right < min(len(old), len(new)) - left and old[-1 - right] == new[-1 - right]:
        right += 1
    if left == len(old) - right:  # nothing of the old is left: take the next word along, or the one before
        right, left = _with_a_word(old, left, right)
    kept_old, kept_new = old[left : len(old) - right], new[left : len(new) - right]
    start = found.start + len("".join(old[:left]))
    kept = "".join(kept_old)
    outer = len(kept) - len(kept.lstrip()), len(kept) - len(kept.rstrip())
    if not "".join(kept_new).strip():
        return replace(found, start=start + outer[0], end=start + len(kept) - outer[1], replacement="")
    return replace(found, start=start, end=start + len(kept), replacement="".join(kept_new))


def _with_a_word(old: list[str], left: int, right: int) -> tuple[int, int]:
    while right and not old[len(old) - right][:1].isalnum():
        right -= 1
    if right:
        return right - 1, left
    while left and not old[left - 1][:1].isalnum():
        left -= 1
    return right, max(0, left - 1)
