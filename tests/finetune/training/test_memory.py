"""The memory that is calculated is the memory that was measured, at 6B's shape on a data-centre card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("peft", reason="needs the llm extra")

from engine.errors import OperatorMistake
from engine.finetune.training.memory import Plan, plan, refuse_too_large
from engine.finetune.training.recipe import Recipe, read_recipe
from tests.finetune.training.shapes import MEASURED, SIX_BILLION


@pytest.fixture
def six_billion(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text(json.dumps(SIX_BILLION), "utf-8")
    return tmp_path


def recipe(model: Path, **more: Any) -> Recipe:
    return Recipe.model_validate({"model": model, "target": "t", "train": "x", "precision": "nf4"} | more)


@pytest.mark.parametrize(("settings", "answer", "measured"), MEASURED)
def test_it_is_within_five_percent_of_what_was_measured(
    six_billion: Path, settings: dict[str, Any], answer: int, measured: float
) -> None:
    found = plan(recipe(six_billion, **settings), answer_tokens=answer)
    assert found.peak / 1e9 == pytest.approx(measured, rel=0.05)


def test_the_bars(six_billion: Path) -> None:
    """LoRA at 1,024 tokens within 6.0 GB; P-Tuning v2 within the 6.7 GB that its authors published."""
    assert plan(recipe(six_billion, length=1024)).total < 6.0e9
    assert plan(recipe(six_billion, length=1024, method="prefix", prefix={"length": 128})).total < 6.7e9


@pytest.mark.parametrize("path", sorted(Path("deploy/recipes").glob("*.toml")), ids=lambda path: path.name)
def test_every_recipe_fits_the_card_that_it_is_for(six_billion: Path, path: Path) -> None:
    found = read_recipe(path).model_copy(update={"model": six_billion})
    refuse_too_large(plan(found), found)


def test_what_will_not_fit_is_refused_with_what_would_help(six_billion: Path) -> None:
    large = recipe(six_billion, length=4096, batch=2, checkpointing=False, card_gb=8.0)
    with pytest.raises(OperatorMistake, match=r"card has 8\.0 GB.*checkpointing = true.*batch"):
        refuse_too_large(plan(large), large)


def test_a_whole_model_counts_every_weight(six_billion: Path) -> None:
    found: Plan = plan(recipe(six_billion, method="full", precision="float32", optimiser="adamw"))
    assert found.millions_trained == pytest.approx(6243.6, rel=1e-3)
    assert found.total > 90e9


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="no converted model"):
        plan(recipe(tmp_path))
