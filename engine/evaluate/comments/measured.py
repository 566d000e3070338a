"""Everything that is said of one system's comments, but for judges' verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from engine.evaluate.comments.claims import Claims
from engine.evaluate.comments.comment import Commented
from engine.evaluate.comments.similarity import Encode, Likeness, likenesses


@dataclass(frozen=True, slots=True)
class CommentsMeasured:
    """``shown`` is what learners would read, ``claimed`` what a language model said before anything was sifted."""

    essays: int
    failed: int
    likeness: tuple[Likeness, ...]
    shown: Claims
    claimed: Claims | None

    def as_json(self) -> dict[str, object]:
        """The numbers by name."""
        shares = {name: each and {**asdict(each), "real": each.real} for name, each in self.claims.items()}
        return {**asdict(self), **shares}

    @property
    def claims(self) -> dict[str, Claims | None]:
        """Before and after sifting."""
        return {"claimed": self.claimed, "shown": self.shown}


def measured(said: Sequence[Commented | None], encode: Encode | None) -> CommentsMeasured:
    """What there is to say of ``said``; likeness is of those essays that a person commented on."""
    there = [each for each in said if each is not None]
    claimed = [each.claimed for each in there if each.claimed is not None]
    pairs = [(each.comment, each.marked.comment) for each in there if each.marked.comment is not None]
    return CommentsMeasured(
        essays=len(there),
        failed=len(said) - len(there),
        likeness=likenesses([mine for mine, _ in pairs], [theirs for _, theirs in pairs], encode),
        shown=sum((each.shown for each in there), Claims()),
        claimed=sum(claimed, Claims()) if claimed else None,
    )
