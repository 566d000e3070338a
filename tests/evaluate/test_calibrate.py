"""Fitting: the same essays give the same file, which reads back as it was written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from engine.marking.writing.accuracy import published
from engine.marking.writing.band_model import MODEL_FILE, shipped

pytest.importorskip("sklearn")


@pytest.mark.slow
@pytest.mark.needs_data
def test_the_same_essays_give_the_same_model(dev_data: Path, tmp_path: Path) -> None:
    from engine.evaluate.calibrate import calibrate

    lines = (dev_data / "ielts_essays_dev.jsonl").read_text("utf-8").splitlines()[::14]
    (tmp_path / "few.jsonl").write_text("\n".join(lines), "utf-8")
    found = [calibrate(tmp_path / "few.jsonl", tmp_path / name, seeds=(1,)) for name in ("one", "two")]
    assert found[0] == found[1]
    digests = {hashlib.sha256((tmp_path / name / MODEL_FILE).read_bytes()).hexdigest() for name in ("one", "two")}
    assert len(digests) == 1


def test_the_shipped_model_is_small_and_holds_numbers_only() -> None:
    model = shipped()
    assert all(name.partition(".")[0] in _KINDS for name in model.names)
    assert model.coverage == 0.8
    assert (model.width > 0).all()


def test_what_is_published_is_what_calibration_wrote() -> None:
    found = published()
    assert found.essays == 889
    assert "cross-validation" in found.method
    assert 0.4 < found.qwk < 1
    assert json.dumps(found.within_half)


_KINDS = {
    "length", "layout", "sentence", "clause", "verb", "grammar", "linking", "reference", "overlap", "lexis", "errors",
    "formulaic", "describing", "hidden",
}  # fmt: skip
