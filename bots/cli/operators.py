"""``bandmate stats``, ``block``, ``unblock`` and ``purge``: for whoever runs Bandmate."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.errors import OperatorMistake
from engine.ielts.chat import Person, Platform

if TYPE_CHECKING:
    from engine.store.store import Store

Who = Annotated[str, typer.Argument(help="Whom, as telegram:123 or discord:456.")]
_NAME = re.compile(r"(telegram|discord|console):(\S+)")


def add_operator_commands(app: typer.Typer) -> None:
    """Add the commands to the one command."""
    for command in (stats, block, unblock, purge):
        app.command()(command)


def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """How many learners, essays and tests there are, and what waits: numbers only, about nobody in particular.

    Example: bandmate stats --json
    """
    from bots.replies.words import Words

    with opened().transaction() as tx:
        numbers = tx.privacy.numbers()
    say = Words(None)
    lines = [json.dumps(numbers)] if as_json else [say(f"stats-{name}", count=count) for name, count in numbers.items()]
    typer.echo("\n".join(lines))


def block(who: Who) -> None:
    """Serve somebody no more: the bot does not answer them at all. Example: bandmate block telegram:123"""
    person = _person(who)
    with opened().transaction() as tx:
        tx.learners.block(person)
    typer.echo(f"{person.name} is blocked.")


def unblock(who: Who) -> None:
    """Serve somebody again. Example: bandmate unblock telegram:123"""
    person = _person(who)
    with opened().transaction() as tx:
        was = tx.learners.unblock(person)
    typer.echo(f"{person.name} is {'not blocked any more' if was else 'not blocked'}.")


def purge(files: Annotated[list[Path], typer.Argument(help="Training sets: JSON lines with a key `learner`.")]) -> None:
    """Take learners who were forgotten, or forbade training, out of training sets that lie outside the home folder.

    Example: bandmate purge sets/preferences.jsonl
    """
    from engine.practice.privacy import purge as purge_file

    with opened().transaction() as tx:
        forgotten = tx.privacy.forgotten()
    for file in files:
        try:
            taken = purge_file(file, forgotten)
        except (OSError, ValueError, AttributeError) as error:
            raise OperatorMistake(f"{file} is not a readable file of JSON objects, one a line.") from error
        typer.echo(f"{file}: {taken} lines taken out")


def opened() -> Store:
    """The store that the settings name, at its newest shape."""
    from engine.settings import read_settings
    from engine.store.migrate import upgrade
    from engine.wiring import open_store

    settings = read_settings()
    upgrade(settings)
    return open_store(settings)


def _person(name: str) -> Person:
    found = _NAME.fullmatch(name.strip())
    if found is None:
        raise OperatorMistake("Write whom you mean as platform:id, such as telegram:123.")
    return Person(Platform(found[1]), found[2])
