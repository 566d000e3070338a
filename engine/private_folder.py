"""Folders in which something of learners' lies, or may: nobody else on the machine looks into them."""

from __future__ import annotations

from pathlib import Path


def private_folder(folder: Path) -> Path:
    """``folder``, made if need be, with whatever of its parents is missing, for its owner alone.

    ``Path.mkdir(parents=True, mode=...)`` gives its mode to the last folder and not to those above it.
    """
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)
    return folder
