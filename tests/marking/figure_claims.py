"""Claims about our visuals in learners' English, right and wrong: written before the rules, and cut in halves.

The rules were made on one half (``seen``) and on whole right answers; the other half is only measured.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.ielts.charts.shipped import charts
from engine.marking.writing.figures.check import claims

DATA = Path(__file__).parents[1] / "data" / "charts"


@dataclass(frozen=True, slots=True)
class Written:
    """``wrong`` are the words of ``text`` that contradict the chart; ``None``: all of it is right."""

    chart: str
    text: str
    wrong: str | None

    @property
    def seen(self) -> bool:
        """Whether it is of the half on which the rules were made."""
        return hashlib.sha256(b"task-1 " + self.text.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True, slots=True)
class Found:
    """``hits`` wrong claims told, ``false`` right ones called wrong, ``missed`` wrong ones about which nothing was said."""

    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was called wrong that is wrong."""
        return self.hits / (self.hits + self.false)

    @property
    def recall(self) -> float:
        """The share of what is wrong that was told."""
        return self.hits / (self.hits + self.missed)


def written() -> list[Written]:
    """Every claim."""
    return [Written(**json.loads(line)) for line in (DATA / "claims.jsonl").read_text("utf-8").splitlines()]


def measured(half: Iterable[Written]) -> Found:
    """How the checker does on some claims: a hit is a claim called wrong that overlaps the wrong words."""
    hits = false = missed = 0
    for each in half:
        called = [claim for claim in claims(each.text, charts()[each.chart]) if claim.wrong]
        start = -1 if each.wrong is None else each.text.index(each.wrong)
        end = -1 if each.wrong is None else start + len(each.wrong)
        right = [claim for claim in called if claim.start < end and start < claim.end]
        false += len(called) - len(right)
        hits += bool(right)
        missed += each.wrong is not None and not right
    return Found(hits, false, missed)
