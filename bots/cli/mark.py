"""``bandmate mark``: one file marked here and now, without chat, database or queue."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console
from rich.markdown import Markdown

from bots.cli.given import read_given
from engine.documents.reading import extract_text
from engine.errors import LearnerMistake
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
    text = extract_text(ChatFile(name, read_given(name)), max_bytes=settings.max_file_bytes)
    if prompt_file is not None:
        prompt = read_given(str(prompt_file)).decode("utf-8", "replace").strip()
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
        Console().print(Markdown(full_report(report, essay.text, language)))
