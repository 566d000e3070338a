"""An adapter is promoted, serves from the next answer on in a model that is already loaded, and is rolled back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.finetune.training.run import train
from engine.models.local.model import LocalModel
from engine.models.weights.promoted import Promotions
from engine.ports import Request
from tests.evaluate.test_systems import scored
from tests.finetune.training.conftest import examples, native, recipe_of

if TYPE_CHECKING:
    from engine.finetune.training.recipe import Recipe

__all__ = ["native", "recipe_of"]


def test_promoted_served_and_rolled_back(
    native: Path, recipe_of: Callable[..., Recipe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("BANDMATE_LLM_PATH", str(native))
    monkeypatch.setenv("BANDMATE_LLM_PRECISION", "float32")
    lora = {"lora": {"rank": 8, "layers": "all"}, "learning_rate": 1e-2}
    prefix = {"method": "prefix", "prefix": {"length": 16}, "learning_rate": 0.3}
    first = train(recipe_of(**lora, target=tmp_path / "first")).folder
    second = train(recipe_of(**prefix, target=tmp_path / "second")).folder
    model = LocalModel(native, precision="float32", rows=1, promotions=Promotions(home))
    request = Request(examples()[0].prompt, max_tokens=12, max_seconds=600, adapter="essay")

    def says() -> tuple[str, str | None]:
        answer = model.generate(request)
        return answer.text, answer.adapter

    base = says()
    assert base[1] is None, "nothing serves as essay yet, so the model itself answers"
    refused = CliRunner().invoke(app, ["models", "promote", str(first)])
    assert isinstance(refused.exception, OperatorMistake)
    done = CliRunner().invoke(app, ["models", "promote", str(first), "--unmeasured"])
    assert done.exit_code == 0, done.output
    with_first = says()
    assert with_first[1] == "essay_v1"
    assert with_first[0] != base[0]
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    scored(0.4).write(good)
    scored(1.5).write(bad)
    worse = CliRunner().invoke(app, ["models", "promote", str(second), "--before", str(good), "--after", str(bad)])
    assert isinstance(worse.exception, OperatorMistake)
    assert "worse by more than chance" in str(worse.exception)
    assert says() == with_first, "what was refused does not serve"
    CliRunner().invoke(app, ["models", "promote", str(second), "--before", str(bad), "--after", str(good)])
    assert says()[1] == "essay_v2"
    assert "essay_v1" in CliRunner().invoke(app, ["models", "rollback"]).output
    assert says() == with_first
    CliRunner().invoke(app, ["models", "rollback"])
    assert says() == base
    model.close()


def test_a_damaged_list_is_named_and_nothing_promoted_is_no_rollback(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="No adapter was promoted"):
        Promotions(tmp_path).roll_back("essay")
    (tmp_path / "promoted.json").write_text('{"essay": 7}', "utf-8")
    with pytest.raises(OperatorMistake, match="damaged"):
        Promotions(tmp_path).serving("essay")


@pytest.mark.parametrize(
    ("goal", "why"), [("dpo", "--before and --after"), ("kto", "--after"), ("reward", "BANDMATE_LLM_REWARD")]
)
def test_what_learnt_what_learners_like_does_not_serve_before_its_bands_are_measured(
    tmp_path: Path, goal: str, why: str
) -> None:
    (tmp_path / "training.json").write_text(f'{{"goal": "{goal}"}}', "utf-8")
    refused = CliRunner().invoke(app, ["models", "promote", str(tmp_path), "--unmeasured"])
    assert isinstance(refused.exception, OperatorMistake)
    assert why in str(refused.exception)
