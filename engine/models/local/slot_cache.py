"""Keys and values of the texts in hand, one row a text, so that texts of different lengths share a step.

Every row begins at index 0 and has its own length, so nothing is padded on the left, a text joins or leaves between
two tokens, and a prefix that was computed once is copied in. transformers sees a cache; the attention mask says which
indices of a row hold something.

All of it is one allocation that never moves. It is laid out as many narrow rows, for texts of the usual length, or as
fewer wide ones while a longer text is in hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

#: Lengths that rows are seen to are multiples of this: each is a shape of its own to plan for and to capture.
SPAN = 512

#: Keys and values of one text: [key heads, length, head size] for each layer.
Entries = tuple[tuple[torch.Tensor, torch.Tensor], ...]


def span_of(longest: int) -> int:
    """The bucket that holds ``longest`` entries."""
    return -(-longest // SPAN) * SPAN


@dataclass(frozen=True, slots=True)
class Budget:
    """Entries that there is memory for, and the lengths of a narrow and of a wide row: multiples of :data:`SPAN`."""

    entries: int
    narrow: int
    wide: int

    @classmethod
    def of(cls, rows: int, usual: int, longest: int) -> Budget:
        """Room for so many rows of ``usual`` entries, or for one of ``longest``."""
        narrow, wide = span_of(min(usual, longest)), span_of(longest)
        return cls(max(rows * narrow, wide), narrow, wide)


class SlotCache:
    """Rows of keys and values. ``aim_*`` says where the next forward pass writes; transformers calls ``update``."""

    is_compileable = False

    def __init__(self, layers: int, budget: Budget) -> None:
        self._depth = layers
        self._budget = budget
        self._flat: list[tuple[torch.Tensor, torch.Tensor]] = []
        self._layers: list[tuple[torch.Tensor, torch.Tensor]] = []
        self._rows = range(0)
        self._start: torch.Tensor | int = 0
        self._span = 0
        self.width = budget.narrow

    @property
    def capacity(self) -> int:
        """Rows that there are as they are laid out now."""
        return self._budget.entries // self.width

    def capacity_for(self, length: int) -> int:
        """Rows that there would be with one of ``length`` entries among them; 0 if none can be so long."""
        width = self._width_for(length)
        return self._budget.entries // width if length <= width else 0

    def aim_at_row(self, row: int, start: int, span: int) -> None:
        """The next pass computes entries of one row from index ``start``, which attend to the first ``span`` at most."""
        self._rows, self._start, self._span = range(row, row + 1), start, span

    def aim_at_step(self, entries: torch.Tensor, span: int) -> None:
        """The next pass computes one more entry of each of the first rows, which attend to the first ``span`` at most.

        ``entries``, [rows], are how many each has.
        """
        self._rows = range(len(entries))
        self._start, self._span = entries, span

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_: object, **__: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Stores new entries ([rows, key heads, new, head size]) and returns all that the rows may attend to."""
        if not self._flat:
            self._allocate(keys, values)
        stored = self._layers[layer]
        first, last = self._rows.start, self._rows.stop
        for buffer, new in zip(stored, (keys, values), strict=True):
            if isinstance(self._start, int):
                buffer[first, :, self._start : self._start + new.shape[2]] = new[0]
            else:
                buffer[torch.arange(last, device=new.device), :, self._start] = new[:, :, 0]
        return stored[0][first:last, :, : self._span], stored[1][first:last, :, : self._span]

    def get_seq_length(self, *_: object) -> int:
        """Entries in the longest row aimed at (transformers asks; positions are always given to it)."""
        return self._span

    def read(self, row: int, length: int) -> Entries:
        """A copy of the first ``length`` entries of a row."""
        return tuple((keys[row, :, :length].clone(), values[row, :, :length].clone()) for keys, values in self._layers)

    def write(self, row: int, entries: Entries) -> None:
        """Puts entries at the beginning of a row."""
        if not self._flat:
            self._allocate(*(side[None] for side in entries[0]))
        for stored, pair in zip(self._layers, entries, strict=True):
            for buffer, side in zip(stored, pair, strict=True):
                buffer[row, :, : side.shape[1]] = side

    def swap(self, one: int, other: int, length: int) -> None:
        """Exchanges the first ``length`` entries of two rows."""
        for pair in self._layers:
            for buffer in pair:
                kept = buffer[one, :, :length].clone()
                buffer[one, :, :length] = buffer[other, :, :length]
                buffer[other, :, :length] = kept

    def make_room(self, length: int, rows: int) -> None:
        """Lays the rows out so that one more may have ``length`` entries, and moves the first ``rows`` where they go."""
        width = self.width if rows and length <= self.width else self._width_for(length)
        if width == self.width:
            return
        before, self.width = self._layers, width
        self._lay_out()
        for old, new in zip(before, self._layers, strict=True):
            for source, target in zip(old, new, strict=True):
                for row in reversed(range(rows)):  # a wider row begins behind all that is still to be moved
                    target[row, :, : source.shape[2]] = source[row].clone()

    def release(self) -> None:
        """Gives the memory back."""
        self._flat, self._layers = [], []

    def addresses(self) -> list[int]:
        """Where the entries lie: the same from the first text to the last."""
        return [side.data_ptr() for pair in self._flat for side in pair]

    def _width_for(self, length: int) -> int:
        return self._budget.narrow if length <= self._budget.narrow else self._budget.wide

    def _allocate(self, keys: torch.Tensor, values: torch.Tensor) -> None:
        """One piece of memory for every layer, whose first entries these are."""
        sides = [side.shape[1] * side.shape[3] for side in (keys, values)]
        whole = _zeros(self._depth * self._budget.entries * sum(sides), keys)
        parts = whole.split([self._budget.entries * side for _ in range(self._depth) for side in sides])
        self._heads = tuple((side.shape[1], side.shape[3]) for side in (keys, values))
        self._flat = list(zip(parts[::2], parts[1::2], strict=True))
        self._lay_out()

    def _lay_out(self) -> None:
        self._layers = [(self._rows_of(keys, 0), self._rows_of(values, 1)) for keys, values in self._flat]

    def _rows_of(self, flat: torch.Tensor, side: int) -> torch.Tensor:
        heads, size = self._heads[side]
        return flat[: self.capacity * self.width * heads * size].view(self.capacity, heads, self.width, size)


def _zeros(count: int, like: torch.Tensor) -> torch.Tensor:
    """Zeros as ``like``: what is masked out must still be a number. A CPU's pages are taken when they are first written."""
    if like.device.type != "cpu":
        return like.new_zeros(count)
    return torch.from_numpy(np.zeros(count * like.element_size(), np.uint8)).view(like.dtype)
