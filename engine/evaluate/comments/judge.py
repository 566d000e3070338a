"""A language model as a judge of comments: two beside each other, in both orders, and each by itself on four marks."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.errors import ModelMisbehaved, TryAgain
from engine.evaluate.both_orders import GIVEN, Verdict, in_both_orders
from engine.ielts.writing import Essay
from engine.ports import LanguageModel, Prompt, Request
from engine.prompts import fenced

_TOKENS, _SECONDS = 200, 120.0
_REASON: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": 300}


@dataclass(frozen=True, slots=True)
class Pair:
    """An essay, and what two systems say of it."""

    essay: Essay
    first: str
    second: str


def compare(judge: LanguageModel, pair: Pair) -> Verdict | None:
    """The verdict of a judge who saw the pair in both orders; None where one of the answers was none.

    Raises:
        OperatorMistake: the judge is set up wrongly, or the budget is spent.
    """
    return in_both_orders(lambda first, second: _better(judge, pair.essay, first, second), pair.first, pair.second)


def marks(judge: LanguageModel, essay: Essay, comment: str) -> Mapping[str, int] | None:
    """1 to 5 for each mark of ``judging.toml``; None where the answer was none.

    Raises:
        OperatorMistake: the judge is set up wrongly, or the budget is spent.
    """
    given: Mapping[str, str] = _told()["marks"]
    listed = "\n".join(f"{name}: {what}" for name, what in given.items())
    one_to_five = {name: {"enum": [1, 2, 3, 4, 5]} for name in given}
    said = _asked(judge, _told()["mark"].format(marks=listed), essay, {"The comment": comment}, one_to_five)
    if said is None or not all(said.get(name) in range(1, 6) for name in given):
        return None
    return {name: int(said[name]) for name in given}


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's (1960) kappa of two judges' verdicts on the same pairs: 1 is perfect, 0 is chance."""
    if not one or len(one) != len(other):
        return 0.0
    seen = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    chance = sum((one.count(each) / len(one)) * (other.count(each) / len(other)) for each in {*one, *other})
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


def _better(judge: LanguageModel, essay: Essay, first: str, second: str) -> Verdict | None:
    enum = {"better": {"enum": list(GIVEN)}}
    said = _asked(judge, _told()["compare"], essay, {"The first comment": first, "The second comment": second}, enum)
    try:
        return None if said is None else Verdict(said["better"])
    except (KeyError, ValueError):
        return None


def _asked(
    judge: LanguageModel, task: str, essay: Essay, comments: Mapping[str, str], answers: Mapping[str, object]
) -> dict[str, Any] | None:
    parts = {"The task": essay.task.prompt or "(not known)", "The candidate's answer": essay.text, **comments}
    properties = {"reason": _REASON, **answers}
    schema = {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
    prompt = Prompt(f"{_told()['role'].strip()}\n{task.strip()}", fenced(parts))
    try:
        said = json.loads(judge.generate(Request(prompt, _TOKENS, _SECONDS, schema=schema)).text)
    except (TryAgain, ModelMisbehaved, ValueError):
        return None
    return said if isinstance(said, dict) else None


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(files("engine.data").joinpath("evaluate/judging.toml").read_text("utf-8"))
