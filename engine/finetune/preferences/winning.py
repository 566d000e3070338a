"""``bandmate evaluate preferences``: does an adapter win against the last one? By held-out preferences, and by a judge.

By preferences: the share of held-out pairs in which the answer that was preferred is the likelier one (mean
log-probability a token), with each adapter, and the share in which the new adapter sets the two farther apart in the right
direction. By a judge: both adapters answer the held-out prompts, and a language model sees each pair of answers twice,
the second time the other way round; where it is swayed by the order nobody wins.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import torch
from peft import PeftModel

from engine.errors import ModelMisbehaved, OperatorMistake
from engine.evaluate.both_orders import GIVEN, Verdict, in_both_orders
from engine.finetune.data.preference import Preference, read_preferences
from engine.finetune.training.examples import ExampleEncoder
from engine.finetune.training.preferring import likelihood, pair_ids
from engine.finetune.training.settings import hush
from engine.models.local.loading import Precision, load
from engine.models.local.model import LocalModel
from engine.models.weights.adapters import AdapterKind, kind_of
from engine.ports import LanguageModel, Prompt, Request
from engine.prompts import ANSWER_CHARS, fenced

NEW, LAST = "new", "last"
_ANSWER: dict[str, object] = {
    "type": "object", "properties": {"answer": {"type": "string", "minLength": 1, "maxLength": ANSWER_CHARS}},
    "required": ["answer"], "additionalProperties": False,
}  # fmt: skip
_VERDICT: dict[str, object] = {
    "type": "object", "properties": {"better": {"enum": list(GIVEN)}}, "required": ["better"],
    "additionalProperties": False,
}  # fmt: skip
_TOKENS, _SECONDS = 800, 120.0
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """``of`` so many ``count``; ``low`` and ``high`` hold the true share in 95 of 100 samples (Wilson, 1927)."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.count / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        share, n, square = self.value, self.of, _Z**2
        middle = share + square / (2 * n)
        spread = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
        return (middle - spread) / (1 + square / n), (middle + spread) / (1 + square / n)

    def __str__(self) -> str:
        """For a person."""
        low, high = self.interval
        return f"{self.value:.0%} ({low:.0%} to {high:.0%})"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Pairs in which the preferred answer is the likelier one, with each adapter; and those that the new one sets apart."""

    new: Share
    last: Share
    apart: Share


def rank(
    folder: Path, pairs: Path, adapter: Path, last: Path | None, *, precision: Precision = "auto", length: int = 2048
) -> Ranked:
    """Both adapters on the same held-out pairs; ``last`` ``None`` is the model itself.

    Raises:
        OperatorMistake: there are no pairs, or an adapter is no LoRA of this model.
        TryAgain: there is no memory for the model now.
    """
    for each in (adapter, last):
        if each is not None and kind_of(each) is AdapterKind.PREFIX:
            raise OperatorMistake(f"{each} is a prefix: preferences are learnt, and measured, with a LoRA.")
    hush()
    loaded = load(folder, precision)
    encoder = ExampleEncoder(loaded, length)
    rows = [pair_ids(each, encoder, whole=False) for each in _pairs(pairs)]
    model = PeftModel.from_pretrained(loaded.model, str(adapter), adapter_name=NEW)
    if last is not None:
        model.load_adapter(str(last), adapter_name=LAST)
    model.eval()
    margins: dict[str, list[float]] = {}
    for name in (NEW, LAST):
        off = name == LAST and last is None
        if not off:
            model.set_adapter(name)
        without: AbstractContextManager[object] = model.disable_adapter() if off else nullcontext()
        with without, torch.no_grad():
            margins[name] = [
                likelihood(model, row, "chosen_ids") - likelihood(model, row, "rejected_ids") for row in rows
            ]
    right = {name: Share(sum(each > 0 for each in found), len(rows)) for name, found in margins.items()}
    apart = sum(new > old for new, old in zip(margins[NEW], margins[LAST], strict=True))
    return Ranked(right[NEW], right[LAST], Share(apart, len(rows)))


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts on answers to held-out prompts; ``swayed`` are among nobody's, ``failed`` got no verdict."""

    new: int
    last: int
    nobody: int
    swayed: int
    failed: int

    @property
    def wins(self) -> Share | None:
        """Of the answers that one of the two won; ``None``: nobody won any."""
        return Share(self.new, self.new + self.last) if self.new + self.last else None


