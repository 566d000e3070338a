"""Examples side by side as tensors; or packed: several in one row, each with positions of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.utils.data import Dataset

from engine.finetune.training.examples import BandPlace, Example

IGNORED = -100
Batch = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Packed:
    """Examples that share a row. ``number`` is the first one's in the data set, so that trouble can be named."""

    number: int
    examples: tuple[Example, ...]


class Rows(Dataset[Packed]):  # type: ignore[misc]
    """A data set of rows."""

    def __init__(self, rows: Sequence[Packed]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Packed:
        return self._rows[number]


def rows_of(examples: Sequence[Example], length: int, *, packing: bool) -> Rows:
    """One row an example; or, packed, first-fit in order of size, so that a data set makes the same rows each time."""
    if not packing:
        return Rows([Packed(number, (each,)) for number, each in enumerate(examples)])
    rows: list[list[int]] = []
    room: list[int] = []
    for number in sorted(range(len(examples)), key=lambda each: -len(examples[each].ids)):
        size = len(examples[number].ids)
        at = next((row for row, left in enumerate(room) if left >= size), None)
        if at is None:
            rows.append([])
            room.append(max(length, size))
            at = len(rows) - 1
        rows[at].append(number)
        room[at] -= size
    return Rows([Packed(row[0], tuple(examples[number] for number in row)) for row in rows])


def collate(rows: Sequence[Packed]) -> Batch:
    """Tensors of [rows, tokens]: ids, positions, labels (trained tokens; else -100), and the bands' places.

    ``attention_mask`` is left out where a row is packed: transformers then tells its examples by their positions, and a
    batch of packed rows is one row.
    """
    if any(len(row.examples) > 1 for row in rows):
        rows = [Packed(rows[0].number, tuple(each for row in rows for each in row.examples))]
    width = max(sum(len(each.ids) for each in row.examples) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    positions = torch.arange(width).repeat(len(rows), 1)
    labels = torch.full((len(rows), width), IGNORED)
    seen = torch.zeros(len(rows), width, dtype=torch.long)
    bands: list[tuple[int, int, int, float]] = []
    for number, row in enumerate(rows):
        at = 0
        for each in row.examples:
            end = at + len(each.ids)
            ids[number, at:end] = torch.tensor(each.ids)
            positions[number, at:end] = torch.arange(len(each.ids))
            labels[number, at + each.answer : end] = torch.tensor(each.ids[each.answer :])
            seen[number, at:end] = 1
            bands += [_placed(place, number, at) for place in each.bands]
            at = end
    batch = {
        "input_ids": ids,
        "position_ids": positions,
        "labels": labels,
        "band_places": torch.tensor([band[:3] for band in bands], dtype=torch.long).reshape(-1, 3),
        "band_values": torch.tensor([band[3] for band in bands], dtype=torch.float32),
        "numbers": torch.tensor([row.number for row in rows]),
    }
    if all(len(row.examples) == 1 for row in rows):
        batch["attention_mask"] = seen
    return batch


def _placed(place: BandPlace, row: int, at: int) -> tuple[int, int, int, float]:
    return row, at + place.whole, at + place.half, place.band
