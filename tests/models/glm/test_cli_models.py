"""The operator's road from a downloaded checkpoint to a served folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bots.cli.models import add_model_commands
from engine.errors import OperatorMistake

app = typer.Typer()
add_model_commands(app)
run = CliRunner().invoke


def test_help_and_list_import_no_model_library(tmp_path: Path) -> None:
    code = (
        "import sys, typer; from typer.testing import CliRunner; from bots.cli.models import add_model_commands;"
        "app = typer.Typer(); add_model_commands(app);"
        f"r = CliRunner().invoke(app, ['models', 'list', '--folder', {str(tmp_path)!r}]);"
        "assert 'chatglm2-6b' in r.output, r.output;"
        "assert not {'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_from_checkpoint_to_quantised(original: Path, tmp_path: Path) -> None:
    pytest.importorskip("bitsandbytes", reason="needs the llm extra")
    native, small, lora = tmp_path / "native", tmp_path / "small", tmp_path / "lora"
    assert "converted, 36 tensors" in run(app, ["models", "convert", str(original), str(native)]).output
    assert "became" in run(app, ["models", "quantize", str(native), str(small), "--bits", "4"]).output
    adapter = ["models", "adapter", "convert", str(original / "lora"), str(lora), "--base", str(native)]
    assert "LoRA adapter" in run(app, adapter).output
    for folder in (native, small, lora):
        assert "It is whole." in run(app, ["models", "check", str(folder)]).output


def test_mistakes_are_the_operators(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the llm extra")
    result = run(app, ["models", "convert", str(tmp_path), str(tmp_path / "out")])
    assert isinstance(result.exception, OperatorMistake)
    assert run(app, ["models", "quantize", "a", "b", "--bits", "5"]).exit_code == 2
