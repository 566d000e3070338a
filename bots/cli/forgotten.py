"""Before anything is made of a training set: learners who were forgotten, or forbade training, are taken out of it."""

from __future__ import annotations

from pathlib import Path

import typer


def take_out_forgotten(*sets: Path | None) -> None:
    """Takes their lines out of the files, where this machine has a database that says who they are.

    A file that is missing, or no JSON lines, is left for whoever reads it to complain of.

    Raises:
        TryAgain: the database is away: nothing is trained on somebody who may have left.
        OperatorMistake: it cannot be used.
    """
    from engine.practice.privacy import purge
    from engine.settings import read_settings
    from engine.store.migrate import upgrade
    from engine.wiring import open_store

    settings = read_settings()
    if settings.database_url is None and not (settings.home / "bandmate.db").exists():
        return
    upgrade(settings)
    store = open_store(settings)
    try:
        with store.transaction() as tx:
            forgotten = tx.privacy.forgotten()
    finally:
        store.close()
    for path in {each for each in sets if each is not None and each.is_file()} if forgotten else ():
        try:
            taken = purge(path, forgotten)
        except (OSError, ValueError, AttributeError):
            continue
        if taken:
            typer.echo(f"{path}: {taken} lines of learners who left, or forbade training, are taken out.", err=True)
