"""The one command, ``bandmate``. Everything heavy is imported where it is used, so that ``--help`` answers at once.

Exit codes: 0 fine, 1 trouble that may pass, 2 wrong usage, 3 this text cannot be marked, 4 something must be set up.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from engine.errors import BandmateError, LearnerMistake, OperatorMistake, TryAgain

app = typer.Typer(
    name="bandmate",
    help="An IELTS coach that lives in Telegram and Discord and runs on your own computer.\n\n"
    "Begin with [bold]bandmate run[/bold]: it marks a sample essay and opens a conversation.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
bot_app = typer.Typer(help="One front end alone; a worker must run beside it.", no_args_is_help=True)
evaluate_app = typer.Typer(help="Measure the scorer against examiners' bands.", no_args_is_help=True)
db_app = typer.Typer(help="The database's shape.", no_args_is_help=True)
app.add_typer(bot_app, name="bot")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(db_app, name="db")


class TaskNumber(StrEnum):
    """Which Writing task."""

    ONE = "1"
    TWO = "2"


class Scorer(StrEnum):
    """What marks."""

    OFFLINE = "offline"
    MODEL = "model"
    FUSED = "fused"


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def main() -> None:
    """Run the command; every error of ours becomes one sentence and an exit code."""
    try:
        app()
    except LearnerMistake as mistake:
        from bots.replies import reply_to
        from engine.ielts.notices import Refused

        _complain(reply_to(Refused(mistake.reason, mistake.facts)).plain, 3)
    except OperatorMistake as mistake:
        _complain(str(mistake), 4)
    except TryAgain as trouble:
        _complain(f"Not now: {trouble}. Try again, or ask: bandmate doctor", 1)
    except BandmateError as error:
        _complain(f"Bandmate could not do this ({type(error).__name__}). Ask: bandmate doctor", 1)
    except KeyboardInterrupt:
        sys.exit(130)


def _complain(sentence: str, code: int) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(code)


@app.command()
def run() -> None:
    """Start everything: database, worker, schedule, front ends.

    In a terminal: marks a sample essay, then talks with you. Without one: marks the sample and whatever is piped in,
    and ends. With BANDMATE_TELEGRAM_TOKEN set it serves Telegram too (and, without a terminal, goes on serving).

    Example: bandmate run < essay.txt
    """
    from bots.supervisor import run_everything
    from engine.settings import read_settings

    run_everything(read_settings())


@bot_app.command("console")
def bot_console() -> None:
    """Talk with Bandmate here. Example: bandmate bot console"""
    from bots.console_bot import converse
    from engine.settings import read_settings

    converse(read_settings())


@bot_app.command("telegram")
def bot_telegram() -> None:
    """Serve Telegram, by polling or by webhook. Example: BANDMATE_TELEGRAM_TOKEN=... bandmate bot telegram"""
    from bots import logs
    from bots.telegram_bot import run as run_telegram
    from engine.settings import read_settings

    settings = read_settings()
    logs.set_up(settings)
    run_telegram(settings)


@app.command()
def worker() -> None:
    """Mark, listen and rate, until ended. The schedule runs inside it. Example: bandmate worker"""
    from bots.supervisor import run_worker
    from engine.settings import read_settings

    raise typer.Exit(run_worker(read_settings()))


@app.command()
def mark(
    file: Annotated[str, typer.Argument(help="A .txt, .md, .docx or .pdf file, or - for standard input.")],
    task: Annotated[TaskNumber, typer.Option(help="Writing task 1 or 2.")],
    general: Annotated[bool, typer.Option("--general", help="Task 1 is a General Training letter.")] = False,
    prompt: Annotated[str | None, typer.Option(help="The question.")] = None,
    prompt_file: Annotated[Path | None, typer.Option("--prompt-file", help="A file with the question.")] = None,
    llm: Annotated[
        Literal["none", "chatglm2", "server"] | None, typer.Option(help="Which language model explains the mark.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="Folder of converted weights, for --llm chatglm2.")] = None,
    language: Annotated[Literal["en", "zh-Hans"], typer.Option(help="In which language a model comments.")] = "en",
    as_json: Json = False,
) -> None:
    """Mark one essay here and now, with no database and no worker.

    Example: bandmate mark essay.docx --task 2 --prompt "Some people think ..."
    """
    from bots.cli_mark import mark_file

    code = "W2" if task is TaskNumber.TWO else "W1G" if general else "W1A"
    mark_file(file, code, prompt, prompt_file, llm=llm, model=model, language=language, as_json=as_json)


@evaluate_app.command("writing")
def evaluate_writing(
    data: Annotated[Path, typer.Option(help="JSONL: task, prompt, essay, bands.overall on each line.")],
    scorer: Annotated[
        Scorer, typer.Option(help="What marks: the offline scorer, the language model alone, or both.")
    ] = Scorer.OFFLINE,
    llm: Annotated[
        Literal["none", "chatglm2", "server"] | None, typer.Option(help="Which language model, for model and fused.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="Folder of converted weights, for --llm chatglm2.")] = None,
    as_json: Json = False,
) -> None:
    """Mark every essay of a file and compare with the examiners' bands.

    The offline scorer was fitted on essays; on those same essays it looks better than it is. What it is worth on
    others is in BENCHMARKS.md. With a language model each is reported alone and both fused, with the weight that the
    essays on other questions give. Example: bandmate evaluate writing --data essays.jsonl
    """
    from bots.cli_mark import print_evaluation, print_model_evaluation

    if scorer is Scorer.OFFLINE:
        print_evaluation(data, scorer, as_json=as_json)
    else:
        print_model_evaluation(
            data, "model" if scorer is Scorer.MODEL else "fused", llm=llm, model=model, as_json=as_json
        )


@app.command()
def calibrate(
    data: Annotated[Path, typer.Option(help="JSONL as for evaluate.")],
    out: Annotated[Path, typer.Option(help="Folder for the model and accuracy.json.")] = Path(
        "engine/data/calibration"
    ),
) -> None:
    """Fit the offline scorer anew and measure it by prompt-disjoint cross-validation (needs the calibrate extra).

    Example: bandmate calibrate --data essays.jsonl --out engine/data/calibration
    """
    import json

    try:
        from engine.evaluate.calibrate import calibrate as fit
    except ModuleNotFoundError as error:
        raise OperatorMistake("Calibrating needs scikit-learn: pip install 'bandmate[calibrate]'") from error
    typer.echo(json.dumps(fit(data, out), indent=2))


@db_app.command("upgrade")
def db_upgrade(revision: Annotated[str, typer.Argument(help="Up to which revision.")] = "head") -> None:
    """Make the database, or bring it to the newest shape. Example: bandmate db upgrade"""
    from engine.settings import read_settings
    from engine.store.migrate import current, upgrade

    upgrade(read_settings(), revision)
    typer.echo(f"The database is at {current(read_settings())[0]}.")


@db_app.command("downgrade")
def db_downgrade(revision: Annotated[str, typer.Argument(help="Down to which revision, or base.")]) -> None:
    """Take the database back; what newer revisions hold is lost. Example: bandmate db downgrade base"""
    from engine.settings import read_settings
    from engine.store.migrate import downgrade

    downgrade(read_settings(), revision)


@db_app.command("current")
def db_current() -> None:
    """Say which revision the database is at, and which is the newest."""
    from engine.settings import read_settings
    from engine.store.migrate import current

    at, newest = current(read_settings())
    typer.echo(f"at {at or 'nothing yet'}, newest {newest}")


@app.command()
def doctor(
    as_json: Json = False,
    latency: Annotated[
        bool, typer.Option("--latency", help="How long learners wait for the examiner, by stage.")
    ] = False,
) -> None:
    """Say what is configured, what answers, what is missing, and the command that mends it.

    Example: bandmate doctor
    """
    from engine.settings import read_settings

    if latency:
        from bots.doctor import print_latency

        print_latency(read_settings(), as_json=as_json)
        return
    from bots.doctor import examine, print_findings

    findings = examine(read_settings())
    print_findings(findings, as_json=as_json)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(4)


def _add_models() -> None:
    from bots.cli_models import add_model_commands

    add_model_commands(app)


def _add_voice() -> None:
    from bots.cli_voice import add_voice_commands

    add_voice_commands(app)


def _add_sound() -> None:
    from bots.cli_sound import add_sound_commands

    add_sound_commands(app)


_add_models()
_add_voice()
_add_sound()

if __name__ == "__main__":
    main()
