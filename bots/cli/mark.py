"""``bandmate mark`` and ``bandmate evaluate``: the scorer without chat, database or queue."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console
from rich.markdown import Markdown

from engine.documents.reading import extract_text
from engine.errors import LearnerMistake, OperatorMistake
from engine.ielts.chat import ChatFile
from engine.ielts.submissions import task_of
from engine.ielts.writing import Essay, count_words
from engine.marking.writing.report_json import as_sent, to_json
from engine.marking.writing.report_text import full_report
from engine.practice.conversation import is_english, is_question_alone, read
from engine.settings import read_settings
from engine.wiring import build_marker


def mark_file(
    name: str,
    code: str | None,
    prompt: str | None,
    prompt_file: Path | None,
    *,
    llm: Literal["none", "chatglm2", "server"] | None = None,
    model: Path | None = None,
    language: str = "en",
    as_json: bool,
) -> None:
    """Mark one file and print the report; without ``code``, the task is the one that the file's own question sets.

    Twenty words or fewer are marked too: the exam gives them band 1, and so do we.

    Raises:
        LearnerMistake: the text is empty, not English, or in a file that cannot be read.
        OperatorMistake: there is no such file, or the language model is not set up.
        typer.BadParameter: nobody says which task it is, the file neither.
    """
    settings = read_settings().with_language_model(llm, model)
    text = extract_text(ChatFile(name, _bytes(name)), max_bytes=settings.max_file_bytes)
    if prompt_file is not None:
        prompt = _bytes(str(prompt_file)).decode("utf-8", "replace").strip()
    if not is_english(text):
        raise LearnerMistake("not-english")
    reading = read(text, prompt)
    if code is None and is_question_alone(text):
        raise LearnerMistake("question-alone")
    task = code or reading.task
    if task is None:
        raise typer.BadParameter("no question was found in the text: say which task it answers", param_hint="--task")
    words = count_words(reading.answer)
    if words == 0:
        raise LearnerMistake("empty")
    if words > settings.max_words:
        raise LearnerMistake("too-long", words=words, limit=settings.max_words)
    essay = Essay(reading.answer, task_of(task, reading.prompt))
    marker = build_marker(settings, strict=llm is not None or model is not None)
    report = replace(marker.mark(essay, language), set_aside=reading.set_aside)
    caveat = getattr(marker, "caveat", None)
    if caveat:
        sys.stderr.write(f"{caveat}\n")
    if as_json:
        found = as_sent(to_json(report), reading.own, text)
        if code is None:
            found["prompt"] = reading.prompt
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        Console().print(Markdown(full_report(report, essay.text)))


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise OperatorMistake(f"Cannot read {name}: is there such a file?") from error


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
