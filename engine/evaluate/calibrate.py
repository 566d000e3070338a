"""Fit the offline scorer to examiners' bands, and say honestly how near it comes: ``bandmate calibrate``.

Everything is seeded, so the same essays give the same file. The agreement that is published comes from essays whose
prompt, and any prompt much like it, the fit had not seen; how much say each kind of measure has is chosen anew inside
each fold, by folds of that fold's own. What needs no band (n-gram frequencies, naturalness) is counted over all texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.evaluate.clusters import LeftOut, clusters
from engine.evaluate.essays import read_essays
from engine.evaluate.fit import CHOICES, COVERAGE, Constants, Flags, Rows, Sample, choose, fit, prepare
from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.metrics import agreement
from engine.ielts.bands import Band, round_to_band
from engine.marking.writing.band_model import MODEL_FILE, BandModel, Vector
from engine.marking.writing.offline import SCORER, around, scores_of

REPORT_SEEDS = (11, 12, 13)
_HELD = 0.815  # share of bands that the interval is made to hold: essays of the next source are harder than these


@dataclass(frozen=True)
class Unseen:
    """What models say of essays that they were not fitted to: unrounded and reported overall bands, and ``stretch``.

    All of shape (n,); ``stretch`` is how much wider than a typical text's the interval is.
    """

    target: Vector
    overall: Vector
    stretch: Vector


def calibrate(data: Path, out: Path, seeds: Sequence[int] = REPORT_SEEDS) -> dict[str, float | int | str]:
    """Fit on all essays of ``data``, write the model and ``accuracy.json`` into ``out``; returns the accuracy.

    Raises:
        OperatorMistake: the data cannot be read.
    """
    sample = prepare(read_essays(data))
    groups = groups_of(sample)
    found = [cross_validate(sample, groups, seed) for seed in seeds]
    everything = np.arange(len(sample.bands))
    model = fit(sample, everything, choose(sample, everything, groups))
    model = replace(model, width=widths(found[0], sample, everything))
    out.mkdir(parents=True, exist_ok=True)
    with (out / MODEL_FILE).open("wb") as file:
        model.save(file)
    accuracy = _accuracy(sample, groups, found)
    (out / "accuracy.json").write_text(json.dumps(accuracy, indent=2) + "\n", "utf-8")
    return accuracy


def groups_of(sample: Sample) -> Rows:
    """A number for each essay, the same for essays on like prompts."""
    return prompt_groups([marked.essay.task.prompt or "" for marked in sample.essays])


def cross_validate(sample: Sample, groups: Rows, seed: int, choices: Sequence[Constants] = CHOICES) -> Unseen:
    """Every essay marked by a model that saw neither its prompt nor one much like it; shapes (n,)."""
    found = Unseen(*(np.zeros(len(sample.bands)) for _ in range(3)))
    fold = folds(groups, seed)
    for number in np.unique(fold):
        rows = np.flatnonzero(fold != number)
        model = fit(sample, rows, choose(sample, rows, groups, choices))
        _mark(model, sample, np.flatnonzero(fold == number), found)
    return found


def leave_out_clusters(sample: Sample, groups: Rows, width: Vector) -> list[LeftOut]:
    """For each cluster of essays: how a model that saw none of it does on it, with intervals of ``width`` (2,)."""
    results = []
    for name, inside in clusters(sample).items():
        rows, held = np.flatnonzero(~inside), np.flatnonzero(inside)
        found = Unseen(*(np.zeros(len(sample.bands)) for _ in range(3)))
        _mark(fit(sample, rows, choose(sample, rows, groups)), sample, held, found)
        error = found.target[held] - sample.bands[held]
        results.append(
            LeftOut(
                name,
                len(held),
                float(sample.bands[held].mean()),
                float(error.mean()),
                float(np.sqrt((error**2).mean())),
                float(_holds(found, sample, width, held).mean()),
                float(found.stretch[held].mean()),
            )
        )
    return results


def _mark(model: BandModel, sample: Sample, rows: Rows, found: Unseen) -> None:
    for row in rows:
        score = scores_of(model, sample.essays[row].essay, sample.measures[row])
        found.target[row], found.overall[row] = score.target, float(score.overall)
        found.stretch[row] = model.stretch(sample.measures[row], int(sample.tasks[row]))


def widths(found: Unseen, sample: Sample, rows: Rows) -> Vector:
    """For each task, the least reach of a typical text's interval with which :data:`_HELD` of the bands are held."""
    steps = np.arange(0.4, 3.0, 0.025)
    result = []
    for task in (1, 2):
        own = rows[sample.tasks[rows] == task]
        held = [_holds(found, sample, np.array([step, step]), own).mean() if own.size else 1.0 for step in steps]
        result.append(float(steps[int(np.argmax(np.array(held) >= _HELD))]))
    return np.array(result)


def _holds(found: Unseen, sample: Sample, width: Vector, rows: Rows) -> Flags:
    """Whether each essay's interval holds the examiner's band, shape (rows,)."""
    return np.array(
        [
            Band(sample.bands[row])
            in around(
                round_to_band(found.target[row]),
                found.target[row],
                width[sample.tasks[row] - 1] * found.stretch[row],
                COVERAGE,
            )
            for row in rows
        ]
    )


def _accuracy(sample: Sample, groups: Rows, found: Sequence[Unseen]) -> dict[str, float | int | str]:
    each = [agreement(one.overall, sample.bands).as_dict() for one in found]
    numbers = {key: round(float(np.mean([one[key] for one in each])), 4) for key in each[0] if key != "n"}
    for task in (1, 2):
        chosen = sample.tasks == task
        kappas = [agreement(one.overall[chosen], sample.bands[chosen]).qwk for one in found]
        numbers[f"qwk_task_{task}"] = round(float(np.mean(kappas)), 4)
    return {
        "scorer": SCORER,
        "essays": len(sample.bands),
        "method": f"5-fold cross-validation by groups of like prompts, mean of {len(found)} divisions",
        **numbers,
        "interval_coverage": round(_coverage(sample, groups, found[0]), 4),
    }


def _coverage(sample: Sample, groups: Rows, found: Unseen) -> float:
    """How often the interval holds when its width, too, comes from other prompts."""
    fold = folds(groups, 99)
    held = [
        _holds(found, sample, widths(found, sample, np.flatnonzero(fold != number)), np.flatnonzero(fold == number))
        for number in np.unique(fold)
    ]
    return float(np.concatenate(held).mean())
