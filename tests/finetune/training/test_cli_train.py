"""``bandmate train RECIPE.toml``: the plan loads nothing, a run that will not fit is refused, and one that fits trains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

from bots.cli.main import app
from engine.errors import OperatorMistake
from tests.finetune.training.conftest import examples, write


@pytest.fixture
def recipe(native: Path, tmp_path: Path) -> Path:
    write(tmp_path / "train.jsonl", examples())
    path = tmp_path / "recipe.toml"
    path.write_text(
        f'model = "{native}"\nprecision = "float32"\ntarget = "{tmp_path / "adapter"}"\n'
        f'train = "{tmp_path / "train.jsonl"}"\nlength = 128\nsteps = 2\naccumulate = 1\n',
        "utf-8",
    )
    return path


def test_a_recipe_is_trained_by_its_name_alone(recipe: Path) -> None:
    done = CliRunner().invoke(app, ["train", str(recipe)])
    assert done.exit_code == 0, done.output
    assert "It is heard in serving" in done.output
    assert (recipe.parent / "adapter" / "README.md").exists()


def test_the_plan_loads_nothing_and_refuses(recipe: Path) -> None:
    done = CliRunner().invoke(app, ["train", str(recipe), "--plan", "--json"])
    assert json.loads(done.output)["total"] < 1
    assert not (recipe.parent / "adapter").exists()
    recipe.write_text(recipe.read_text("utf-8") + "card_gb = 0.1\n", "utf-8")
    refused = CliRunner().invoke(app, ["train", "--plan", str(recipe)])
    assert isinstance(refused.exception, OperatorMistake)
    assert "the card has 0.1 GB" in str(refused.exception)


def test_an_adapter_is_merged(recipe: Path, native: Path, tmp_path: Path) -> None:
    CliRunner().invoke(app, ["train", str(recipe)])
    done = CliRunner().invoke(
        app, ["models", "adapter", "merge", str(native), str(tmp_path / "adapter"), str(tmp_path / "merged")]
    )
    assert done.exit_code == 0, done.output
    assert list((tmp_path / "merged").glob("*.safetensors"))
