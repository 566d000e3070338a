"""``bandmate data split``: training, validation and test rows with no question, and no essay, on two sides.

Rows whose questions are nearly the same, or whose essays are, go together. Synthetic rows go to training or nowhere.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.finetune.data.likeness import Groups, Likeness, together
from engine.finetune.data.row import Row, read_rows, write_rows

PARTS = ("train", "validation", "test")
_ALIKE_PROMPTS = 0.6


def split(source: Path, target: Path, *, held_out: float = 0.1, seed: int = 0) -> dict[str, int]:
    """Writes ``train.jsonl``, ``validation.jsonl`` and ``test.jsonl`` into the folder ``target``; how many went where.

    ``held_out`` is the share that validation and test get each, as near as whole groups allow.

    Raises:
        OperatorMistake: ``source`` cannot be read.
    """
    target.mkdir(parents=True, exist_ok=True)
    parts = _parts(_groups(source, target), held_out, seed)

    def rows(part: int) -> Iterator[Row]:
        for row, group_part in zip(read_rows(source), parts, strict=True):
            if group_part == part and (part == 0 or row.teacher is None):
                yield row

    return {name: write_rows(target / f"{name}.jsonl", rows(number)) for number, name in enumerate(PARTS)}


def _groups(source: Path, folder: Path) -> Groups:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".splitting-") as scratch:
        essays = Likeness(Path(scratch) / "essays")
        prompts = Likeness(Path(scratch) / "prompts", _ALIKE_PROMPTS)
        with essays, prompts:
            for row in read_rows(source):
                essays.add(row.essay)
                # Without a question an essay is a group of its own, unless another is like it.
                prompts.add(row.prompt or f"no question {row.id}")
            return together(essays.groups(), prompts.groups())


def _parts(groups: Groups, held_out: float, seed: int) -> list[int]:
    """The part of each row: whole groups in a seeded order fill test, then validation; the rest is for training.

    A group that would overfill a part is passed over, so that one popular question does not become the whole test.
    """
    sizes = Counter(groups.tolist())
    room = {2: held_out * len(groups), 1: held_out * len(groups)}
    part_of: dict[int, int] = {}
    for group in np.random.default_rng(seed).permutation(np.unique(groups)).tolist():
        fitting = next((part for part, left in room.items() if sizes[group] <= left), 0)
        part_of[group] = fitting
        if fitting:
            room[fitting] -= sizes[group]
    return [part_of[group] for group in groups.tolist()]
