"""``bandmate evaluate`` of one scorer: how near it comes to examiners, and how questions are told from answers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

from engine.errors import OperatorMistake
from engine.settings import read_settings
from engine.wiring import build_marker


def print_evaluation(data: Path, scorer: str, *, as_json: bool) -> None:
    """Evaluate and print.

    Raises:
        OperatorMistake: the data cannot be read.
    """
    from engine.evaluate.writing import evaluate_file

    numbers = evaluate_file(data, scorer).as_json()
    if as_json:
        sys.stdout.write(json.dumps(numbers) + "\n")
        return
    for key, value in numbers.items():
        sys.stdout.write(f"{key:18} {value:.3f}\n" if isinstance(value, float) else f"{key:18} {value}\n")


def print_questions(data: Path, out: Path | None, *, as_json: bool) -> None:
    """Evaluate how questions are told from answers, and fit anew where ``out`` is given.

    Raises:
        OperatorMistake: the data cannot be read.
    """
    from engine.evaluate.essays import read_essays
    from engine.evaluate.questions import evaluate, pairs_of, write_model

    pairs = pairs_of(read_essays(data))
    found = evaluate(pairs)
    if out is not None:
        write_model(pairs, out)
    if as_json:
        sys.stdout.write(json.dumps(found.as_json()) + "\n")
        return
    for way, share in found.by_way.items():
        sys.stdout.write(f"{way:32} {share:.1%}\n")
    sys.stdout.write(
        f"{found.pairs} answers, {found.questions} questions: recognised {found.recognised:.1%}, task right"
        f" {found.task:.1%}, answers alone left whole {found.left_whole:.1%}\n"
    )


def print_model_evaluation(
    data: Path,
    scorer: Literal["model", "fused"],
    *,
    llm: Literal["none", "chatglm2", "server"] | None,
    model: Path | None,
    as_json: bool,
) -> None:
    """Evaluate the language model alone, and fused with the offline scorer.

    Raises:
        OperatorMistake: the data cannot be read, there is no language model, or it gave no record at all.
    """
    from engine.evaluate.essays import read_essays
    from engine.evaluate.language_model import measure
    from engine.marking.llm.marker import LlmMarker

    settings = read_settings().with_language_model(llm, model)
    marker = build_marker(settings, strict=True)
    if not isinstance(marker, LlmMarker):
        raise OperatorMistake("No language model is set up: give --model DIR, or set BANDMATE_LLM.")
    found = measure(marker, read_essays(data), at_once=settings.llm_rows)
    if as_json:
        sys.stdout.write(json.dumps(found.as_json(scorer)) + "\n")
        return
    for name, agreement in found.each.items():
        sys.stdout.write(
            f"{name:8} QWK {agreement.qwk:.3f}  RMSE {agreement.rmse:.3f}  within half {agreement.within_half:.1%}"
            f"  within one {agreement.within_one:.1%}\n"
        )
    sys.stdout.write(
        f"{found.model.n} essays, {found.failed} without a record; fitted on all of them, the model's band would count"
        f" {found.fusion.weight:.0%} (`bandmate models measure` writes that down).\n"
    )
