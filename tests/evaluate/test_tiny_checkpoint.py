"""Every `evaluate` with weights in this process, on the tiny checkpoint: what it writes is nonsense, and is counted so.

Claims are of form alone: invalid answers are counted and end nothing, no rule is invented (the grammar of the answer has
none but real ones), and baselines stand beside.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

from bots.cli.main import app
from engine.evaluate.speaking.candidates import candidates
from engine.evaluate.speaking.ordered import half
from tests.evaluate.test_speaking import ROWS
from tests.finetune.essays import line, write_jsonl
from tests.finetune.training.conftest import native

__all__ = ["native"]

Evaluate = Callable[..., dict[str, Any]]


@pytest.fixture
def evaluate(native: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """Runs a command with --json and --html, and gives what it told; the page is ``page.html``."""
    monkeypatch.setenv("BANDMATE_LLM", "chatglm2")
    monkeypatch.setenv("BANDMATE_LLM_PATH", str(native))
    monkeypatch.setenv("BANDMATE_LLM_PRECISION", "float32")
    # Nonsense is as long as it may be.
    for most in (
        "engine.prompts.REASONING_CHARS",
        "engine.prompts.QUOTE_CHARS",
        "engine.evaluate.speaking.rater.REASON_CHARS",
    ):
        monkeypatch.setattr(most, 10)
    monkeypatch.setattr("engine.prompts.MOST_CORRECTIONS", 1)

    def run(*words: object) -> dict[str, Any]:
        page = ["--html", str(tmp_path / "page.html"), "--json"]
        done = CliRunner().invoke(app, ["evaluate", *map(str, words), *page], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return run


def test_the_examiner(evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.evaluate.speaking.examiner.candidates", lambda: candidates()[:1])
    told = evaluate("examiner", "--system", "chatglm2", "--tests", 1, "--gate")
    assert told["clean"]
    assert told["worded"] + told["failed"] > 2
    assert told["taken"] == 0
    assert told["beside"]["system"] == "offline"
    assert told["beside"]["clean"]
    assert "native" in (tmp_path / "page.html").read_text("utf-8")


def test_comments(evaluate: Evaluate, tmp_path: Path) -> None:
    data = write_jsonl(tmp_path / "essays.jsonl", [line(1, comment="A clear answer.")])
    told = evaluate("comments", "--data", data, "--system", "chatglm2", "--gate")
    assert list(told) == ["chatglm2", "offline", "judgement"]
    claimed, shown = told["chatglm2"]["claimed"], told["chatglm2"]["shown"]
    assert claimed["records"] == 1
    assert claimed["findings"] >= claimed["invented_quotes"]
    assert claimed["invented_rules"] == shown["invented_rules"] == shown["invented_quotes"] == 0
    assert (tmp_path / "page.html").read_text("utf-8").count("<table>") == 2


def test_speaking(evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.evaluate.speaking.ordered.WORSE", {"half of each answer": half})
    short: list[dict[str, Any]] = [{**row, "part1": row["part1"][:3], "part3": row["part3"][:1]} for row in ROWS]  # type: ignore[index]
    data = write_jsonl(tmp_path / "tests.jsonl", short)
    told = evaluate("speaking", "--data", data, "--system", "chatglm2", "--system", "fused")
    assert list(told["bands"]) == ["constant", "words", "speaking-4", "native", "native, fused"]
    for name in ("native", "native, fused"):
        measured = told["bands"][name]
        assert measured["n"] + measured["failed"] == len(ROWS)
    offline, by_model = told["order"]
    assert (offline["system"], offline["failed"]) == ("speaking-4", 0)
    assert by_model["system"] == "native"
    assert by_model["pairs"] + by_model["failed"] == len(ROWS)
    assert (tmp_path / "page.html").read_text("utf-8").count("<svg") == 5
