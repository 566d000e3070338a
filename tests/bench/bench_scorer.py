"""The offline scorer: how near it comes to examiners, on essays unlike those it knows too, and how fast it is."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.evaluate import calibrate as fitting
from engine.evaluate.essays import Marked, read_essays
from engine.evaluate.fit import CHOICES, Constants, Sample, choose, fit, prepare
from engine.evaluate.metrics import agreement
from engine.ielts.rubric import load_rubric
from engine.marking.writing.accuracy import published
from engine.marking.writing.band_model import BandModel
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.measures.collect import measure
from engine.marking.writing.offline import OfflineScorer, scores_of
from tests.planting import planted

ROOT = Path(__file__).parents[2]
_ONE_DIVISION = 11
_PLANTED = 10  # errors in a hundred words


def main() -> None:
    """Print the tables."""
    data = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data")) / "ielts_essays_dev.jsonl"
    found = published()
    _say(
        f"Published with the model ({found.scorer}, {found.method}, {found.essays} essays): QWK {found.qwk:.3f},"
        f" RMSE {found.rmse:.3f}, within half a band {found.within_half:.1%}, within one {found.within_one:.1%},"
        f" mean error {found.mean_error:.2f}, bias {found.bias:+.2f}.\n\n"
    )
    if not data.exists():
        _say("The development data is not here (BANDMATE_DEV_DATA): the tables below were not measured.\n")
        return
    essays = read_essays(data)
    _times(essays)
    sample = prepare(essays)
    groups = fitting.groups_of(sample)
    _parts(sample, groups)
    everything = np.arange(len(sample.bands))
    _criteria(sample, fit(sample, everything, choose(sample, everything, groups)))
    _clusters(sample, groups)


def _times(essays: tuple[Marked, ...]) -> None:
    _say("Time for one essay on one core, after warm-up, essays not seen before by the process:\n\n")
    _say("| what | median ms | 95th percentile ms |\n|---|---|---|\n")
    scorer = OfflineScorer.load()
    marker = OfflineMarker(scorer, load_rubric())
    for name, work in (("score", scorer.score), ("score, find evidence, correct, write the report", marker.mark)):
        for marked in essays[:20]:
            work(marked.essay)
        times = []
        for marked in essays[20:120] if name == "score" else essays[120:220]:
            start = time.process_time()
            work(marked.essay)
            times.append(1000 * (time.process_time() - start))
        _say(f"| {name} | {statistics.median(times):.1f} | {np.percentile(times, 95):.1f} |\n")


def _parts(sample: Sample, groups: fitting.Rows) -> None:
    _say(
        "\nWhat each part is worth, by five-fold cross-validation with like prompts kept together (one of the divisions of"
        " the line above); how much say each kind has is chosen inside each fold, but which kinds there are, and the"
        " widening, were chosen on other divisions of the same essays:\n\n"
    )
    _say("| model | QWK | RMSE | within half | within one | QWK Task 1 | QWK Task 2 |\n|---|---|---|---|---|---|---|\n")
    for name, changed, choices in _variants(sample):
        overall = fitting.cross_validate(changed, groups, _ONE_DIVISION, choices).overall
        whole = agreement(overall, sample.bands)
        tasks = [agreement(overall[sample.tasks == t], sample.bands[sample.tasks == t]).qwk for t in (1, 2)]
        _say(
            f"| {name} | {whole.qwk:.3f} | {whole.rmse:.3f} | {whole.within_half:.1%} | {whole.within_one:.1%}"
            f" | {tasks[0]:.3f} | {tasks[1]:.3f} |\n"
        )


def _variants(sample: Sample) -> Iterator[tuple[str, Sample, tuple[Constants, ...]]]:
    """The model as it ships, and with one thing changed."""
    yield "as it ships", sample, CHOICES
    for spread in (1.0, 1.2, 1.6):
        yield f"widened by {spread}", sample, tuple(replace(each, spread=spread) for each in CHOICES)
    yield "no n-grams", sample, tuple(replace(each, ngrams=0.0) for each in CHOICES)
    for name, prefixes in (
        ("no errors, no state of the encoder", ("errors.", "hidden.")),
        ("errors, no state of the encoder", ("hidden.",)),
        ("no length, layout and description", ("length.", "layout.", "describing.")),
        ("no words, sentences and cohesion", ("lexis.", "sentence.", "clause.", "verb.", "grammar.", "linking.",
                                              "reference.", "overlap.", "formulaic.")),
    ):  # fmt: skip
        yield name, _without(sample, prefixes), CHOICES


def _without(sample: Sample, prefixes: tuple[str, ...]) -> Sample:
    kept = [number for number, name in enumerate(sample.names) if not name.startswith(prefixes)]
    return replace(sample, names=tuple(sample.names[number] for number in kept), raw=sample.raw[:, kept])


def _criteria(sample: Sample, model: BandModel) -> None:
    """How each criterion's band goes with the errors that the finder shows, and what planted errors cost it."""
    errors = np.array([100 * len(each.reading.errors) / max(1, len(each.own.text.words)) for each in sample.measures])
    scores = [scores_of(model, marked.essay, each) for marked, each in zip(sample.essays, sample.measures, strict=True)]
    bands = np.array([[float(each.band) for each in score.criteria] for score in scores])
    drops = []
    for marked, own, score in list(zip(sample.essays, sample.measures, scores, strict=True))[::12]:
        spoilt = replace(marked.essay, text=planted(own.own.text.raw, _PLANTED))
        after = scores_of(model, spoilt, measure(spoilt, sample.naturalness))
        drops.append([float(b.band) - float(a.band) for a, b in zip(after.criteria, score.criteria, strict=True)])
    lost = np.array(drops)
    _say(
        f"\nThe four criteria (fitted to all essays): correlation with the errors that the finder shows in 100 words, and"
        f" bands lost where {_PLANTED} errors of grammar in 100 words are planted ({len(lost)} essays):\n\n"
        "| | correlation | bands lost, mean | lost one band or more |\n|---|---|---|---|\n"
    )
    for number, name in enumerate(("task", "coherence", "words", "grammar")):
        _say(
            f"| {name} | {np.corrcoef(bands[:, number], errors)[0, 1]:.2f} | {lost[:, number].mean():.2f}"
            f" | {np.mean(lost[:, number] >= 1):.0%} |\n"
        )


def _clusters(sample: Sample, groups: fitting.Rows) -> None:
    found = fitting.cross_validate(sample, groups, _ONE_DIVISION)
    width = fitting.widths(found, sample, np.arange(len(sample.bands)))
    _say(
        "\nWhole clusters left out: a model that saw none of the cluster, on it. The interval says 80 %; its width is that"
        " of the shipped model, times how unlike the text is to those of the fit.\n\n"
        "| cluster left out | essays | examiners' mean | bias | RMSE | interval holds | interval wider by |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    for each in fitting.leave_out_clusters(sample, groups, width):
        _say(
            f"| {each.cluster} | {each.essays} | {each.mean_band:.2f} | {each.bias:+.2f} | {each.rmse:.2f}"
            f" | {each.coverage:.0%} | {each.stretch:.2f} |\n"
        )


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
