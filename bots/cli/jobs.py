"""``bandmate jobs``: what waits, what is worked on and what was given up, and what can be done about it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.operators import opened
from engine.errors import OperatorMistake
from engine.jobs import Job, JobKind, JobState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

    from engine.store.store import Transaction

jobs_app = typer.Typer(
    help="What waits for a worker, and what was given up. No learner's words or names are shown.", no_args_is_help=True
)
Which = Annotated[str, typer.Argument(help="Which job, as `bandmate jobs list` names it, such as essay:12.")]


@jobs_app.command("list")
def list_jobs(
    state: Annotated[JobState | None, typer.Option(help="Only these.")] = None,
    most: Annotated[int, typer.Option(min=1, help="So many of each kind.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list and nothing else.")] = False,
) -> None:
    """Show jobs: those that wait, those in work, and those that were given up after BANDMATE_MAX_ATTEMPTS tries.

    Example: bandmate jobs list --state given-up
    """
    with opened().transaction() as tx:
        found = [job for each in JobState if state in (None, each) for job in tx.jobs.those(each, most)]
    if as_json:
        typer.echo(json.dumps([_facts(job) for job in found]))
    elif found:
        from rich.console import Console

        Console().print(_table(found))
    else:
        typer.echo("There are no such jobs.")


@jobs_app.command("retry")
def retry(which: Which) -> None:
    """Try a job again, from its first try: one that was given up, or one that waits for its next.

    Example: bandmate jobs retry essay:12
    """
    with _job(which) as (tx, job):
        if job.state is JobState.WORKING:
            raise OperatorMistake(f"{job.name} is being worked on: wait for it, or `bandmate jobs drop {job.name}`.")
        if not tx.jobs.retry(job):
            raise OperatorMistake(f"{job.name} cannot be tried again: its recording was erased when it was given up.")
    typer.echo(f"{job.name} waits for a worker, which is called within seconds.")


@jobs_app.command("drop")
def drop(which: Which) -> None:
    """Give a job up now: its learner is told kindly, and it counts for no quota. Example: bandmate jobs drop essay:12"""
    with _job(which) as (tx, job):
        if job.state is JobState.GIVEN_UP:
            raise OperatorMistake(f"{job.name} was given up already, and its learner has been told.")
        tx.jobs.drop(job)
    typer.echo(f"{job.name} is given up.")


@contextmanager
def _job(name: str) -> Iterator[tuple[Transaction, Job]]:
    kind, _, number = name.strip().partition(":")
    if kind not in list(JobKind) or not number.isdecimal():
        kinds = ", ".join(f"{each}:12" for each in JobKind)
        raise OperatorMistake(f"Write the job as `bandmate jobs list` names it: {kinds}.")
    with opened().transaction() as tx:
        job = tx.jobs.get(JobKind(kind), int(number))
        if job is None:
            raise OperatorMistake(f"There is no job {name}, or it is finished. Ask: bandmate jobs list")
        yield tx, job


def _facts(job: Job) -> dict[str, str | int | None]:
    since, next_try = (None if at is None else at.isoformat() for at in (job.since, job.next_try))
    return {"job": job.name, "state": str(job.state), "attempts": job.attempts, "since": since, "next_try": next_try}


def _table(found: Sequence[Job]) -> Table:
    from rich.table import Table

    now = datetime.now(UTC)
    table = Table(box=None, pad_edge=False)
    for heading, right in (("job", False), ("state", False), ("tries", True), ("came", True), ("next try", True)):
        table.add_column(heading, justify="right" if right else "left")
    for job in found:
        came = "" if job.since is None else f"{for_people((now - job.since).total_seconds())} ago"
        later = "" if job.next_try is None else f"in {for_people((job.next_try - now).total_seconds())}"
        table.add_row(job.name, job.state, str(job.attempts), came, later)
    return table


def for_people(seconds: float) -> str:
    """A span of time, such as ``3 min``: in the largest unit of which there are two."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"
