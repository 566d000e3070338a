"""``evaluate writing`` with a language model: each alone and both fused, through the command and a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("openai", reason="needs the server extra")

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.marking.writing.samples import sample_essay
from tests.doubles.fake_model import FakeModel
from tests.doubles.model_server import serving


@pytest.fixture
def data(tmp_path: Path) -> Path:
    lines = []
    for task, code, band in ((1, "W1A", 6.0), (2, "W2", 6.0), (1, "W1G", 6.5)):
        essay = sample_essay(code)
        marked = {"task": task, "prompt": essay.task.prompt, "essay": essay.text, "bands": {"overall": band}}
        lines.append(json.dumps(marked))
    path = tmp_path / "essays.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def evaluate(data: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["evaluate", "writing", "--data", str(data), *words], catch_exceptions=False)
    return result.stdout


def test_each_alone_and_both_fused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(FakeModel("6.0")) as server:
        monkeypatch.setenv("BANDMATE_LLM_URL", server.url)
        alone = json.loads(evaluate(data, "--scorer", "model", "--llm", "server", "--json"))
        fused = json.loads(evaluate(data, "--scorer", "fused", "--llm", "server", "--json"))
        told = evaluate(data, "--scorer", "fused", "--llm", "server")
    assert alone["n"] == 3
    assert alone["exact"] == pytest.approx(2 / 3), "it says 6 to each"
    assert {"offline", "model", "fused"} < alone.keys()
    assert alone["offline"] == fused["offline"]
    assert fused["rmse"] == fused["fused"]["rmse"]
    assert [line.split()[0] for line in told.splitlines()[:3]] == ["offline", "model", "fused"]


def test_without_a_model_it_says_what_to_do(data: Path) -> None:
    with pytest.raises(OperatorMistake, match="--model DIR"):
        evaluate(data, "--scorer", "fused")
