"""``bandmate data stats``: what a file of rows holds, in numbers."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.finetune.data.row import read_rows
from engine.ielts.writing import count_words


@dataclass(frozen=True)
class Stats:
    """``words`` are the tenth, fiftieth and ninetieth hundredth; ``bands`` counts overall bands from the lowest."""

    rows: int
    tasks: dict[str, int]
    bands: dict[float, int]
    words: tuple[int, int, int]
    prompts: int
    with_criteria: int
    with_comment: int
    synthetic: int
    consented: int
    licences: dict[str, int]

    def as_json(self) -> dict[str, object]:
        """The numbers by name."""
        return {**self.__dict__, "bands": {str(band): count for band, count in self.bands.items()}}


def stats(path: Path) -> Stats:
    """Counts over the rows of ``path``.

    Raises:
        OperatorMistake: it cannot be read.
    """
    tasks: Counter[str] = Counter()
    bands: Counter[float] = Counter()
    licences: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    prompts: set[int] = set()
    words: list[int] = []
    for row in read_rows(path):
        tasks[row.as_essay.task.code] += 1
        licences[row.licence or "not known"] += 1
        words.append(count_words(row.essay))
        prompts.add(hash(row.prompt))
        flags["comment"] += row.comment is not None
        flags["synthetic"] += row.teacher is not None
        flags["consent"] += row.consent is True
        if row.bands is not None:
            bands[row.bands.overall] += 1
            flags["criteria"] += row.bands.GRA is not None
    tenths = statistics.quantiles(words, n=10) if len(words) > 1 else [words[0] if words else 0] * 9
    return Stats(
        rows=len(words),
        tasks=dict(sorted(tasks.items())),
        bands=dict(sorted(bands.items())),
        words=(round(tenths[0]), round(tenths[4]), round(tenths[8])),
        prompts=len(prompts),
        with_criteria=flags["criteria"],
        with_comment=flags["comment"],
        synthetic=flags["synthetic"],
        consented=flags["consent"],
        licences=dict(licences.most_common()),
    )
