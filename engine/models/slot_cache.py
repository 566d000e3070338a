"""Keys and values of the texts in hand, one row a text, so that texts of different lengths share a step.

Every row begins at index 0 and has its own length, so nothing is padded on the left, a text joins or leaves between
two tokens, and a prefix that was computed once is copied in. transformers sees a cache; the attention mask says which
indices of a row hold something.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

#: Room is made in steps, so that most tokens need no copying.
_ROOM = 256

#: Keys and values of one text: [key heads, length, head size] for each layer.
Entries = tuple[tuple[torch.Tensor, torch.Tensor], ...]


class SlotCache:
    """Rows of keys and values. ``aim`` says where the next forward pass writes; transformers calls ``update``."""

    is_compileable = False

    def __init__(self) -> None:
        self._layers: list[tuple[torch.Tensor, torch.Tensor]] = []
        self._rows = range(0)
        self._start: torch.Tensor | int = 0
        self._span = 0
        self._room = (0, 0)

    def aim_at_row(self, row: int, start: int, length: int) -> None:
        """The next pass computes ``length`` entries of one row, from index ``start``."""
        self._rows, self._start, self._span = range(row, row + 1), start, start + length
        self._make_room(row + 1, self._span)

    def aim_at_step(self, lengths: Sequence[int], device: torch.device) -> None:
        """The next pass computes one more entry of each of the first rows, whose lengths are given."""
        self._rows = range(len(lengths))
        self._start, self._span = torch.tensor(lengths, device=device), max(lengths) + 1
        self._make_room(len(lengths), self._span)

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_: object, **__: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Stores new entries ([rows, key heads, new, head size]) and returns all that the rows may attend to."""
        if layer == len(self._layers):
            shape = (self._room[0], keys.shape[1], self._room[1], keys.shape[3])
            self._layers.append((keys.new_zeros(shape), values.new_zeros((*shape[:3], values.shape[3]))))
        stored = self._layers[layer]
        first, last = self._rows.start, self._rows.stop
        for buffer, new in zip(stored, (keys, values), strict=True):
            if isinstance(self._start, int):
                buffer[first, :, self._start : self._span] = new[0]
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
        length = entries[0][0].shape[1]
        self._make_room(row + 1, length)
        for number, pair in enumerate(entries):
            if number == len(self._layers):
                keys, values = (
                    side.new_zeros((self._room[0], side.shape[0], self._room[1], side.shape[2])) for side in pair
                )
                self._layers.append((keys, values))
            for buffer, side in zip(self._layers[number], pair, strict=True):
                buffer[row, :, :length] = side

    def swap(self, one: int, other: int, length: int) -> None:
        """Exchanges the first ``length`` entries of two rows."""
        self._make_room(max(one, other) + 1, length)
        for pair in self._layers:
            for buffer in pair:
                kept = buffer[one, :, :length].clone()
                buffer[one, :, :length] = buffer[other, :, :length]
                buffer[other, :, :length] = kept

    def clear(self) -> None:
        """Gives the memory back."""
        self._layers, self._room = [], (0, 0)

    def _make_room(self, rows: int, length: int) -> None:
        old_rows, old_length = self._room
        if rows <= old_rows and length <= old_length:
            return
        wider = -(-length // _ROOM) * _ROOM if length > old_length else old_length
        self._room = (max(rows, old_rows), wider)
        for number, pair in enumerate(self._layers):
            grown = tuple(side.new_zeros((self._room[0], side.shape[1], wider, side.shape[3])) for side in pair)
            for new, side in zip(grown, pair, strict=True):
                new[:old_rows, :, :old_length] = side
            self._layers[number] = (grown[0], grown[1])
