"""``bandmate index``: the documents that reports and answers may cite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.errors import LearnerMistake, OperatorMistake

if TYPE_CHECKING:
    from engine.ielts.passages import Scope
    from engine.store.store import Store

index_app = typer.Typer(help="The documents that reports and answers cite.", no_args_is_help=True)
_LARGEST = 20_000_000
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Task = Annotated[str | None, typer.Option(help="What it is about: W, W1A, W1G, W2 or S; left out: by its headings.")]
CriterionName = Annotated[str | None, typer.Option("--criterion", help="TA, TR, CC, LR, GRA, FC or P.")]
BandNumber = Annotated[float | None, typer.Option("--band", help="0 to 9, where all of it is about one band.")]


@index_app.command("add")
def add(
    files: Annotated[list[Path], typer.Argument(help="PDF, Word, web pages, Markdown or text.")],
    task: Task = None,
    criterion: CriterionName = None,
    band: BandNumber = None,
    valid_from: Annotated[str | None, typer.Option("--from", help="Cite it from this day on, as 2026-05-01.")] = None,
    valid_to: Annotated[str | None, typer.Option("--to", help="Cite it until this day.")] = None,
) -> None:
    """Put documents in, or in the place of those of the same name. What gives orders in them is left out.

    Example: bandmate index add house-style.pdf samples.docx --task W2
    """
    from engine.documents.reading import read_document
    from engine.ielts.chat import ChatFile
    from engine.retrieval.index import add as put_in

    scope = _scope(task, criterion, band, valid_from, valid_to)
    store = _opened()
    for path in files:
        try:
            if path.stat().st_size > _LARGEST:
                raise OperatorMistake(f"{path} is larger than {_LARGEST // 1_000_000} MB.")
            document = read_document(ChatFile(path.name, path.read_bytes()))
        except OSError as error:
            raise OperatorMistake(f"{path} cannot be read.") from error
        except LearnerMistake as mistake:
            raise OperatorMistake(f"{path} cannot be read ({mistake.reason}).") from mistake
        with store.transaction() as tx:
            added = put_in(tx, document, scope)
        orders = f", {added.left_out} that give orders left out" if added.left_out else ""
        typer.echo(f"{path.name}: {'unchanged' if not added.changed else f'{added.passages} passages{orders}'}")


@index_app.command("list")
def show(as_json: Json = False) -> None:
    """Say what is in the index. Example: bandmate index list"""
    with _opened().transaction() as tx:
        sources = tx.passages.sources()
    if as_json:
        rows = [
            {"name": s.name, "kind": s.kind, "passages": s.passages, "added": s.added_at.isoformat()} for s in sources
        ]
        typer.echo(json.dumps(rows))
        return
    for source in sources:
        typer.echo(f"{source.name}: {source.passages} passages ({source.kind}), {source.added_at:%Y-%m-%d}")


@index_app.command("remove")
def remove(names: Annotated[list[str], typer.Argument(help="As `bandmate index list` names them.")]) -> None:
    """Take documents out: no answer cites them any more. Example: bandmate index remove house-style.pdf"""
    from engine.retrieval.index import remove as take_out

    store = _opened()
    for name in names:
        with store.transaction() as tx:
            take_out(tx, name)
        typer.echo(f"{name}: removed")


@index_app.command("rebuild")
def rebuild() -> None:
    """Make the whole index anew; until it is done, and if it is ended, the old one answers. Example: bandmate index rebuild"""
    from engine.retrieval.index import rebuild as make_anew

    with _opened().transaction() as tx:
        number = make_anew(tx)
    typer.echo(f"{number} passages")


@index_app.command("search")
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    task: Task = None,
    criterion: CriterionName = None,
    band: BandNumber = None,
    on: Annotated[str | None, typer.Option("--on", help="Only what may be cited on this day, as 2026-05-01.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many passages.")] = 5,
    as_json: Json = False,
) -> None:
    """Show the passages that are found, best first. Example: bandmate index search "linking words" --criterion CC"""
    from engine.retrieval.stems import sought
    from engine.store.passages import Filter

    scope = _scope(task, criterion, band, on, on)
    bands = None if scope.band is None else (scope.band, scope.band)
    wanted = Filter(task=scope.task, criterion=scope.criterion, bands=bands, on=scope.season[0])
    with _opened().transaction() as tx:
        hits = tx.passages.search(sought(question), wanted, limit)
    if as_json:
        rows = [
            {"score": hit.score, "source": p.source, "heading": p.heading, "page": p.page, "text": p.text}
            for hit in hits
            for p in [hit.passage]
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for hit in hits:
        passage = hit.passage
        page = "" if passage.page is None else f", page {passage.page}"
        typer.echo(f"{hit.score:.1f}  {passage.heading or '(no heading)'} [{passage.source}{page}]\n{passage.text}\n")
    if not hits:
        typer.echo("Nothing is found.")


def _scope(
    task: str | None, criterion: str | None, band: float | None, valid_from: str | None, valid_to: str | None
) -> Scope:
    from datetime import date

    from engine.ielts.bands import Criterion
    from engine.ielts.passages import Scope
    from engine.ielts.rubric import TASKS

    task, criterion = (each.upper() if each else None for each in (task, criterion))
    if task is not None and task not in {"W", *TASKS}:
        raise OperatorMistake(f"--task is one of W, {', '.join(TASKS)}.")
    if criterion is not None and criterion not in {str(each) for each in Criterion}:
        raise OperatorMistake(f"--criterion is one of {', '.join(Criterion)}.")
    if band is not None and not (0 <= band <= 9 and band * 2 == int(band * 2)):
        raise OperatorMistake("--band is 0 to 9, in halves.")
    try:
        first, last = (None if day is None else date.fromisoformat(day) for day in (valid_from, valid_to))
    except ValueError as error:
        raise OperatorMistake("A day is written as 2026-05-01.") from error
    return Scope(task, criterion, band, (first, last))


def _opened() -> Store:
    from engine.retrieval.index import refresh
    from engine.settings import read_settings
    from engine.store.migrate import upgrade
    from engine.wiring import open_store

    settings = read_settings()
    upgrade(settings)
    store = open_store(settings)
    refresh(store)
    return store
