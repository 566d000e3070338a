"""The error finder: ``bandmate evaluate errors``, ``bandmate train errors``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bots.cli.models import needs_extra


def add_error_commands(evaluate_app: typer.Typer) -> None:
    """Add ``errors`` to what can be evaluated."""
    evaluate_app.command("errors")(evaluate_errors)


def evaluate_errors(
    data: Annotated[Path, typer.Option(help="Folder with one NAME.src and NAME.ref0 to NAME.ref3, a sentence a line.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Find errors in learners' sentences and compare with what four people corrected.

    Example: bandmate evaluate errors --data jfleg/dev
    """
    from engine.evaluate.errors import evaluate_folder

    found = evaluate_folder(data)
    if as_json:
        typer.echo(json.dumps(found.as_json()))
        return
    typer.echo(
        f"{found.n} sentences: precision {found.precision:.3f}, recall {found.recall:.3f}, F0.5 {found.f05:.3f},"
        f" GLEU {found.gleu:.3f}; {found.ms_per_sentence:.0f} ms a sentence"
    )
    for kind, numbers in found.per_kind.items():
        typer.echo(f"{kind:13} {numbers['flagged']:4.0f} words flagged, {numbers['precision']:.0%} rightly")


def add_training_of_errors(train_app: typer.Typer) -> None:
    """Add ``errors`` to what can be trained."""
    train_app.command("errors")(train_errors)


def train_errors(
    texts: Annotated[list[Path], typer.Argument(help="Plain clean texts, a sentence a line (also .gz).")],
    out: Annotated[Path, typer.Option(help="Folder for the weights; a run that was ended goes on in it.")],
    start: Annotated[
        Path | None, typer.Option(help="An encoder, or an earlier run, to begin with; none: new weights.")
    ] = None,
    steps: Annotated[int, typer.Option(help="Batches; 10,000 of 1,024 took a GPU six minutes.")] = 10_000,
    rows: Annotated[int, typer.Option(help="Sentences in a batch.")] = 256,
    rate: Annotated[float, typer.Option(help="Learning rate at its highest.")] = 4e-4,
    clean: Annotated[float, typer.Option(help="Share of sentences that are left without fault.")] = 0.25,
    workers: Annotated[int, typer.Option(help="Processes that spoil sentences meanwhile.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed, the same sentences.")] = 1,
) -> None:
    """Teach the error finder from clean text that is spoilt as learners spoil it (needs the train extra).

    Example: bandmate train errors books.txt --start minilm --out weights
    """
    needs_extra("train", "torch", "transformers", "onnx", "onnxscript")
    from engine.finetune.errors.training import Plan, train

    plan = Plan(steps=steps, rows=rows, rate=rate, clean=clean, seed=seed, workers=workers)
    done = train(texts, out, start, plan, tell=lambda line: typer.echo(line, err=True))
    typer.echo(
        f"{out}: planted errors found {done.recall:.0%}, rightly {done.precision:.0%}; {done.exported.megabytes:.1f} MB,"
        f" agreeing with the model on {done.exported.agreeing:.1%} of words."
    )
