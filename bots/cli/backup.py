"""``bandmate backup`` and ``restore``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from engine.errors import OperatorMistake

Identity = Annotated[Path | None, typer.Option(help="File with the secret key of an encrypted backup.")]


def add_backup_commands(app: typer.Typer) -> None:
    """Add the commands to the one command."""
    app.command()(backup)
    app.command()(restore)


def backup(
    target: Annotated[Path | None, typer.Argument(help="A new file, or a folder to put one into.")] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="In a folder: delete all but so many of the newest backups.")
    ] = None,
    make_key: Annotated[
        Path | None, typer.Option("--make-key", help="Make a key, write its secret half here, and do nothing else.")
    ] = None,
) -> None:
    """Write everything that the database holds, recordings too, to one file, while everything goes on running.

    With BANDMATE_BACKUP_KEY set it is encrypted. Example: bandmate backup /var/backups/bandmate --keep 14
    """
    from engine.backup.dump import dump
    from engine.backup.file import make_key as make
    from engine.backup.file import write_lines
    from engine.backup.keeping import keep_newest, place_for
    from engine.settings import read_settings

    if make_key is not None:
        typer.echo(f"BANDMATE_BACKUP_KEY={make(make_key)}")
        typer.echo(
            f"Keep {make_key} somewhere else: without it no backup can be read, with it every one can.", err=True
        )
        return
    if target is None:
        raise OperatorMistake("Say where to: bandmate backup FILE, or a folder.")
    if keep is not None and not target.is_dir():
        raise OperatorMistake(f"--keep goes with a folder, and {target} is none.")
    settings = read_settings()
    path = place_for(target, datetime.now(UTC), encrypted=settings.backup_key is not None)
    if path.exists():
        raise OperatorMistake(f"{path} is there already; name another file.")
    write_lines(path, dump(settings), settings.backup_key)
    typer.echo(f"{path}: {path.stat().st_size:,} bytes")
    if settings.backup_key is None:
        typer.echo("It is not encrypted: whoever reads it reads what learners wrote. See deploy/backup.md.", err=True)
    for old in keep_newest(target, keep) if keep is not None else ():
        typer.echo(f"{old} deleted")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    identity: Identity = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Throw away what the database holds. Stop bots and workers first.")
    ] = False,
    newer: Annotated[
        list[Path] | None,
        typer.Option("--newer", help="A later backup, to learn from it who was forgotten; several may be named."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only read the file to its end: is it whole?")] = False,
) -> None:
    """Put a backup into the database, all of it or nothing. Who was forgotten since then is erased again.

    Example: bandmate restore bandmate-20260504T030000Z.backup.age --identity backup.key
    """
    from engine.backup.restore import check as read_through
    from engine.backup.restore import restore as put_back
    from engine.settings import read_settings

    if check:
        contents = read_through(file, identity)
        typer.echo(f"{file} is whole: made at {contents.made_at}, revision {contents.revision}.")
    else:
        restored = put_back(read_settings(), file, identity=identity, replace=replace, newer=newer or ())
        contents = restored.contents
        typer.echo(f"Restored, as it was at {contents.made_at}; {restored.erased} learners who left were erased again.")
    for table in ("learners", "submissions", "reports", "speaking_tests", "turns"):
        typer.echo(f"{table}: {contents.rows.get(table, 0)}")
