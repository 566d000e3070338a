"""What a file says, in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a cell or a heading. ``level`` is a heading's, 1 the highest, and 0 where it is none.

    ``page`` counts from 1; ``None`` where the kind of file has no pages of its own (all but PDF).
    """

    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's name and what is in it."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """Everything, a block a line."""
        return "\n".join(block.text for block in self.blocks)
