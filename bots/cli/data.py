"""``bandmate data``: from files found in the wild to instruction data."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bots.cli.forgotten import take_out_forgotten
from bots.cli.models import needs_extra

data_app = typer.Typer(no_args_is_help=True, help="Essays with bands: clean, split, count, build instruction data.")
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Source = Annotated[Path, typer.Argument(help="JSONL as `data clean` writes it.", show_default=False)]


class _Task(StrEnum):
    ONE = "1"
    TWO = "2"


@data_app.command("clean")
def clean(
    files: Annotated[
        list[Path],
        typer.Argument(help="CSV, JSON, JSONL, TXT, HTML, DOCX or PDF files; the last name is the JSONL to write."),
    ],
    task: Annotated[_Task | None, typer.Option(help="The task of essays that do not tell theirs.")] = None,
    least_words: Annotated[int, typer.Option(help="Shorter essays are left out.")] = 40,
    most_words: Annotated[int, typer.Option(help="Longer essays are left out.")] = 1500,
    as_json: Json = False,
) -> None:
    """Take out what no candidate wrote, then duplicates; what each rule did is in OUT.report.json.

    Example: bandmate data clean found/*.csv found/*.html essays.jsonl
    """
    needs_extra("train", "ftfy", "rensa")
    from engine.errors import OperatorMistake
    from engine.finetune.data.clean import Limits
    from engine.finetune.data.clean import clean as run

    *sources, target = files
    if not sources or target.suffix != ".jsonl":
        raise OperatorMistake("Name the files to read and then the .jsonl to write.")
    if target in sources:
        raise OperatorMistake("The target is one of the sources: name another.")
    limits = Limits(least_words, most_words, None if task is None else 1 if task is _Task.ONE else 2)
    report = run(sources, target, limits, progress=_each_thousand)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    typer.echo(f"{report.read} essays read, {report.kept} kept in {target}.")
    for reason, count in report.dropped.most_common():
        typer.echo(f"  {count:6} left out: {reason}")
    if report.dropped["task not known"]:
        typer.echo("         (`--task 1` or `--task 2` says the task of those that do not tell theirs)")
    for name, count in report.rules.most_common():
        typer.echo(f"  {count:6} changed by the rule {name}")
    typer.echo(f"Before and after, rule by rule: {target.with_suffix('.report.json')}")


@data_app.command("split")
def split(
    source: Source,
    target: Annotated[Path, typer.Argument(help="Folder for train, validation and test.", show_default=False)],
    held_out: Annotated[float, typer.Option(min=0.01, max=0.4, help="Share of validation, and of test.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Another number, another division.")] = 0,
) -> None:
    """Divide rows so that no question and no near-duplicate is on two sides. Example: bandmate data split e.jsonl sets/"""
    needs_extra("train", "rensa")
    from engine.finetune.data.split import split as run

    take_out_forgotten(source)
    for name, count in run(source, target, held_out=held_out, seed=seed).items():
        typer.echo(f"{target / name}.jsonl: {count} rows")


@data_app.command("stats")
def stats(source: Source, as_json: Json = False) -> None:
    """Count tasks, bands, words, questions and licences. Example: bandmate data stats essays.jsonl"""
    from engine.finetune.data.stats import stats as run

    found = run(source)
    if as_json:
        typer.echo(json.dumps(found.as_json()))
        return
    low, middle, high = found.words
    most = max(found.bands.values(), default=1)
    typer.echo(f"{found.rows} rows on {found.prompts} questions; words {low} to {high}, half of them under {middle}")
    typer.echo("tasks: " + ", ".join(f"{name} {count}" for name, count in found.tasks.items()))
    for band, count in found.bands.items():
        typer.echo(f"  {band:3.1f} {count:6} {'▰' * round(30 * count / most)}")
    typer.echo(
        f"with bands by criterion {found.with_criteria}, with a comment {found.with_comment}, "
        f"synthetic {found.synthetic}, consented {found.consented}"
    )
    typer.echo("licences: " + ", ".join(f"{name} {count}" for name, count in found.licences.items()))


@data_app.command("build")
def build(
    source: Source,
    target: Annotated[Path, typer.Argument(help="JSONL of instructions to write.", show_default=False)],
    seed: Annotated[int, typer.Option(help="Which rows get which extras.")] = 0,
    speaking: Annotated[bool, typer.Option(help="With follow-up questions of the Speaking test.")] = True,
    held_out: Annotated[
        bool, typer.Option("--held-out", help="For a set that measures: follow-up questions that no training set has.")
    ] = False,
) -> None:
    """Make instructions by the prompts that serving uses: records, explanations, refusals, follow-up questions.

    Example: bandmate data build sets/train.jsonl sets/train.instructions.jsonl
    """
    from engine.finetune.data.build import build as run

    take_out_forgotten(source)
    for what, count in sorted(run(source, target, seed=seed, speaking=speaking, held_out=held_out).items()):
        typer.echo(f"{count:6} {what}")


@data_app.command("preferences")
def preferences(
    target: Annotated[Path, typer.Argument(help="JSONL of preferences to write.", show_default=False)],
    most: Annotated[int, typer.Option(min=1, help="Rows that one learner may give, against poisoning.")] = 20,
    held_out: Annotated[
        float, typer.Option(min=0.0, max=0.5, help="Share of learners for TARGET.held-out.jsonl, to measure by.")
    ] = 0.1,
) -> None:
    """Write what learners who allow training thought of reports and answers: pairs and single thumbs.

    Example: bandmate data preferences sets/preferences.jsonl
    """
    needs_extra("train", "ftfy")
    from engine.finetune.preferences.collect import collect
    from engine.settings import read_settings
    from engine.store.migrate import upgrade
    from engine.wiring import open_store

    settings = read_settings()
    upgrade(settings)
    store = open_store(settings)
    with store.transaction() as tx:
        counts = collect(tx.opinions.judged(), tx.privacy.digest, target, most=most, held_out=held_out)
    store.close()
    for what, count in sorted(counts.items()):
        typer.echo(f"{count:6} {what}")
    if not counts["pairs"] + counts["thumbs"]:
        typer.echo("Nobody who allows training has pressed a thumb yet, or suggested a better comment.")


@data_app.command("synthesise")
def synthesise(
    prompts: Annotated[Path, typer.Argument(help="Task 2 questions, one a line.", show_default=False)],
    target: Annotated[Path, typer.Argument(help="JSONL of rows to add to.", show_default=False)],
    url: Annotated[str, typer.Option(help="OpenAI-compatible endpoint; Gemini has one too.", show_default=False)],
    model: Annotated[str, typer.Option(help="The teacher.", show_default=False)],
    budget: Annotated[float, typer.Option(help="Dollars that it may cost.", show_default=False)],
    price_in: Annotated[float, typer.Option(help="Dollars a million tokens read.", show_default=False)],
    price_out: Annotated[float, typer.Option(help="Dollars a million tokens written.", show_default=False)],
    bands: Annotated[str, typer.Option(help="Overall bands, with commas.")] = "4.0,5.0,6.0,7.0,8.0",
    each: Annotated[int, typer.Option(help="Essays of each question and band.")] = 1,
    beside: Annotated[Path | None, typer.Option(help="Rows that must not be repeated.")] = None,
) -> None:
    """Let a teacher write essays at given bands. The key is read from OPENAI_API_KEY. A run that ended goes on.

    Example: bandmate data synthesise questions.txt made.jsonl --url https://... --model big --budget 2 ...
    """
    import os

    needs_extra("llm", "openai")
    needs_extra("train", "rensa", "ftfy")
    from engine.errors import OperatorMistake
    from engine.finetune.data.row import read_rows
    from engine.finetune.data.synthesise import Teacher
    from engine.finetune.data.synthesise import synthesise as run

    try:
        asked = [line.strip() for line in prompts.read_text("utf-8").splitlines() if line.strip()]
        wanted = [float(band) for band in bands.split(",")]
    except (OSError, ValueError) as error:
        raise OperatorMistake("Name a file of questions, one a line, and bands such as 5.0,6.5.") from error
    teacher = Teacher(url, model, os.environ.get("OPENAI_API_KEY", "none"), price_in, price_out)
    known = read_rows(beside) if beside is not None else ()
    tell = _to_stderr
    done = run(teacher, asked, wanted, target, each=each, budget=budget, beside=known, tell=tell)
    typer.echo(
        f"{done.written} essays by {model} in {target} for {done.spent:.2f} dollars; refused: {done.prose} no essay in "
        f"JSON, {done.invented} with invented rules, {done.copied} too like others."
    )
    if done.stopped:
        typer.echo("The budget is spent; the same command with a larger one goes on.")


def _to_stderr(line: str) -> None:
    typer.echo(line, err=True)


def _each_thousand(count: int) -> None:
    if count % 1000 == 0:
        typer.echo(f"{count} essays", err=True)
