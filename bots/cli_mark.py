"""``bandmate mark`` and ``bandmate evaluate``: the scorer without chat, database or queue."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markdown import Markdown

from engine.errors import LearnerMistake, OperatorMistake
from engine.ielts.chat import ChatFile
from engine.ielts.submissions import task_of
from engine.ielts.writing import Essay, count_words
from engine.marking.report_json import to_json
from engine.marking.report_text import full_report
from engine.practice.conversation import is_english, read
from engine.practice.documents import extract_text
from engine.settings import read_settings
from engine.wiring import build_marker


def mark_file(
    name: str,
    code: str,
    prompt: str | None,
    prompt_file: Path | None,
    *,
    llm: Literal["none", "chatglm2", "server"] | None = None,
    model: Path | None = None,
    language: str = "en",
    as_json: bool,
) -> None:
    """Mark one file and print the report.

    Twenty words or fewer are marked too: the exam gives them band 1, and so do we.

    Raises:
        LearnerMistake: the text is empty, not English, or in a file that cannot be read.
        OperatorMistake: there is no such file, or the language model is not set up.
    """
    settings = read_settings().with_language_model(llm, model)
    text = extract_text(ChatFile(name, _bytes(name)), max_bytes=settings.max_file_bytes)
    if prompt_file is not None:
        prompt = _bytes(str(prompt_file)).decode("utf-8", "replace").strip()
    if count_words(text) == 0:
        raise LearnerMistake("empty")
    if not is_english(text):
        raise LearnerMistake("not-english")
    if count_words(text) > settings.max_words:
        raise LearnerMistake("too-long", words=count_words(text), limit=settings.max_words)
    essay = Essay(text, task_of(code, prompt))
    reading = read(text)
    if prompt is None and reading.prompt is not None:
        essay = Essay(reading.answer, task_of(code, reading.prompt))
    marker = build_marker(settings, strict=llm is not None or model is not None)
    report = marker.mark(essay, language)
    caveat = getattr(marker, "caveat", None)
    if caveat:
        sys.stderr.write(f"{caveat}\n")
    if as_json:
        # Offsets are into the file, even where it begins with the question.
        sys.stdout.write(json.dumps(to_json(report, text.find(essay.text)), ensure_ascii=False) + "\n")
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
