"""Backups in a folder: named by their moment, the newest so many kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"bandmate-\d{8}T\d{6}Z\.backup(\.age)?")


def place_for(target: Path, now: datetime, *, encrypted: bool) -> Path:
    """The file to write: in a folder one named by the moment, otherwise ``target`` itself."""
    if not target.is_dir():
        return target
    return target / f"bandmate-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup{'.age' if encrypted else ''}"


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Delete all but the newest ``count`` backups that were named by :func:`place_for`; those that went."""
    ours = sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), key=lambda path: path.name)
    old = ours[:-count]
    for path in old:
        path.unlink()
    return old
