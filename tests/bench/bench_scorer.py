"""The offline scorer: how near it comes to examiners, and how fast it is."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from engine.evaluate import calibrate as fitting
from engine.evaluate.essays import read_essays
from engine.evaluate.folds import prompt_groups
from engine.evaluate.metrics import agreement
from engine.ielts.rubric import load_rubric
from engine.marking.accuracy import published
from engine.marking.marker import OfflineMarker
from engine.marking.offline import OfflineScorer

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print the tables."""
    data = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data")) / "ielts_essays_dev.jsonl"
    found = published()
    say = sys.stdout.write
    say(
        f"Published with the model ({found.scorer}, {found.method}, {found.essays} essays): QWK {found.qwk:.3f},"
        f" RMSE {found.rmse:.3f}, within half a band {found.within_half:.1%}, within one {found.within_one:.1%},"
        f" mean error {found.mean_error:.2f}, bias {found.bias:+.2f}.\n\n"
    )
    if not data.exists():
        say("The development data is not here (BANDMATE_DEV_DATA): the tables below were not measured.\n")
        return
    essays = read_essays(data)
    say("Time for one essay on one core, after warm-up, essays not seen before by the process:\n\n")
    say("| what | median ms | 95th percentile ms |\n|---|---|---|\n")
    scorer = OfflineScorer.load()
    marker = OfflineMarker(scorer, load_rubric())
    for name, work in (("score", scorer.score), ("score, find evidence, correct, write the report", marker.mark)):
        for marked in essays[:20]:
            work(marked.essay)
        times = []
        for marked in essays[20:220] if name == "score" else essays[220:420]:
            start = time.process_time()
            work(marked.essay)
            times.append(1000 * (time.process_time() - start))
        say(f"| {name} | {statistics.median(times):.1f} | {np.percentile(times, 95):.1f} |\n")
    say(
        "\nWhat each part is worth, by five-fold cross-validation with like prompts kept together (folds of seed 0, one of"
        " those on which the constants were chosen; the line above comes from other folds):\n\n"
    )
    say("| model | QWK | RMSE | within half | within one | QWK Task 1 | QWK Task 2 |\n|---|---|---|---|---|---|---|\n")
    sample = fitting.prepare(essays)
    groups = prompt_groups([marked.essay.task.prompt or "" for marked in essays])
    for name, change in variants():
        change()
        _, rounded = fitting.cross_validate(sample, groups, (0,))
        whole = agreement(rounded[0], sample.bands)
        tasks = [agreement(rounded[0][sample.tasks == t], sample.bands[sample.tasks == t]).qwk for t in (1, 2)]
        say(
            f"| {name} | {whole.qwk:.3f} | {whole.rmse:.3f} | {whole.within_half:.1%} | {whole.within_one:.1%}"
            f" | {tasks[0]:.3f} | {tasks[1]:.3f} |\n"
        )
        sys.stdout.flush()


def variants() -> Iterator[tuple[str, Callable[[], None]]]:
    """The model as it ships, and with one thing changed; each change sets every constant that it may differ in."""
    measures, ngrams, spread = fitting._MEASURES, dict(fitting._NGRAMS), fitting._SPREAD
    limits_only, none = fitting._LIMITS_ONLY, dict.fromkeys(ngrams, 0.0)

    def use(prior: float, kinds: dict[str, float], widened: float, without: tuple[str, ...] = ()) -> Callable[[], None]:
        def change() -> None:
            fitting._MEASURES, fitting._NGRAMS, fitting._SPREAD = prior, kinds, widened
            fitting._LIMITS_ONLY = (*limits_only, *without)

        return change

    yield "as it ships", use(measures, ngrams, spread)
    yield "no widening (variance as the regression gives it)", use(measures, ngrams, 1.0)
    yield "widened less", use(measures, ngrams, 1.4)
    yield "widened more", use(measures, ngrams, 1.8)
    yield "measures, no n-grams", use(measures, none, spread)
    yield "n-grams, no measures", use(1e-9, ngrams, 2.2)
    yield "n-grams of characters only, beside the measures", use(measures, {**none, "characters": 0.8}, spread)
    yield "n-grams of word classes only, beside the measures", use(measures, {**none, "classes": 0.8}, spread)
    yield "no errors", use(measures, ngrams, spread, ("errors.", "patterns."))
    yield "no grammar by word classes", use(measures, ngrams, spread, ("patterns.",))
    yield "no description of the visual", use(measures, ngrams, spread, ("describing.",))


if __name__ == "__main__":
    main()
