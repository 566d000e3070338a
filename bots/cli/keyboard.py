"""One key at a time, without Enter, for a view that refreshes itself."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


class Keyboard:
    """A terminal's keys, or none where nobody types."""

    def __init__(self, terminal: int | None) -> None:
        self._terminal = terminal

    def pressed(self, seconds: float) -> str:
        """The next key, waited for at most so long; empty where none came."""
        if self._terminal is None:
            time.sleep(seconds)
            return ""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return ""
        key = os.read(self._terminal, 1)
        if not key:  # the terminal was closed
            return "q"
        return key.decode("ascii", "replace").lower()


@contextmanager
def keyboard(stdin: TextIO) -> Iterator[Keyboard]:
    """The keys of ``stdin`` while inside; the terminal is afterwards as it was."""
    if not stdin.isatty():
        yield Keyboard(None)
        return
    import termios
    import tty

    terminal = stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield Keyboard(terminal)
    finally:
        with suppress(termios.error):  # a terminal that was closed
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
