"""Sound that was made before, in files: whole or absent, bounded, shared by every process that serves.

A name is the SHA-256 of what the sound was made from, a file begins with the SHA-256 of the rest of it, and it arrives
under its name in one rename. So readers need no lock, and what is damaged is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from engine.errors import OperatorMistake
from engine.private_folder import private_folder

_DIGEST = hashlib.sha256().digest_size
_CHECKED_EVERY = 32  # a sweep for each such part of the limit that this process wrote
_ROOM = 0.8


class SoundCache:
    """A folder of sounds that holds about ``limit`` bytes; what was not used for longest goes first.

    The folder is private (0700, files 0600): what an examiner asks is one learner's matter. Several processes may each
    write a 32nd part of the limit beyond it before one of them sweeps.

    Raises:
        OperatorMistake: the folder cannot be made.
    """

    def __init__(self, folder: Path, limit: int = 256 * 2**20) -> None:
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._unchecked = limit
        try:
            private_folder(folder)
        except OSError as error:
            raise OperatorMistake(f"{folder} cannot be made: {error.strerror or 'unknown reason'}") from error

    def get(self, *key: str, make: Callable[[], bytes]) -> bytes:
        """What was made from ``key``, or what ``make`` makes of it now; then it is kept, if the disk takes it."""
        path = self._folder / hashlib.sha256("\0".join(key).encode()).hexdigest()
        found = _read(path)
        if found is None:
            found = make()
            # A full disk makes speech slower, not impossible.
            with suppress(OSError):
                self._write(path, found)
        return found

    def _write(self, path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(prefix=".", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(hashlib.sha256(content).digest() + content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        with self._lock:
            self._unchecked += len(content)
            due = self._unchecked * _CHECKED_EVERY > self._limit
            self._unchecked = 0 if due else self._unchecked
        if due:
            self._sweep()

    def _sweep(self) -> None:
        """Removes what was not used for longest, down to four fifths of the limit; half-written files count too."""
        files = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    stat = entry.stat(follow_symlinks=False)
                    files.append((stat.st_mtime_ns, stat.st_size, entry.path))
        size = sum(each for _, each, _ in files)
        if size <= self._limit:
            return
        for _, each, path in sorted(files):
            Path(path).unlink(missing_ok=True)
            size -= each
            if size <= _ROOM * self._limit:
                return


def erase_sounds(folder: Path, unused_for: timedelta = timedelta(0)) -> None:
    """Remove sounds that were not used for so long; by default all of them. A folder that is not there holds none."""
    oldest = time.time() - unused_for.total_seconds()
    for path in folder.glob("*") if folder.exists() else ():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime <= oldest:
                path.unlink()


def _read(path: Path) -> bytes | None:
    """What the file holds, used now; None where it is not there, not whole, or not readable."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return None
    with suppress(OSError):
        os.utime(path)
    return content[_DIGEST:]
