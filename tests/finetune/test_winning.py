"""Whether an adapter wins against the last one: by pairs that it did not learn from, and by a judge who sees both orders."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

from engine.errors import OperatorMistake
from engine.finetune.preferences.winning import LAST, NEW, Judged, Share, judge, rank
from engine.finetune.training.preferring import prefer
from engine.ports import Completion, Prompt, Request, Stopped
from tests.finetune.training.conftest import native, recipe_of
from tests.finetune.training.test_preferring import LORA, pairs

if TYPE_CHECKING:
    from engine.finetune.training.recipe import Recipe

__all__ = ["native", "recipe_of"]


def test_an_adapter_that_learnt_the_preferences_wins_against_the_model(
    recipe_of: Callable[..., Recipe], native: Path, tmp_path: Path
) -> None:
    data = pairs(tmp_path / "pairs.jsonl")
    told = recipe_of(**LORA, goal="dpo", train=data, steps=8)
    adapter = prefer(told).folder
    found = rank(native, data, adapter, None, precision="float32")
    assert found.new == found.apart == Share(4, 4)
    same = rank(native, data, adapter, adapter, precision="float32")
    assert same.new == same.last
    assert same.apart == Share(0, 4), "against itself it sets nothing farther apart"


class Scripted:
    """Answers as its adapter is called, or judges by what it is told to like."""

    name = "scripted"

    def __init__(self, says: Callable[[Request], str]) -> None:
        self._says = says

    def room(self, prompt: Prompt) -> int:  # noqa: ARG002
        return 1000

    def generate(self, request: Request, on_text: object = None) -> Completion:  # noqa: ARG002
        return Completion(self._says(request), Stopped.END, 0, 0)


def answers(request: Request) -> str:
    return json.dumps({"answer": {NEW: "Say why.", LAST: "Good."}.get(request.adapter or "", "Hm.")})


def liking(text: str) -> Callable[[Request], str]:
    def says(request: Request) -> str:
        first = request.prompt.own.partition("The first answer")[2].partition("The second answer")[0]
        return json.dumps({"better": "first" if text in first else "second"})

    return says


def judged(by: Callable[[Request], str], tmp_path: Path, *, last: bool = True) -> Judged:
    return judge(Scripted(answers), Scripted(by), pairs(tmp_path / "pairs.jsonl"), last=last)


def test_a_judge_sees_both_orders_and_one_that_likes_the_first_lets_nobody_win(tmp_path: Path) -> None:
    assert judged(liking("Say why."), tmp_path) == Judged(4, 0, 0, 0, 0)
    assert judged(liking("Good."), tmp_path) == Judged(0, 4, 0, 0, 0)
    assert judged(liking("Hm."), tmp_path, last=False) == Judged(0, 4, 0, 0, 0)
    swayed = judged(lambda _: '{"better": "first"}', tmp_path)
    assert swayed == Judged(0, 0, 4, 4, 0)
    assert swayed.wins is None
    assert judged(lambda _: "It depends.", tmp_path).failed == 4


def test_a_share_says_how_far_off_it_may_be() -> None:
    low, high = Share(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # Wilson's example is the same in any table
    assert str(Share(8, 10)) == "80% (49% to 94%)"


def test_records_are_not_for_the_judge(tmp_path: Path) -> None:
    path = pairs(tmp_path / "pairs.jsonl")
    path.write_text(path.read_text("utf-8").replace('\\"answer\\"', '\\"TR\\"'), "utf-8")
    with pytest.raises(OperatorMistake, match="no answers to questions"):
        judge(Scripted(answers), Scripted(answers), path, last=True)
