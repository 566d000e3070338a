"""What lies in the home folder is nobody else's to read, whichever process makes it first."""

from __future__ import annotations

import stat
from pathlib import Path

from engine.private_folder import private_folder
from engine.settings import Settings
from worker.app import queue_folder


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folders_above_are_private_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made = private_folder(tmp_path / "home" / "queue" / "messages")
    assert [_mode(each) for each in (made, made.parent, made.parent.parent)] == [0o700] * 3
    assert _mode(tmp_path) == 0o755, "what was there stays as its owner made it"
    private_folder(made)


def test_a_queue_that_comes_first_leaves_the_home_folder_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    queue_folder(Settings(home=home))
    assert _mode(home) == 0o700
