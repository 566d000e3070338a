"""``bandmate bank``: the operator's own questions beside those that ship."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.errors import OperatorMistake

if TYPE_CHECKING:
    from engine.ielts.bank.recognise import Recognised
    from engine.store.store import Store

bank_app = typer.Typer(no_args_is_help=True, help="The question bank: teachers' lists in, the operator's own out.")
Source = Annotated[
    Path, typer.Argument(help="CSV, TSV, JSON, JSONL, YAML, Markdown, DOCX, PDF or text.", show_default=False)
]
Topic = Annotated[str, typer.Option(help="The subject of what does not name one.")]
_SHOWN = 20


@bank_app.command("check")
def check(source: Source, topic: Topic = "society") -> None:
    """Say what an import would take and what it would set aside. Nothing is kept. Example: bandmate bank check list.docx"""
    from engine.practice.bank_files import without_known

    found = _read(source, topic)
    with _opened().transaction() as tx:
        _tell(without_known(tx, found), "would be imported")


@bank_app.command("import")
def import_(source: Source, topic: Topic = "society") -> None:
    """Add a list to this installation's own bank; unsure rows are set aside. Example: bandmate bank import list.csv"""
    from engine.practice.bank_files import keep, without_known

    found = _read(source, topic)
    with _opened().transaction() as tx:
        found = without_known(tx, found)
        keep(tx, found.rows)
    _tell(found, "imported")


@bank_app.command("export")
def export(target: Annotated[Path, typer.Argument(help="JSONL file to write.", show_default=False)]) -> None:
    """Write the operator's own items, in the form that import reads. Example: bandmate bank export mine.jsonl"""
    with _opened().transaction() as tx:
        lines = [item.body for item in tx.bank.items()]
    try:
        target.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    except OSError as error:
        raise OperatorMistake(f"{target} cannot be written.") from error
    typer.echo(f"{len(lines)} items in {target}.")


@bank_app.command("list")
def list_(
    subject: Annotated[str, typer.Argument(help="Only what is about this.", show_default=False)] = "",
) -> None:
    """List everything, ours and the operator's own. Example: bandmate bank list environment"""
    from engine.practice.bank import speaking_bank, writing_tasks

    with _opened().transaction() as tx:
        tasks, bank = writing_tasks(tx), speaking_bank(tx)
    rows = [(task.id, task.code, task.label, task.text.splitlines()[0]) for task in tasks]
    rows += [(f"topic:{topic.id}", "S1", bank.labels[topic.id], topic.name) for topic in bank.topics]
    rows += [(f"card:{card.id}", "S2", bank.labels[card.id], card.describe) for card in bank.cards]
    for item_id, code, label, text in rows:
        if subject in ("", label.topic):
            typer.echo(f"{item_id}\t{code}\t{label.topic}\t{label.level}\t{text}")


@bank_app.command("remove")
def remove(ids: Annotated[list[str], typer.Argument(help="Ids of own items, as export has them.")]) -> None:
    """Forget items of the operator's own. Example: bandmate bank remove own-1a2b3c4d5e"""
    with _opened().transaction() as tx:
        gone = tx.bank.remove(each.rpartition(":")[2] for each in ids)
    typer.echo(f"{gone} removed.")


@bank_app.command("stats")
def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Count what can be asked, by kind, level and subject. Example: bandmate bank stats"""
    from engine.practice.bank import speaking_bank, writing_tasks

    with _opened().transaction() as tx:
        tasks, bank, own = writing_tasks(tx), speaking_bank(tx), len(tx.bank.items())
    labels = [task.label for task in tasks] + list(bank.labels.values())
    found = {
        "kinds": Counter(task.type for task in tasks) + Counter({"topic": len(bank.topics), "card": len(bank.cards)}),
        "levels": Counter(str(label.level) for label in labels),
        "subjects": Counter(label.topic for label in labels),
        "own": Counter({"items": own}),
    }
    if as_json:
        typer.echo(json.dumps(found))
        return
    for name, counts in found.items():
        typer.echo(f"{name}: " + ", ".join(f"{each} {count}" for each, count in counts.most_common()))


def _read(source: Path, topic: str) -> Recognised:
    from engine.ielts.bank.labels import load_subjects
    from engine.practice.bank_files import read_list

    if topic not in load_subjects():
        raise OperatorMistake(f"There is no subject {topic}; choose from {', '.join(load_subjects())}.")
    return read_list(source, topic)


def _tell(found: Recognised, done: str) -> None:
    kinds = Counter(str(row["kind"]) for row in found.rows)
    counted = ", ".join(f"{kind} {count}" for kind, count in kinds.items()) or "nothing"
    typer.echo(f"{len(found.rows)} {done} ({counted}); {len(found.unsure)} set aside.")
    for each in found.unsure[:_SHOWN]:
        typer.echo(f"  {each.where}: {each.why}: {each.text}")
    if len(found.unsure) > _SHOWN:
        typer.echo(f"  and {len(found.unsure) - _SHOWN} more")


def _opened() -> Store:
    from engine.settings import Settings
    from engine.store.migrate import upgrade
    from engine.wiring import open_store

    settings = Settings()
    upgrade(settings)
    return open_store(settings)