def judge(model: LanguageModel, by: LanguageModel, pairs: Path, *, last: bool, most: int = 100) -> Judged:
    """Answers up to ``most`` held-out questions with ``model``'s adapters ``new`` and ``last``, and asks ``by``.

    Prompts for whole records are left to ``evaluate writing``; without a ``last`` adapter it is the model alone.

    Raises:
        OperatorMistake: there is nothing to judge, or model or judge are set up wrongly.
        TryAgain: one of them is away.
    """
    asked = [each for each in _pairs(pairs) if each.chosen is not None and _says(each.chosen) is not None][:most]
    if not asked:
        raise OperatorMistake(f"{pairs.name} holds no answers to questions for a judge to compare.")
    counts: Counter[str] = Counter()
    for each in asked:
        prompt = Prompt(each.shared, each.own)
        try:
            new, old = (_answer(model, prompt, name) for name in (NEW, LAST if last else None))
            counts[_verdict(by, prompt, new, old)] += 1
        except ModelMisbehaved:
            counts["failed"] += 1
    return Judged(
        counts[NEW],
        counts[LAST],
        counts[Verdict.EQUAL] + counts[Verdict.SWAYED],
        counts[Verdict.SWAYED],
        counts["failed"],
    )


def served(folder: Path, precision: Precision, adapter: Path, last: Path | None) -> LocalModel:
    """The model as it is served, with both adapters."""
    adapters = {NEW: adapter, **({LAST: last} if last is not None else {})}
    return LocalModel(folder, precision=precision, adapters=adapters, rows=2)


def _pairs(path: Path) -> Sequence[Preference]:
    found = [each for each in read_preferences(path) if each.is_pair]
    if not found:
        raise OperatorMistake(f"{path.name} holds no pairs.")
    return found


def _answer(model: LanguageModel, prompt: Prompt, adapter: str | None) -> str:
    said = model.generate(Request(prompt, _TOKENS, _SECONDS, _ANSWER, adapter)).text
    answer = _says(said)
    if answer is None:
        raise ModelMisbehaved("the answer is none")
    return answer


def _says(answer: str) -> str | None:
    try:
        told = json.loads(answer)
    except ValueError:
        return None
    said = told.get("answer") if isinstance(told, dict) and len(told) == 1 else None
    return said if isinstance(said, str) else None


def _verdict(by: LanguageModel, prompt: Prompt, new: str, last: str) -> str:
    if new == last:
        return Verdict.EQUAL
    found = in_both_orders(lambda first, second: _better(by, prompt, first, second), new, last)
    if found is None:
        raise ModelMisbehaved("the judge gave no verdict")
    return {Verdict.FIRST: NEW, Verdict.SECOND: LAST}.get(found, str(found))


def _better(by: LanguageModel, prompt: Prompt, first: str, second: str) -> Verdict | None:
    parts = {"What the teacher was asked": prompt.own, "The first answer": first, "The second answer": second}
    said = by.generate(Request(Prompt(_role(), fenced(parts)), _TOKENS, _SECONDS, _VERDICT)).text
    try:
        better = Verdict(json.loads(said)["better"])
    except (ValueError, KeyError, TypeError):
        return None
    return better if better in GIVEN else None


@cache
def _role() -> str:
    return str(
        tomllib.loads(files("engine.data").joinpath("preferences/judging.toml").read_text("utf-8"))["role"]
    ).strip()
