"""One sentence with some mends made, to be read again, and the way back to places in the text as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.marking.errors.edits import Mend, with_its_space
from engine.marking.errors.words import Word, words_of


@dataclass(frozen=True, slots=True)
class _Change:
    """``old`` of the text became ``new`` of the mended sentence: (start, end) each."""

    old: tuple[int, int]
    new: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MendedSentence:
    """The mended sentence and its words; ``changes`` are what each of ``mends`` changed."""

    text: str
    words: tuple[Word, ...]
    begins: int
    mends: tuple[Mend, ...]
    changes: tuple[_Change, ...]

    @classmethod
    def of(cls, text: str, words: Sequence[Word], mends: Sequence[Mend]) -> MendedSentence | None:
        """The sentence that ``words`` of ``text`` are, with those of ``mends`` (in order) that lie in it; None if none do."""
        begins, ends = words[0].start, words[-1].end
        pieces, made, changes, at, size = [], [], [], begins, 0
        for mend in mends:
            if not begins <= mend.start < mend.end <= ends:
                continue
            start, end = with_its_space(text, mend) if not mend.replacement else (mend.start, mend.end)
            start, end = max(start, at), min(end, ends)
            pieces += [text[at:start], mend.replacement]
            size += start - at
            made.append(mend)
            changes.append(_Change((start, end), (size, size + len(mend.replacement))))
            size += len(mend.replacement)
            at = end
        if not changes:
            return None
        mended = "".join([*pieces, text[at:ends]])
        return cls(mended, words_of(mended), begins, tuple(made), tuple(changes))

    def back(self, start: int, end: int) -> tuple[int, int] | None:
        """Where ``text[start:end]`` of the mended sentence was in the text; None where it is of a mend's making."""
        if any(start < change.new[1] and change.new[0] < end for change in self.changes):
            return None
        left = max((change for change in self.changes if change.new[1] <= start), key=_order, default=None)
        moved = self.begins if left is None else left.old[1] - left.new[1]
        if any(start <= change.new[0] < end for change in self.changes):
            return None  # a word was left out inside
        return start + moved, end + moved

    def forward(self, places: frozenset[int]) -> frozenset[int]:
        """Where words that began at ``places`` of the text begin now; those that were mended are left out."""
        kept = set()
        for word in self.words:
            if (was := self.back(word.start, word.end)) is not None and was[0] in places:
                kept.add(word.start)
        return frozenset(kept)


def _order(change: _Change) -> int:
    return change.new[1]
