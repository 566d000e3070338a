"""A scorer against a file of marked essays: what is printed, also where no question is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.evaluate.writing import evaluate_file
from engine.marking.writing.samples import sample_essay

KEYS = {
    "n", "qwk", "rmse", "mse", "pearson", "exact", "within_half", "within_one", "interval_coverage", "ms_per_essay",
}  # fmt: skip


@pytest.mark.parametrize("prompt", [None, "", "A question that nobody has seen before?"])
def test_a_file_is_scored_whatever_its_questions(tmp_path: Path, prompt: str | None) -> None:
    lines = [
        {"task": task, "prompt": prompt, "essay": sample_essay(code).text, "bands": {"overall": band}}
        for code, task, band in (("W2", 2, 6.0), ("W1A", 1, 6.5))
    ]
    file = tmp_path / "marked.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    found = evaluate_file(file).as_json()
    assert set(found) == KEYS
    assert found["n"] == 2
    assert evaluate_file(file, "offline-3").agreement == evaluate_file(file).agreement


def test_an_unknown_scorer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake):
        evaluate_file(tmp_path / "none.jsonl", "oracle")
