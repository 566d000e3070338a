"""A teacher's essays are checked like anything from outside, cost no more than was allowed, and are never taken for people's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("openai", reason="needs the llm extra")

from engine.errors import OperatorMistake, TryAgain
from engine.finetune.data.row import Row, read_rows
from engine.finetune.data.synthesise import Teacher, estimate, synthesise
from tests.doubles.teacher import TeacherServer, teaching
from tests.finetune.essays import answer, line, question


def said(seed: int, *rules: str) -> str:
    return json.dumps({"essay": answer(seed), "rules": rules or ("W2.TR.6.a",)})


def teacher(server: TeacherServer) -> Teacher:
    return Teacher(server.url, "big", "key", price_in=1.0, price_out=2.0)


def test_rows_name_their_teacher_and_what_is_no_essay_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "made.jsonl"
    beside = [Row(id="x", **line(3))]  # type: ignore[arg-type]
    with teaching(
        said(1), "Certainly! Here is an essay at band 6.", said(2, "W2.TR.6.invented"), said(3), said(1), said(5)
    ) as server:
        done = synthesise(teacher(server), [question(1), question(2)], [5.0, 6.0, 7.0], target, budget=5, beside=beside)
    assert (done.written, done.prose, done.invented, done.copied) == (2, 1, 1, 2)
    rows = list(read_rows(target))
    assert {row.teacher for row in rows} == {"big"}
    assert {row.source for row in rows} == {"synthetic"}
    assert [row.bands and row.bands.overall for row in rows] == [5.0, 7.0]
    assert question(1) in server.asked[0]
    assert "W2.TR.5" in server.asked[0]
    assert done.spent == pytest.approx(6 * (1000 * 1.0 + 500 * 2.0) / 1e6)


def test_a_run_goes_on_and_asks_only_for_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "made.jsonl"
    with teaching(said(1), "prose", said(2)) as server:
        synthesise(teacher(server), [question(1)], [5.0, 6.0], target, budget=5)
        assert len(server.asked) == 2
        again = synthesise(teacher(server), [question(1)], [5.0, 6.0], target, budget=5)
        assert (len(server.asked), again.written) == (3, 1)
        assert synthesise(teacher(server), [question(1)], [5.0, 6.0], target, budget=5).written == 0
        assert len(server.asked) == 3


def test_the_cost_is_estimated_before_and_capped_during(tmp_path: Path) -> None:
    with teaching(*(said(seed) for seed in range(9))) as server:
        dear = Teacher(server.url, "big", "key", price_in=1000.0, price_out=1000.0)
        expected = estimate(dear, [question(1)], [6.0], 1)
        with pytest.raises(OperatorMistake, match="budget"):
            synthesise(dear, [question(1)], [6.0], tmp_path / "made.jsonl", budget=expected / 2)
        assert server.asked == []
        cheap = Teacher(server.url, "big", "key", price_in=0.001, price_out=0.001)
        dearer_than_told = estimate(cheap, [question(1)], [5.0, 6.0, 7.0, 8.0], 1)
        server.answers = [said(seed) for seed in range(20, 29)]
        done = synthesise(cheap, [question(1)], [5.0, 6.0, 7.0, 8.0], tmp_path / "made.jsonl", budget=dearer_than_told)
        assert done.spent <= dearer_than_told + 1500 * 0.001 / 1e6


def test_a_teacher_that_is_away_leaves_what_was_written(tmp_path: Path) -> None:
    gone = Teacher("http://127.0.0.1:9/v1", "big", "key", 0.1, 0.1)
    with pytest.raises(TryAgain):
        synthesise(gone, [question(1)], [6.0], tmp_path / "made.jsonl", budget=1)
