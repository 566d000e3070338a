"""A sign of life: each process that serves touches a file of its own every few seconds, for another to look at.

Containers, systemd and people ask ``bandmate doctor --live``, which must answer at once and load nothing. The file is
locked for as long as its process lives, so that one left behind by a killed process is known from one that is stuck,
even where a new process has the old one's number.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from engine.errors import OperatorMistake
from engine.private_folder import private_folder

EVERY = 5.0
"""Seconds between two signs at most."""
STUCK_AFTER = 60.0
"""Seconds without a sign after which a process counts as stuck: longer than a slow machine or a slow disk explains."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A process of this machine that lives: what it is, and how many seconds ago it last said so."""

    name: str
    seconds: float

    @property
    def stuck(self) -> bool:
        """Whether it lives and does nothing."""
        return self.seconds > STUCK_AFTER


class Pulse:
    """This process's own sign, under ``home``; gone when the process is."""

    def __init__(self, home: Path, name: str) -> None:
        """Begin, and sweep up what dead processes of this machine left.

        Raises:
            OperatorMistake: the home folder cannot be written to.
        """
        import fcntl

        folder = _folder(home)
        try:
            private_folder(folder)
            listen(home, sweep=True)
            self._path = folder / f"{socket.gethostname()}.{name}.{os.getpid()}"
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.utime(self._file)  # before it is locked, so that nobody takes it for a dead one's
            fcntl.flock(self._file, fcntl.LOCK_EX)  # at most a listener holds it, for an instant
        except OSError as error:
            raise OperatorMistake(f"{folder} cannot be written to: set BANDMATE_HOME to another folder") from error

    def beat(self) -> None:
        """Say that all is well."""
        os.utime(self._file)

    def end(self) -> None:
        """Say nothing any more, as one who ends on purpose."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def listen(home: Path, *, sweep: bool = False) -> tuple[Heard, ...]:
    """The processes of this machine that live, by name; with ``sweep`` the signs of dead ones are taken away."""
    found = []
    for path in sorted(_folder(home).glob(f"{socket.gethostname()}.*")):
        try:
            seconds = time.time() - path.stat().st_mtime
            if _lives(path):
                found.append(Heard(path.name.removeprefix(f"{socket.gethostname()}.").split(".")[0], seconds))
            elif sweep and seconds > STUCK_AFTER:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
    return tuple(found)


def is_stuck(home: Path, name: str, pid: int) -> bool:
    """Whether this process of this machine gave signs, and has given none for :data:`STUCK_AFTER` seconds."""
    try:
        last = (_folder(home) / f"{socket.gethostname()}.{name}.{pid}").stat().st_mtime
    except FileNotFoundError:
        return False
    return time.time() - last > STUCK_AFTER


def _lives(path: Path) -> bool:
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _folder(home: Path) -> Path:
    return home / "alive"
