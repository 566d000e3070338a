"""The one command, ``bandmate``. Everything heavy is imported where it is used, so that ``--help`` answers at once.

Exit codes: 0 fine, 1 trouble that may pass, 2 wrong usage, 3 this text cannot be marked, 4 something must be set up.
"""

from __future__ import annotations

import os
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


def _say_version(asked: bool) -> None:  # noqa: FBT001 - what Typer hands over
    if asked:
        from importlib.metadata import version

        typer.echo(f"bandmate {version('bandmate')}")
        raise typer.Exit


@app.callback()
def _whole(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command; every error of ours becomes one sentence and an exit code."""
    try:
        app()
    except LearnerMistake as mistake:
        from bots.replies.notices import reply_to
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
    and ends. With BANDMATE_TELEGRAM_TOKEN or BANDMATE_DISCORD_TOKEN set it serves Telegram or Discord too (and, without
    a terminal, goes on serving).

    Example: bandmate run < essay.txt
    """
    from bots.supervisor import run_everything
    from engine.settings import read_settings

    run_everything(read_settings())


@bot_app.command("console")
def bot_console() -> None:
    """Talk with Bandmate here. Example: bandmate bot console"""
    from bots.console.bot import converse
    from engine.settings import read_settings

    converse(read_settings())


@bot_app.command("telegram")
def bot_telegram() -> None:
    """Serve Telegram, by polling or by webhook. Example: BANDMATE_TELEGRAM_TOKEN=... bandmate bot telegram"""
    from bots import logs
    from bots.telegram.bot import run as run_telegram
    from engine.settings import read_settings
    from engine.store.migrate import upgrade

    settings = read_settings()
    logs.set_up(settings, "telegram")
    upgrade(settings)
    run_telegram(settings)


@bot_app.command("discord")
def bot_discord() -> None:
    """Serve Discord. Example: BANDMATE_DISCORD_TOKEN=... bandmate bot discord"""
    from bots import logs
    from bots.discord.bot import run as run_discord
    from engine.settings import read_settings
    from engine.store.migrate import upgrade

    settings = read_settings()
    logs.set_up(settings, "discord")
    upgrade(settings)
    run_discord(settings)


@app.command()
def worker(
    queues: Annotated[
        str, typer.Option(help="Which calls it takes: those that this machine has the models for, parted by commas.")
    ] = "voice,essay,light",
    warm: Annotated[
        bool,
        typer.Option("--warm", help="Read the language model's weights, and capture its steps, before the first call."),
    ] = False,
) -> None:
    """Mark, listen and rate, until ended. The schedule runs inside it.

    Example, on a machine with a GPU for the language model: bandmate worker --queues essay
    """
    from bots.supervisor import run_worker
    from engine.settings import read_settings
    from worker.app import QUEUES

    wanted = tuple(name.strip() for name in queues.split(","))
    if unknown := set(wanted) - set(QUEUES):
        raise OperatorMistake(f"There is no queue {', '.join(sorted(unknown))}: there are {', '.join(QUEUES)}.")
    if warm:
        os.environ["BANDMATE_LLM_WARM"] = "true"  # the worker is a process of its own
    raise typer.Exit(run_worker(read_settings(), wanted))


@app.command()
def mark(
    file: Annotated[str, typer.Argument(help="A .txt, .md, .docx or .pdf file, or - for standard input.")],
    task: Annotated[
        TaskNumber | None, typer.Option(help="Writing task 1 or 2; left out: what the question in the file sets.")
    ] = None,
    general: Annotated[bool, typer.Option("--general", help="Task 1 is a General Training letter.")] = False,
    prompt: Annotated[str | None, typer.Option(help="The question.")] = None,
    prompt_file: Annotated[Path | None, typer.Option("--prompt-file", help="A file with the question.")] = None,
    llm: Annotated[
        Literal["none", "chatglm2", "server"] | None, typer.Option(help="Which language model explains the mark.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="Folder of converted weights, for --llm chatglm2.")] = None,
    language: Annotated[Literal["en", "zh-Hans"], typer.Option(help="In which language the report is.")] = "en",
    as_json: Json = False,
) -> None:
    """Mark one essay here and now, with no database and no worker.

    A file that begins with its question needs neither --task nor --prompt.

    Example: bandmate mark essay.docx --task 2 --prompt "Some people think ..."
    """
    from bots.cli.mark import mark_file

    code = "W2" if task is TaskNumber.TWO else "W1G" if general else "W1A" if task is TaskNumber.ONE else None
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
    system: Annotated[
        list[str] | None,
        typer.Option("--system", help="constant, words, offline, chatglm2, openai or fused; several may be named."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="With --system: folder for what each said, to compare later.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="With --system: a report with pictures.")] = None,
    as_json: Json = False,
) -> None:
    """Mark every essay of a file and compare with the examiners' bands.

    The offline scorer was fitted on essays; on those same essays it looks better than it is. What it is worth on
    others is in BENCHMARKS.md. With a language model each is reported alone and both fused, with the weight that the
    essays on other questions give. With --system: ranges, by task and band, beside baselines.
    Example: bandmate evaluate writing --data essays.jsonl --system offline --html report.html
    """
    if system:
        from bots.cli.evaluate import evaluate_systems

        evaluate_systems(data, system, out=out, html=html, as_json=as_json)
        return
    from bots.cli.scorers import print_evaluation, print_model_evaluation

    if scorer is Scorer.OFFLINE:
        print_evaluation(data, scorer, as_json=as_json)
    else:
        print_model_evaluation(
            data, "model" if scorer is Scorer.MODEL else "fused", llm=llm, model=model, as_json=as_json
        )


@evaluate_app.command("questions")
def evaluate_questions(
    data: Annotated[Path, typer.Option(help="JSONL as for evaluate writing; its bands are not looked at.")],
    out: Annotated[
        Path | None, typer.Option(help="Also fit on everything, and write the weights to this file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Send every question with its answer in many ways, and count how often the two are told apart (calibrate extra).

    By cross-validation: no question, nor one like it, was seen by the model that is asked. Example:
    bandmate evaluate questions --data essays.jsonl --out engine/data/calibration/question-form.json
    """
    from bots.cli.scorers import print_questions

    try:
        print_questions(data, out, as_json=as_json)
    except ModuleNotFoundError as error:
        raise OperatorMistake("Fitting needs scikit-learn: pip install 'bandmate[calibrate]'") from error


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
    live: Annotated[
        bool,
        typer.Option("--live", help="Only: do the processes of this machine give signs of life? Exit code 0 or 1."),
    ] = False,
) -> None:
    """Say what is configured, what answers, what is missing, and the command that mends it.

    Example: bandmate doctor
    """
    from engine.settings import read_settings

    if live:
        from bots.cli.live import say_who_lives

        raise typer.Exit(0 if say_who_lives(read_settings().home, as_json=as_json) else 1)
    if latency:
        from bots.cli.doctor.printing import print_latency

        print_latency(read_settings(), as_json=as_json)
        return
    from bots.cli.doctor import examine
    from bots.cli.doctor.printing import print_findings

    findings = examine(read_settings())
    print_findings(findings, as_json=as_json)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(4)


def _add_models() -> None:
    from bots.cli.models import add_model_commands

    add_model_commands(app)


def _add_voice() -> None:
    from bots.cli.voice import add_voice_commands

    add_voice_commands(app)


def _add_sound() -> None:
    from bots.cli.sound import add_sound_commands

    add_sound_commands(app)


def _add_errors() -> None:
    from bots.cli.errors import add_error_commands, add_training_of_errors
    from bots.cli.train import train_app

    add_error_commands(evaluate_app)
    add_training_of_errors(train_app)


def _add_training() -> None:
    from bots.cli.comments import evaluate_comments
    from bots.cli.data import data_app
    from bots.cli.evaluate import compare_runs, consistency_of, sheet_of
    from bots.cli.preferences import preferences_of
    from bots.cli.spoken import evaluate_examiner, evaluate_speaking
    from bots.cli.train import train_app

    app.add_typer(data_app, name="data")
    app.add_typer(train_app, name="train")
    evaluate_app.command("compare")(compare_runs)
    evaluate_app.command("consistency")(consistency_of)
    evaluate_app.command("comments")(evaluate_comments)
    evaluate_app.command("speaking")(evaluate_speaking)
    evaluate_app.command("examiner")(evaluate_examiner)
    evaluate_app.command("sheet")(sheet_of)
    evaluate_app.command("preferences")(preferences_of)


def _add_operators() -> None:
    from bots.cli.backup import add_backup_commands
    from bots.cli.bank import bank_app
    from bots.cli.jobs import jobs_app
    from bots.cli.metrics import add_metrics_commands
    from bots.cli.operators import add_operator_commands

    app.add_typer(bank_app, name="bank")
    app.add_typer(jobs_app, name="jobs")
    add_operator_commands(app)
    add_backup_commands(app)
    add_metrics_commands(app)


def _add_index() -> None:
    from bots.cli.index import index_app

    app.add_typer(index_app, name="index")


_add_errors()
_add_index()
_add_models()
_add_training()
_add_voice()
_add_sound()
_add_operators()

if __name__ == "__main__":
    main()
