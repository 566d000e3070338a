"""A scorer against examiners: ``bandmate evaluate writing``."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.errors import OperatorMistake
from engine.evaluate.essays import Marked, read_essays
from engine.evaluate.metrics import Agreement, agreement, named
from engine.ielts.bands import Band
from engine.marking.writing.offline import SCORER, OfflineScorer, Scores


@dataclass(frozen=True, slots=True)
class WritingEvaluation:
    """Agreement, the share of examiners' bands inside the interval shown, and the median time (CPU ms) an essay."""

    agreement: Agreement
    interval_coverage: float
    ms_per_essay: float

    def as_json(self) -> dict[str, float | int]:
        """The keys that ``evaluate writing --json`` prints."""
        return {
            **named(self.agreement),
            "interval_coverage": self.interval_coverage,
            "ms_per_essay": self.ms_per_essay,
        }


def evaluate_file(path: Path, scorer_name: str = "offline") -> WritingEvaluation:
    """Score every essay of a file.

    Raises:
        OperatorMistake: the file is not usable, or there is no such scorer.
    """
    if scorer_name not in ("offline", SCORER):
        raise OperatorMistake("There is no such scorer; this install has: offline.")
    return evaluate(OfflineScorer.load(), read_essays(path))


def evaluate(scorer: OfflineScorer, essays: tuple[Marked, ...]) -> WritingEvaluation:
    """Score ``essays`` and compare."""
    scorer.score(essays[0].essay)  # the first call loads word lists
    scores: list[Scores] = []
    times = []
    for marked in essays:
        start = time.process_time()
        scores.append(scorer.score(marked.essay))
        times.append(1000 * (time.process_time() - start))
    examiners = np.array([marked.band for marked in essays])
    return WritingEvaluation(
        agreement=agreement(np.array([float(score.overall) for score in scores]), examiners),
        interval_coverage=float(
            np.mean([Band(marked.band) in score.interval for marked, score in zip(essays, scores, strict=True)])
        ),
        ms_per_essay=statistics.median(times),
    )
